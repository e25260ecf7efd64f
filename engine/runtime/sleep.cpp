#include "runtime/sleep.hpp"

#include "runtime/observer.hpp"

namespace aiorun::runtime {
namespace {

Completion completion_of(Wakeup wakeup) {
    return wakeup == Wakeup::cancelled ? Completion::cancelled() : Completion();
}

class SleepLeaf final : public Leaf<Completion>, public Timer {
  public:
    SleepLeaf(Task& self, Duration duration) : task_(self) {
        Loop& loop = self.loop();
        loop.set_timer(*this, deadline(loop.now(), duration));
    }
    void await_suspend(std::coroutine_handle<> caller) override { task_.suspend(caller, *this); }
    Completion await_resume() override {
        bool delivered = task_.take_delivery();
        return completion_of(delivered || state_ == Waiter::State::cancelled ? Wakeup::cancelled : Wakeup::normal);
    }
    bool cancel() override { return end(Waiter::State::cancelled); }
    [[nodiscard]] WaitSubject subject() const noexcept override { return {WaitKind::sleep}; }

  private:
    void run() override {
        if (Observer* observer = task_.loop().observer(); observer != nullptr && state_ == Waiter::State::pending) {
            observer->wait_woken(task_, *this, nullptr);
        }
        end(Waiter::State::woken);
    }
    bool end(Waiter::State state) {
        if (state_ != Waiter::State::pending) {
            return false;
        }
        state_ = state;
        task_.schedule();
        return true;
    }

    Waiter::State state_ = Waiter::State::pending;
    Task& task_;
};

/// A Yield. The task is ready at once, so as a wait it is never seen.
class YieldLeaf final : public Leaf<Completion> {
  public:
    explicit YieldLeaf(Task& self) : yield_(self) {}
    void await_suspend(std::coroutine_handle<> caller) override { yield_.await_suspend(caller); }
    Completion await_resume() override { return completion_of(yield_.await_resume()); }
    bool cancel() override { return false; }
    [[nodiscard]] WaitSubject subject() const noexcept override { return {}; }

  private:
    Yield yield_;
};

}  // namespace

Coro<Completion> sleep(Task& self, Duration duration) {
    std::unique_ptr<Leaf<Completion>> leaf;
    if (duration > Duration(0)) {
        leaf = std::make_unique<SleepLeaf>(self, duration);
    } else {
        leaf = std::make_unique<YieldLeaf>(self);
    }
    return leaf;
}

}  // namespace aiorun::runtime
