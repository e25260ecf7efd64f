// Peer: a server with one behaviour. To every connection it plays the same script, whatever it is asked.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "tests/server/script.hpp"

namespace aiorun::faults {

using test_server::Action;
using test_server::Script;

/// When the script begins.
enum class Begin : uint8_t {
    after_request,  ///< when the request's headers have come
    at_once,        ///< when the connection is there
    deaf,           ///< at once, and what is sent to the peer is never read
};

class Peer {
  public:
    Peer(Script script, Begin begin);
    ~Peer();
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    [[nodiscard]] uint16_t port() const noexcept { return port_; }

  private:
    void accept_all();
    void serve(int descriptor);
    [[nodiscard]] bool wait(int descriptor, short events, int milliseconds) const;
    [[nodiscard]] bool send_all(int descriptor, std::string_view bytes) const;
    [[nodiscard]] bool play(int descriptor, const Action& action) const;
    [[nodiscard]] bool read_request(int descriptor) const;

    Script script_;
    Begin begin_;
    int listener_ = -1;
    uint16_t port_ = 0;
    std::atomic<bool> stopped_ = false;
    std::vector<std::thread> connections_;
    std::thread acceptor_;
};

}  // namespace aiorun::faults
