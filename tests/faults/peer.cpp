#include "tests/faults/peer.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <string_view>

namespace aiorun::faults {
namespace {

constexpr int step = 10;  // milliseconds between two looks at whether the test is over

}  // namespace

Peer::Peer(Script script, Begin begin) : script_(std::move(script)), begin_(begin) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0 || listen(listener_, 64) != 0) {
        throw std::runtime_error("a peer cannot listen");
    }
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
}

Peer::~Peer() {
    stopped_ = true;
    acceptor_.join();
    for (std::thread& connection : connections_) {
        connection.join();
    }
    close(listener_);
}

/// False when the test is over, or the time.
bool Peer::wait(int descriptor, short events, int milliseconds) const {
    for (int waited = 0; !stopped_ && waited < milliseconds; waited += step) {
        pollfd waiting{descriptor, events, 0};
        if (poll(&waiting, 1, step) > 0) {
            return true;
        }
    }
    return false;
}

void Peer::accept_all() {
    while (!stopped_) {
        if (!wait(listener_, POLLIN, step)) {
            continue;
        }
        int descriptor = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (descriptor >= 0) {
            connections_.emplace_back([this, descriptor] { serve(descriptor); });
        }
    }
}

bool Peer::read_request(int descriptor) const {
    constexpr int patience = 60'000;
    std::string input;
    while (input.find("\r\n\r\n") == std::string::npos) {
        std::array<char, 65536> buffer;
        if (!wait(descriptor, POLLIN, patience)) {
            return false;
        }
        ssize_t count = recv(descriptor, buffer.data(), buffer.size(), 0);
        if (count <= 0) {
            return false;
        }
        input.append(buffer.data(), static_cast<size_t>(count));
    }
    return true;
}

bool Peer::send_all(int descriptor, std::string_view bytes) const {
    constexpr int patience = 60'000;
    while (!bytes.empty()) {
        ssize_t count = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count < 0 && (errno != EAGAIN || !wait(descriptor, POLLOUT, patience))) {
            return false;
        }
        bytes.remove_prefix(static_cast<size_t>(std::max<ssize_t>(count, 0)));
    }
    return true;
}

/// False when nothing can follow.
bool Peer::play(int descriptor, const Action& action) const {
    switch (action.kind) {
        case Action::Kind::send:
            return send_all(descriptor, action.bytes);
        case Action::Kind::fill: {
            const std::string block(size_t{64} << 10U, 'f');
            uint64_t left = action.count;
            while (left > 0 && !stopped_) {
                uint64_t count = std::min<uint64_t>(left, block.size());
                if (!send_all(descriptor, std::string_view(block).substr(0, count))) {
                    return false;
                }
                left -= count;
            }
            return true;
        }
        case Action::Kind::pause:
            (void)wait(-1, 0, static_cast<int>(action.time.count()));
            return !stopped_;
        case Action::Kind::reset: {
            linger hard{.l_onoff = 1, .l_linger = 0};
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
            return false;
        }
        case Action::Kind::close:
        case Action::Kind::tunnel:
            return false;
    }
    return false;
}

/// After the script the connection stays open, in silence, until the other side or the test ends it.
void Peer::serve(int descriptor) {
    constexpr int for_ever = 3'600'000;
    bool open = begin_ != Begin::after_request || read_request(descriptor);
    for (const Action& action : script_) {
        open = open && play(descriptor, action);
    }
    std::array<char, 65536> buffer;
    while (open && begin_ != Begin::deaf && wait(descriptor, POLLIN, for_ever)) {
        open = recv(descriptor, buffer.data(), buffer.size(), 0) > 0;
    }
    if (open && begin_ == Begin::deaf) {
        (void)wait(-1, 0, for_ever);
    }
    close(descriptor);
}

}  // namespace aiorun::faults
