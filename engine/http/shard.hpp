// Shard: one multi handle with its timer. Several share the loop, since the cost of a multi handle grows with
// the number of transfers that it holds.
#pragma once

#include <cstdint>

#include "http/curl_handle.hpp"
#include "runtime/task.hpp"

namespace aiorun::http {

class Sockets;
class Hop;

class Shard final : private runtime::Timer {
  public:
    /// `connections`: how many it keeps and opens at most.
    Shard(runtime::Loop& loop, Sockets& sockets, uint32_t connections);
    ~Shard();

    /// False when the multi handle could not be made or refuses.
    [[nodiscard]] bool add(Hop& hop);
    /// Takes back an hop that has not ended.
    void remove(Hop& hop);
    void on_socket(int descriptor, int mask);
    /// A transfer waits for its reader, and nothing else can end that: it is no operation of the loop until it goes on,
    /// and when all of a shard rest, libcurl's timers wait too.
    void rest();
    void go_on();

    /// Transfers in flight.
    [[nodiscard]] uint32_t load() const noexcept { return load_; }

  private:
    static int socket_function(CURL* easy, curl_socket_t descriptor, int what, void* shard, void* socket);
    static int timer_function(CURLM* multi, long milliseconds, void* shard);

    void run() override;
    void read_messages();
    void set_timer(long milliseconds);

    runtime::Loop& loop_;
    Sockets& sockets_;
    MultiOwner multi_;
    uint32_t load_ = 0;
    uint32_t at_rest_ = 0;  // of those in flight
};

}  // namespace aiorun::http
