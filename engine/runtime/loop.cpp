#include "runtime/loop.hpp"

#include <algorithm>
#include <optional>

#include "runtime/task.hpp"

namespace aiorun::runtime {

Loop::Loop(Clock& clock) : clock_(clock) {}
Loop::~Loop() = default;

LoopEnd Loop::run() {
    stopping_ = false;
    while (!stopping_) {
        ++turn_;
        if (wait() == Idle::deadlock) {
            return LoopEnd::deadlock;
        }
        timers_.take_due(now(), ready_);
        run_ready();
    }
    return LoopEnd::stopped;
}

void Loop::drop_ready() {
    while (!ready_.empty()) {
        ready_.pop_front().drop();
    }
}

Loop::Idle Loop::wait() {
    if (ready_.empty()) {
        return wait_idle();
    }
    if (reactor_.has_descriptors()) {
        reactor_.poll(Duration(0));
    }
    return Idle::waited;
}

/// Nothing is ready: wait for the next timer or for I/O, whichever comes first.
Loop::Idle Loop::wait_idle() {
    std::optional<Time> next = timers_.next();
    if (!next && operations_ == 0) {
        return Idle::deadlock;
    }
    std::optional<Duration> wait;
    if (next) {
        wait = std::max(*next - now(), Duration(0));
    }
    if (idle_hook_ != nullptr && (!clock_.is_virtual() || operations_ > 0)) {
        idle_hook_->before_wait();
        if (stopping_ || !ready_.empty()) {
            return Idle::waited;
        }
    }
    if (!clock_.is_virtual()) {
        reactor_.poll(wait);
        return Idle::waited;
    }
    if (operations_ == 0) {
        clock_.advance(*wait);
        return Idle::waited;
    }
    // Effects are real also in virtual time: while one is in flight, virtual time passes as real time does.
    auto begin = std::chrono::steady_clock::now();
    reactor_.poll(wait);
    Duration passed = std::chrono::steady_clock::now() - begin;
    clock_.advance(wait ? std::min(passed, *wait) : passed);
    return Idle::waited;
}

/// Runs what is ready now; what is queued meanwhile runs in the next turn.
void Loop::run_ready() {
    batch_.splice_back(ready_);
    while (!batch_.empty()) {
        batch_.pop_front().run();
    }
}

}  // namespace aiorun::runtime
