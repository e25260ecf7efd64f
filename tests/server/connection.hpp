// Connection: bytes in, scripts out; or, after CONNECT, one half of a tunnel.
#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "tests/server/script.hpp"

namespace aiorun::test_server {

class Server;

class Connection {
  public:
    Connection(Server& server, int descriptor, uint64_t number);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
    [[nodiscard]] uint64_t number() const noexcept { return number_; }
    /// To be dropped by the server.
    [[nodiscard]] bool finished() const noexcept { return finished_; }

    void on_events(uint32_t events);
    /// The pause of the script is over.
    void on_alarm();

    // For the other half of a tunnel.
    void take_from_peer(std::string bytes);
    void peer_is_gone();
    void join(int descriptor, uint64_t number);

  private:
    void read_all();
    void next_requests();
    void play();
    [[nodiscard]] bool play_one(Action& action);
    [[nodiscard]] bool flush();
    void watch();
    void open_tunnel(const std::string& target);
    [[nodiscard]] Connection* peer();

    Server& server_;
    int descriptor_;
    uint64_t number_;
    uint64_t requests_ = 0;
    std::string input_;
    std::string output_;
    std::deque<Action> script_;
    uint32_t watched_ = 0;
    bool waiting_ = false;  // in a pause
    bool finished_ = false;
    int peer_descriptor_ = -1;
    uint64_t peer_number_ = 0;
};

}  // namespace aiorun::test_server
