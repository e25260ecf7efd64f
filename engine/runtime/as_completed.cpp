#include "runtime/as_completed.hpp"

namespace aiorun::runtime {

class AsCompleted::NextWait final : public Waiter {
  public:
    NextWait(Task& task, AsCompleted& all) : Waiter(task), all_(all) {}
    [[nodiscard]] WaitSubject subject() const noexcept override { return {WaitKind::as_completed, {}}; }
    [[nodiscard]] std::vector<const Task*> holders() const override { return to_holders(all_.alive_); }

  private:
    AsCompleted& all_;
};

Coro<Completion> AsCompleted::next(Task& task) {
    while (done_.empty()) {
        NextWait wait(task, *this);
        wait_ = &wait;
        Wakeup wakeup = co_await wait;
        wait_ = nullptr;
        if (wakeup == Wakeup::cancelled) {
            co_return Completion::cancelled();
        }
    }
    TaskReference ended = std::move(done_.front());
    done_.pop_front();
    co_return ended->outcome();
}

void AsCompleted::child_done(Task& task) {
    children_.start_next(*this);
    done_.emplace_back(&task);
    if (wait_ != nullptr) {
        wait_->wake();
    }
}

}  // namespace aiorun::runtime
