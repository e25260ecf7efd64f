// Reactor: epoll. Descriptors with a handler each; the handler runs while the loop polls and may only wake tasks and
// start or stop operations, never run workflow code.
#pragma once

#include <cstdint>
#include <optional>

#include "runtime/clock.hpp"

namespace aiorun::runtime {

class IoHandler {
  public:
    /// `events` as epoll has them (EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP).
    virtual void on_io(uint32_t events) = 0;

  protected:
    ~IoHandler() = default;
};

class Reactor {
  public:
    Reactor();
    ~Reactor();
    Reactor(const Reactor&) = delete;
    Reactor& operator=(const Reactor&) = delete;

    /// The handler has to stay where it is until remove(). False when the kernel refuses (errno says why).
    [[nodiscard]] bool add(int descriptor, uint32_t events, IoHandler& handler);
    [[nodiscard]] bool modify(int descriptor, uint32_t events, IoHandler& handler);
    /// A handler that is removed is not called any more, not even for events that this poll has already fetched.
    void remove(int descriptor, IoHandler& handler) noexcept;

    /// Waits for events, at most `timeout` (for ever without one; rounded up to milliseconds), and calls the handlers.
    void poll(std::optional<Duration> timeout);

    [[nodiscard]] bool has_descriptors() const noexcept { return descriptors_ > 0; }

  private:
    static constexpr int batch = 256;
    struct Fetched;

    int epoll_ = -1;
    int descriptors_ = 0;
    Fetched* fetched_ = nullptr;  // the events being handled, while poll() runs
};

}  // namespace aiorun::runtime
