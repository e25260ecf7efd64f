#include "runtime/shield.hpp"

namespace aiorun::runtime {
namespace {

/// The outer future of asyncio.shield, with its two callbacks, which run in turns of their own.
class ShieldWait final : public Waiter {
  public:
    ShieldWait(Task& self, TaskReference inner) : Waiter(self), inner_(std::move(inner)) {
        inner_->add_done_callback(inner_done_);
    }
    ~ShieldWait() {
        if (inner_done_.is_linked() && inner_->done()) {
            inner_->mark_retrieved();  // what the callback would have done
        }
    }
    bool cancel() override {
        if (!is_pending()) {
            return false;
        }
        task().loop().call_soon(outer_done_);
        return Waiter::cancel();
    }
    [[nodiscard]] WaitSubject subject() const noexcept override { return {WaitKind::shield, {}}; }
    [[nodiscard]] std::vector<const Task*> holders() const override { return {inner_.get()}; }
    [[nodiscard]] std::string shown_name() const override { return inner_->name(); }

  private:
    struct InnerDone final : Callback {
        explicit InnerDone(ShieldWait& shield) : wait(shield) {}
        void run() override {
            wait.inner_->mark_retrieved();
            if (!wait.is_pending()) {
                return;
            }
            if (wait.inner_->cancelled()) {
                wait.Waiter::cancel();
            } else {
                wait.wake();
            }
        }
        ShieldWait& wait;
    };
    struct OuterDone final : Callback {
        explicit OuterDone(ShieldWait& shield) : wait(shield) {}
        void run() override {
            // From here on nobody retrieves the inner task's error: it is reported when it fails.
            if (!wait.inner_->done()) {
                wait.inner_done_.unlink();
            }
        }
        ShieldWait& wait;
    };

    TaskReference inner_;
    InnerDone inner_done_{*this};
    OuterDone outer_done_{*this};
};

}  // namespace

Coro<Completion> shield(Task& self, TaskStart start) {
    TaskReference inner = Task::create(self.loop(), std::move(start));
    ShieldWait wait(self, inner);
    if (co_await wait == Wakeup::cancelled) {
        co_return Completion::cancelled();
    }
    co_return inner->outcome();
}

}  // namespace aiorun::runtime
