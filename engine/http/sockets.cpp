#include "http/sockets.hpp"

#include <sys/epoll.h>

#include <cerrno>

#include "http/shard.hpp"

namespace aiorun::http {

class Sockets::Record final : public runtime::IoHandler {
  public:
    Record(runtime::Reactor& reactor, int descriptor) : reactor_(reactor), descriptor_(descriptor) {}
    ~Record() { unregister(); }

    void opened() {
        unregister();
        wanted_ = 0;
        ours_ = true;
    }

    void closed() noexcept {
        unregister();
        wanted_ = 0;
        ours_ = false;
    }

    void want(uint32_t events, Shard& shard) {
        shard_ = &shard;
        wanted_ = events;
        if (events == 0) {
            // The resolver's descriptors are closed without a word: only our own sockets may stay registered.
            if (!ours_) {
                unregister();
            }
        } else if (events != registered_) {
            enroll(events);
        }
    }

    void on_io(uint32_t events) override {
        if (wanted_ == 0) {
            unregister();  // idle or paused: not to be told again and again
            return;
        }
        // What is broken shows when libcurl reads or writes, whichever it waits for.
        bool broken = (events & (EPOLLERR | EPOLLHUP)) != 0;
        int mask = ((wanted_ & EPOLLIN) != 0 && (broken || (events & EPOLLIN) != 0) ? CURL_CSELECT_IN : 0) |
                   ((wanted_ & EPOLLOUT) != 0 && (broken || (events & EPOLLOUT) != 0) ? CURL_CSELECT_OUT : 0);
        // None of what is wanted: the event was fetched before libcurl changed its mind.
        if (mask != 0) {
            shard_->on_socket(descriptor_, mask);
        }
    }

  private:
    void enroll(uint32_t events) {
        bool done = registered_ != 0 && reactor_.modify(descriptor_, events, *this);
        if (registered_ != 0 && !done) {
            unregister();  // the kernel has forgotten it, as it was closed
        }
        done = done || reactor_.add(descriptor_, events, *this) ||
               (errno == EEXIST && reactor_.modify(descriptor_, events, *this));
        registered_ = done ? events : 0;
    }

    void unregister() noexcept {
        if (registered_ != 0) {
            reactor_.remove(descriptor_, *this);
            registered_ = 0;
        }
    }

    runtime::Reactor& reactor_;
    Shard* shard_ = nullptr;
    int descriptor_;
    uint32_t wanted_ = 0;
    uint32_t registered_ = 0;
    bool ours_ = false;
};

Sockets::Sockets(runtime::Reactor& reactor) : reactor_(reactor) {}

Sockets::~Sockets() = default;

Sockets::Record& Sockets::record(int descriptor) {
    auto index = static_cast<size_t>(descriptor);
    if (index >= records_.size()) {
        records_.resize(index + 1);
    }
    if (!records_[index]) {
        records_[index] = std::make_unique<Record>(reactor_, descriptor);
    }
    return *records_[index];
}

void Sockets::opened(int descriptor) {
    record(descriptor).opened();
}

void Sockets::closed(int descriptor) noexcept {
    auto index = static_cast<size_t>(descriptor);
    if (index < records_.size() && records_[index]) {
        records_[index]->closed();
    }
}

void Sockets::want(int descriptor, uint32_t events, Shard& shard) {
    record(descriptor).want(events, shard);
}

}  // namespace aiorun::http
