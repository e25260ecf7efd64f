#include "runtime/lock.hpp"

#include <array>

namespace aiorun::runtime {

class Lock::AcquireWait final : public Waiter {
  public:
    AcquireWait(Task& task, Lock& lock) : Waiter(task), lock_(lock) {
        lock_.waiters_.push_back(*this);
        ++lock_.not_cancelled_;
    }
    ~AcquireWait() {
        if (state() != State::cancelled) {
            --lock_.not_cancelled_;
        }
    }
    bool cancel() override {
        if (!Waiter::cancel()) {
            return false;
        }
        --lock_.not_cancelled_;
        return true;
    }
    [[nodiscard]] WaitSubject subject() const noexcept override { return {WaitKind::lock, lock_.name()}; }
    [[nodiscard]] std::vector<const Task*> holders() const override {
        return lock_.holder_ && !lock_.holder_->done() ? std::vector<const Task*>{lock_.holder_.get()}
                                                       : std::vector<const Task*>();
    }

  private:
    Lock& lock_;
};

void Lock::take(Task& task) noexcept {
    locked_ = true;
    holder_ = TaskReference(&task);
}

bool Lock::try_acquire(Task& task) noexcept {
    if (locked_ || not_cancelled_ > 0) {
        return false;
    }
    take(task);
    return true;
}

Coro<Wakeup> Lock::acquire(Task& task) {
    if (try_acquire(task)) {
        co_return Wakeup::normal;
    }
    Wakeup wakeup;
    {
        AcquireWait wait(task, *this);
        wakeup = co_await wait;
    }
    if (wakeup == Wakeup::cancelled) {
        // It may have been woken for nothing: the next one has to get its chance (bpo-27585, bpo-32734).
        if (!locked_) {
            wake_first();
        }
        co_return wakeup;
    }
    take(task);
    co_return wakeup;
}

bool Lock::release() {
    if (!locked_) {
        return false;
    }
    locked_ = false;
    holder_ = nullptr;
    wake_first();
    return true;
}

/// Only the very first: one that is woken or cancelled already will pass it on when it runs.
void Lock::wake_first() {
    if (Waiter* first = waiters_.first()) {
        first->wake();
    }
}

std::optional<Value> Lock::field(std::string_view name) const {
    if (name == "locked") {
        return Value(locked_);
    }
    return std::nullopt;
}

std::span<const std::string_view> Lock::field_names() const {
    static constexpr std::array<std::string_view, 1> names{"locked"};
    return names;
}

}  // namespace aiorun::runtime
