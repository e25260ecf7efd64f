// Sockets: libcurl's descriptors in the reactor. One that is idle stays registered, since the next request on
// its connection will want the same events: that saves two system calls a request.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "runtime/reactor.hpp"

namespace aiorun::http {

class Shard;

class Sockets {
  public:
    explicit Sockets(runtime::Reactor& reactor);
    Sockets(const Sockets&) = delete;
    Sockets& operator=(const Sockets&) = delete;
    ~Sockets();

    /// The client has opened a socket for a connection: whatever was known of that number is outdated.
    void opened(int descriptor);
    /// It is about to be closed.
    void closed(int descriptor) noexcept;
    /// What libcurl wants to hear of, as epoll has it; 0 for nothing.
    void want(int descriptor, uint32_t events, Shard& shard);

  private:
    class Record;

    [[nodiscard]] Record& record(int descriptor);

    runtime::Reactor& reactor_;
    std::vector<std::unique_ptr<Record>> records_;  // by descriptor
};

}  // namespace aiorun::http
