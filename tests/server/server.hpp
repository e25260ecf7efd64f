// Server: one epoll loop that accepts connections, reads requests and plays the scripts that routes answer
// with.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "tests/server/routes.hpp"

namespace aiorun::test_server {

class Connection;

class Server {
  public:
    using Time = std::chrono::steady_clock::time_point;

    Server();
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// On 127.0.0.1; port 0 takes a free one. Gives the port, 0 when that failed.
    [[nodiscard]] uint16_t listen_tcp(uint16_t port);
    [[nodiscard]] bool listen_unix(const std::string& path);
    [[noreturn]] void run();

    // For connections.
    [[nodiscard]] int epoll() const noexcept { return epoll_; }
    [[nodiscard]] State& state() noexcept { return state_; }
    void wake_at(Time time, int descriptor, uint64_t number);
    void adopt(std::unique_ptr<Connection> connection);
    [[nodiscard]] Connection* find(int descriptor, uint64_t number);
    [[nodiscard]] uint64_t next_number() noexcept { return ++numbers_; }

  private:
    void accept_all(int listener);
    void handle(int descriptor, uint32_t events);
    void drop_finished(int descriptor);
    [[nodiscard]] int run_timers();

    struct Alarm {
        int descriptor;
        uint64_t number;
    };

    int epoll_;
    uint64_t numbers_ = 0;
    State state_;
    std::vector<int> listeners_;
    std::unordered_map<int, std::unique_ptr<Connection>> connections_;
    std::multimap<Time, Alarm> alarms_;
};

}  // namespace aiorun::test_server
