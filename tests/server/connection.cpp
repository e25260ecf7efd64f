#include "tests/server/connection.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <iterator>

#include "tests/server/incoming.hpp"
#include "tests/server/server.hpp"

namespace aiorun::test_server {
namespace {

constexpr size_t fill_step = size_t{256} << 10U;

}  // namespace

Connection::Connection(Server& server, int descriptor, uint64_t number)
    : server_(server), descriptor_(descriptor), number_(number) {
    State& state = server_.state();
    state.peak = std::max(state.peak, ++state.open);
    watch();
}

Connection::~Connection() {
    --server_.state().open;
    ::close(descriptor_);
}

void Connection::watch() {
    uint32_t wanted = EPOLLIN | EPOLLRDHUP | (output_.empty() ? 0U : uint32_t{EPOLLOUT});
    if (wanted == watched_) {
        return;
    }
    epoll_event event{.events = wanted, .data = {.fd = descriptor_}};
    epoll_ctl(server_.epoll(), watched_ == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor_, &event);
    watched_ = wanted;
}

void Connection::on_events(uint32_t events) {
    if ((events & (EPOLLERR | EPOLLHUP)) != 0) {
        finished_ = true;
    }
    if ((events & (EPOLLIN | EPOLLRDHUP)) != 0) {
        read_all();
    }
    if (!finished_) {
        play();
    }
    if (!finished_) {
        watch();
    }
    if (finished_) {
        if (Connection* other = peer()) {
            other->peer_is_gone();
        }
    }
}

void Connection::on_alarm() {
    waiting_ = false;
    on_events(0);
}

void Connection::read_all() {
    std::array<char, size_t{64} << 10U> buffer;
    while (true) {
        ssize_t count = recv(descriptor_, buffer.data(), buffer.size(), 0);
        if (count <= 0) {
            finished_ = finished_ || count == 0 || errno != EAGAIN;
            break;
        }
        input_.append(buffer.data(), static_cast<size_t>(count));
        if (static_cast<size_t>(count) < buffer.size()) {
            break;
        }
    }
    if (peer_descriptor_ >= 0) {
        if (Connection* other = peer()) {
            other->take_from_peer(std::exchange(input_, {}));
        }
        return;
    }
    next_requests();
}

void Connection::next_requests() {
    while (script_.empty()) {
        std::optional<Incoming> request = take_request(input_);
        if (!input_.empty() && requests_ == 0 && (input_.front() < 'A' || input_.front() > 'Z')) {
            script_ = {send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
                       close()};  // TLS, perhaps
            return;
        }
        if (!request) {
            return;
        }
        ++server_.state().requests;
        request->connection = number_;
        request->on_connection = ++requests_;
        Script script = answer(*request, server_.state());
        script_.insert(script_.end(), std::make_move_iterator(script.begin()),
                       std::make_move_iterator(script.end()));
        play();
        if (finished_ || peer_descriptor_ >= 0) {
            return;
        }
    }
}

/// Sends what can be sent; false when the socket is full or broken.
bool Connection::flush() {
    size_t sent = 0;
    while (sent < output_.size()) {
        ssize_t count = ::send(descriptor_, output_.data() + sent, output_.size() - sent, MSG_NOSIGNAL);
        if (count < 0) {
            finished_ = finished_ || errno != EAGAIN;
            break;
        }
        sent += static_cast<size_t>(count);
    }
    output_.erase(0, sent);
    return output_.empty();
}

void Connection::play() {
    while (!finished_ && !waiting_ && flush() && !script_.empty()) {
        if (play_one(script_.front())) {
            script_.pop_front();
        }
        if (script_.empty() && output_.empty() && !finished_ && peer_descriptor_ < 0) {
            next_requests();
        }
    }
}

/// True when the action is done.
bool Connection::play_one(Action& action) {
    switch (action.kind) {
        case Action::Kind::send:
            output_ += action.bytes;
            return true;
        case Action::Kind::fill: {
            size_t count = std::min<uint64_t>(action.count, fill_step);
            for (size_t i = 0; i < count; ++i) {
                output_ += pattern(action.position + i);
            }
            action.position += count;
            action.count -= count;
            return action.count == 0;
        }
        case Action::Kind::pause:
            waiting_ = true;
            server_.wake_at(std::chrono::steady_clock::now() + action.time, descriptor_, number_);
            return true;
        case Action::Kind::close:
            finished_ = true;
            return true;
        case Action::Kind::reset: {
            linger hard{.l_onoff = 1, .l_linger = 0};
            setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
            finished_ = true;
            return true;
        }
        case Action::Kind::tunnel:
            open_tunnel(action.bytes);
            return true;
    }
    return true;
}

Connection* Connection::peer() {
    return peer_descriptor_ < 0 ? nullptr : server_.find(peer_descriptor_, peer_number_);
}

void Connection::join(int descriptor, uint64_t number) {
    peer_descriptor_ = descriptor;
    peer_number_ = number;
}

void Connection::take_from_peer(std::string bytes) {
    output_ += bytes;
    (void)flush();
    watch();
}

void Connection::peer_is_gone() {
    (void)flush();
    finished_ = true;
    shutdown(descriptor_, SHUT_RDWR);  // the event that follows drops it
}

/// `127.0.0.1:PORT`, or a name, which always leads to loopback.
void Connection::open_tunnel(const std::string& target) {
    auto port = static_cast<uint16_t>(to_number(std::string_view(target).substr(target.rfind(':') + 1), 0));
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(descriptor);
        output_ += "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
        return;
    }
    auto other = std::make_unique<Connection>(server_, descriptor, server_.next_number());
    other->join(descriptor_, number_);
    join(descriptor, other->number());
    output_ += "HTTP/1.1 200 Connection established\r\n\r\n";
    server_.adopt(std::move(other));
}

}  // namespace aiorun::test_server
