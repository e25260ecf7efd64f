#include "runtime/condition.hpp"

namespace aiorun::runtime {

class Condition::ConditionWait final : public Waiter {
  public:
    ConditionWait(Task& task, const Condition& condition) : Waiter(task), condition_(condition) {}
    bool cancel() override {
        if (!Waiter::cancel()) {
            return false;
        }
        unlink();
        return true;
    }
    [[nodiscard]] WaitSubject subject() const noexcept override { return {condition_.kind_, condition_.name()}; }

  private:
    const Condition& condition_;
};

/// The lock is taken again whatever happens; gives whether a cancellation came meanwhile.
Coro<Wakeup> Condition::reacquire(Task& task) {
    Wakeup result = Wakeup::normal;
    while (co_await lock_->acquire(task) == Wakeup::cancelled) {
        result = Wakeup::cancelled;
    }
    co_return result;
}

Coro<Wakeup> Condition::wait(Task& task) {
    (void)lock_->release();
    Wakeup wakeup;
    {
        ConditionWait wait(task, *this);
        pending_.push_back(wait);
        wakeup = co_await wait;
    }
    Wakeup again = co_await reacquire(task);
    if (wakeup == Wakeup::cancelled || again == Wakeup::cancelled) {
        // It may have been notified: another one gets the notification instead (gh-112202).
        notify(1);
        co_return Wakeup::cancelled;
    }
    co_return Wakeup::normal;
}

void Condition::notify(uint64_t count) {
    for (; count > 0 && !pending_.empty(); --count) {
        pending_.pop_front().wake();
    }
}

}  // namespace aiorun::runtime
