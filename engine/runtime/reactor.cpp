#include "runtime/reactor.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace aiorun::runtime {

struct Reactor::Fetched {
    std::array<epoll_event, batch> events;
    int count = 0;
};

Reactor::Reactor() : epoll_(epoll_create1(EPOLL_CLOEXEC)) {}

Reactor::~Reactor() {
    if (epoll_ >= 0) {
        close(epoll_);
    }
}

bool Reactor::add(int descriptor, uint32_t events, IoHandler& handler) {
    epoll_event event{.events = events, .data = {.ptr = &handler}};
    if (epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) != 0) {
        return false;
    }
    ++descriptors_;
    return true;
}

bool Reactor::modify(int descriptor, uint32_t events, IoHandler& handler) {
    epoll_event event{.events = events, .data = {.ptr = &handler}};
    return epoll_ctl(epoll_, EPOLL_CTL_MOD, descriptor, &event) == 0;
}

void Reactor::remove(int descriptor, IoHandler& handler) noexcept {
    // A closed descriptor has left epoll by itself; the count goes down all the same.
    epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, nullptr);
    --descriptors_;
    for (int i = 0; fetched_ != nullptr && i < fetched_->count; ++i) {
        epoll_event& event = fetched_->events[static_cast<size_t>(i)];
        if (event.data.ptr == &handler) {
            event.data.ptr = nullptr;
        }
    }
}

void Reactor::poll(std::optional<Duration> timeout) {
    int milliseconds = -1;
    if (timeout) {
        // Rounded up: waking early would only mean to wait again.
        auto up = std::chrono::ceil<std::chrono::milliseconds>(std::max(*timeout, Duration(0))).count();
        milliseconds = static_cast<int>(std::min<int64_t>(up, 3'600'000));
    }
    Fetched fetched;
    fetched.count = std::max(epoll_wait(epoll_, fetched.events.data(), batch, milliseconds), 0);
    fetched_ = &fetched;
    for (int i = 0; i < fetched.count; ++i) {
        epoll_event& event = fetched.events[static_cast<size_t>(i)];
        if (event.data.ptr != nullptr) {
            static_cast<IoHandler*>(event.data.ptr)->on_io(event.events);
        }
    }
    fetched_ = nullptr;
}

}  // namespace aiorun::runtime
