#include "runtime/semaphore.hpp"

#include <array>

namespace aiorun::runtime {

class Semaphore::AcquireWait final : public Waiter {
  public:
    AcquireWait(Task& task, Semaphore& semaphore) : Waiter(task), semaphore_(semaphore) {
        semaphore_.pending_.push_back(*this);
    }
    bool cancel() override {
        if (!Waiter::cancel()) {
            return false;
        }
        unlink();
        return true;
    }
    [[nodiscard]] WaitSubject subject() const noexcept override { return {WaitKind::semaphore, semaphore_.name()}; }
    [[nodiscard]] std::vector<const Task*> holders() const override {
        std::vector<const Task*> holders;
        for (Hold* hold = semaphore_.holds_.first(); hold != nullptr && holders.size() < WaitDescription::most_holders;
             hold = semaphore_.holds_.next(*hold)) {
            holders.push_back(&hold->task());
        }
        return holders;
    }

  private:
    Semaphore& semaphore_;
};

bool Semaphore::try_acquire() noexcept {
    if (locked()) {
        return false;
    }
    --value_;
    return true;
}

Coro<Wakeup> Semaphore::acquire(Task& task) {
    if (try_acquire()) {
        co_return Wakeup::normal;
    }
    AcquireWait wait(task, *this);
    Wakeup wakeup = co_await wait;
    if (wait.state() == Waiter::State::woken) {
        --woken_;
        if (wakeup == Wakeup::cancelled) {
            ++value_;  // it had been given a place that it cannot take (gh-90155)
        }
    }
    while (value_ > 0 && wake_next()) {
    }
    co_return wakeup;
}

bool Semaphore::release() {
    if (bound_ == Bound::bounded && value_ >= initial_) {
        return false;
    }
    ++value_;
    wake_next();
    return true;
}

bool Semaphore::wake_next() {
    if (pending_.empty()) {
        return false;
    }
    --value_;
    ++woken_;
    pending_.pop_front().wake();
    return true;
}

std::optional<Value> Semaphore::field(std::string_view name) const {
    if (name == "value") {
        return Value(value_);
    }
    if (name == "locked") {
        return Value(locked());
    }
    return std::nullopt;
}

std::span<const std::string_view> Semaphore::field_names() const {
    static constexpr std::array<std::string_view, 2> names{"value", "locked"};
    return names;
}

}  // namespace aiorun::runtime
