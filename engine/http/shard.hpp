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

    /// Transfers in flight.
    [[nodiscard]] uint32_t load() const noexcept { return load_; }

  private:
    static int socket_function(CURL* easy, curl_socket_t descriptor, int what, void* shard, void* socket);
    static int timer_function(CURLM* multi, long milliseconds, void* shard);

    void run() override;
    void read_messages();

    runtime::Loop& loop_;
    Sockets& sockets_;
    MultiOwner multi_;
    uint32_t load_ = 0;
};

}  // namespace aiorun::http
