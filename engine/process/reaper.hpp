// Reaper: as PID 1 of a container we inherit every orphan, and have to take leave of those that end.
#pragma once

#include <csignal>
#include <cstdint>

#include "runtime/reactor.hpp"

namespace aiorun::process {

/// Collects children that run() did not start, as soon as they end. One at a time, living as long as the loop
/// runs.
class Reaper final : private runtime::IoHandler {
  public:
    enum class When : uint8_t { as_init, always };

    /// Does nothing at all unless this process is PID 1, or `when` says always (for a subreaper).
    explicit Reaper(runtime::Reactor& reactor, When when = When::as_init);
    ~Reaper();
    Reaper(const Reaper&) = delete;
    Reaper& operator=(const Reaper&) = delete;

  private:
    void on_io(uint32_t events) override;

    runtime::Reactor& reactor_;
    int descriptor_ = -1;  // signalfd of SIGCHLD
    sigset_t former_mask_{};
};

}  // namespace aiorun::process
