#include "runtime/loop.hpp"

#include <algorithm>
#include <optional>

#include "runtime/signals.hpp"
#include "runtime/task.hpp"

namespace aiorun::runtime {
namespace {

/// With no operation in flight, what may come is a signal or the end of an idle connection: a look now and then will do.
void look(Reactor& reactor, uint64_t turn) {
    constexpr uint64_t turns_between_looks = 64;
    if (reactor.has_descriptors() && (Signals::pending() || turn % turns_between_looks == 0)) {
        reactor.poll(Duration(0));
    }
}

}  // namespace

Loop::Loop(Clock& clock) : clock_(clock) {}
Loop::~Loop() = default;

LoopEnd Loop::run() {
    stopping_ = false;
    while (!stopping_) {
        ++turn_;
        if (wait() == Idle::deadlock) {
            return LoopEnd::deadlock;
        }
        take_due();
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
    if (operations_ > 0 && reactor_.has_descriptors()) {
        reactor_.poll(Duration(0));
    } else {
        look(reactor_, turn_);
    }
    return Idle::waited;
}

/// Nothing is ready: wait for the next timer or for I/O, whichever comes first.
Loop::Idle Loop::wait_idle() {
    if (clock_.is_virtual() && operations_ == 0) {
        look(reactor_, turn_);  // time that jumps leaves no other chance
        if (stopping_ || !ready_.empty()) {
            return Idle::waited;
        }
    }
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

void Loop::take_due() {
    if (tie_breaker_ == nullptr) {
        timers_.take_due(now(), ready_);
        return;
    }
    CallbackList due;
    timers_.take_due(now(), due);
    std::vector<Timer*> tied;  // of one instant
    while (!due.empty()) {
        tied.push_back(&static_cast<Timer&>(due.pop_front()));
        bool is_last = due.empty() || static_cast<Timer&>(due.front()).when() != tied.back()->when();
        while (is_last && !tied.empty()) {
            size_t next = tied.size() == 1 ? 0 : tie_breaker_->pick(tied.size());
            ready_.push_back(*tied[next]);
            tied.erase(tied.begin() + static_cast<std::ptrdiff_t>(next));
        }
    }
}

/// Runs what is ready now; what is queued meanwhile runs in the next turn.
void Loop::run_ready() {
    batch_.splice_back(ready_);
    while (!batch_.empty()) {
        batch_.pop_front().run();
    }
}

}  // namespace aiorun::runtime
