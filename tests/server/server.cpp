#include "tests/server/server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "tests/server/connection.hpp"

namespace aiorun::test_server {
namespace {

constexpr int backlog = 65535;

}  // namespace

Server::Server() : epoll_(epoll_create1(EPOLL_CLOEXEC)) {}

Server::~Server() = default;

uint16_t Server::listen_tcp(uint16_t port) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (bind(listener, reinterpret_cast<const sockaddr*>(&address), length) != 0 ||
        listen(listener, backlog) != 0 ||
        getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
        return 0;
    }
    epoll_event event{.events = EPOLLIN, .data = {.fd = listener}};
    epoll_ctl(epoll_, EPOLL_CTL_ADD, listener, &event);
    listeners_.push_back(listener);
    return ntohs(address.sin_port);
}

bool Server::listen_unix(const std::string& path) {
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    unlink(path.c_str());
    if (bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        listen(listener, backlog) != 0) {
        return false;
    }
    epoll_event event{.events = EPOLLIN, .data = {.fd = listener}};
    epoll_ctl(epoll_, EPOLL_CTL_ADD, listener, &event);
    listeners_.push_back(listener);
    return true;
}

void Server::run() {
    std::array<epoll_event, 512> events;
    while (true) {
        int timeout = run_timers();
        int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), timeout);
        for (int i = 0; i < count; ++i) {
            const epoll_event& event = events[static_cast<size_t>(i)];
            handle(event.data.fd, event.events);
        }
    }
}

/// Milliseconds until the next alarm, -1 for none.
int Server::run_timers() {
    while (!alarms_.empty()) {
        auto now = std::chrono::steady_clock::now();
        auto first = alarms_.begin();
        if (first->first > now) {
            return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(first->first - now).count());
        }
        Alarm alarm = first->second;
        alarms_.erase(first);
        if (Connection* connection = find(alarm.descriptor, alarm.number)) {
            connection->on_alarm();
            drop_finished(alarm.descriptor);
        }
    }
    return -1;
}

void Server::handle(int descriptor, uint32_t events) {
    if (std::find(listeners_.begin(), listeners_.end(), descriptor) != listeners_.end()) {
        accept_all(descriptor);
        return;
    }
    auto found = connections_.find(descriptor);
    if (found != connections_.end()) {
        found->second->on_events(events);
        drop_finished(descriptor);
    }
}

void Server::accept_all(int listener) {
    while (true) {
        int descriptor = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor < 0) {
            return;
        }
        int yes = 1;
        setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        ++state_.accepted;
        adopt(std::make_unique<Connection>(*this, descriptor, next_number()));
    }
}

void Server::adopt(std::unique_ptr<Connection> connection) {
    int descriptor = connection->descriptor();
    connections_[descriptor] = std::move(connection);
}

void Server::drop_finished(int descriptor) {
    auto found = connections_.find(descriptor);
    if (found != connections_.end() && found->second->finished()) {
        connections_.erase(found);
    }
}

Connection* Server::find(int descriptor, uint64_t number) {
    auto found = connections_.find(descriptor);
    return found == connections_.end() || found->second->number() != number ? nullptr : found->second.get();
}

void Server::wake_at(Time time, int descriptor, uint64_t number) {
    alarms_.emplace(time, Alarm{descriptor, number});
}

}  // namespace aiorun::test_server
