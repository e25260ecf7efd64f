#include "runtime/rate_limit.hpp"

#include <algorithm>

namespace aiorun::runtime {

class RateLimit::PlaceWait final : public Waiter {
  public:
    PlaceWait(Task& task, RateLimit& limit) : Waiter(task), limit_(limit) { limit.waiters_.push_back(*this); }
    bool cancel() override {
        if (!Waiter::cancel()) {
            return false;
        }
        unlink();
        limit_.set_timer(task().loop());
        return true;
    }
    [[nodiscard]] WaitSubject subject() const noexcept override { return {WaitKind::rate_limit, limit_.name()}; }

  private:
    RateLimit& limit_;
};

/// Longer than any run, and short enough for sums of a few.
constexpr Duration longest = std::chrono::hours(24 * 365 * 50);

RateLimit::RateLimit(std::string name, Duration interval, int64_t burst)
    : SharedObject(std::move(name)),
      interval_(std::min(interval, longest)),
      early_(burst - 1 > longest / interval_ ? longest : interval_ * (burst - 1)) {}

/// The generic cell rate algorithm: a place is free when it comes no more than burst - 1 intervals early.
bool RateLimit::take_now(Time now) noexcept {
    Time start = std::max(next_, now);
    if (start - now > early_) {
        return false;
    }
    next_ = start + interval_;
    return true;
}

Coro<Wakeup> RateLimit::acquire(Task& task) {
    if (waiters_.empty() && take_now(task.loop().now())) {
        co_return Wakeup::normal;
    }
    PlaceWait wait(task, *this);
    set_timer(task.loop());
    Wakeup wakeup = co_await wait;
    if (wakeup == Wakeup::cancelled && wait.state() == Waiter::State::woken) {
        next_ -= interval_;  // the place was given and is not used: it is the next one's
        set_timer(task.loop());
    }
    co_return wakeup;
}

void RateLimit::give() {
    Loop& loop = waiters_.front().task().loop();
    while (!waiters_.empty() && take_now(loop.now())) {
        waiters_.pop_front().wake();
    }
    set_timer(loop);
}

void RateLimit::set_timer(Loop& loop) {
    if (waiters_.empty()) {
        loop.cancel_timer(timer_);
    } else {
        loop.set_timer(timer_, next_ - early_);
    }
}

}  // namespace aiorun::runtime
