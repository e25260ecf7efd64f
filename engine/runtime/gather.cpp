#include "runtime/gather.hpp"

namespace aiorun::runtime {

/// asyncio's _GatheringFuture: to cancel it is to cancel the branches; it is over when they are.
class Gather::GatherWait final : public Waiter {
  public:
    GatherWait(Task& task, Gather& gather) : Waiter(task), gather_(gather) {}
    bool forward_cancel(std::vector<Task*>& to) override {
        SiblingList& alive = gather_.alive_;
        for (Task* branch = is_pending() ? alive.first() : nullptr; branch != nullptr; branch = alive.next(*branch)) {
            to.push_back(branch);
            gather_.cancel_requested_ = true;
        }
        return true;
    }
    [[nodiscard]] WaitSubject subject() const noexcept override { return {WaitKind::gather, {}}; }
    [[nodiscard]] std::vector<const Task*> holders() const override { return to_holders(gather_.alive_); }

  private:
    Gather& gather_;
};

Coro<Completion> Gather::run(Task& task, std::unique_ptr<BranchSource> source, size_t limit, Wanted wanted) {
    if (source->count() == 0) {
        co_return value::make_list({});
    }
    auto gather = value::make_counted<Gather>(task.loop(), std::move(source), limit, wanted);
    gather->children_.start(*gather);
    GatherWait wait(task, *gather);
    gather->wait_ = &wait;
    Wakeup wakeup = co_await wait;
    gather->wait_ = nullptr;
    if (wakeup == Wakeup::cancelled) {
        co_return Completion::cancelled();
    }
    co_return std::move(gather->outcome_);
}

void Gather::child_done(Task& task) {
    --left_;
    task.mark_retrieved();
    if (!cancel_requested_) {
        children_.start_next(*this);
    }
    if (over_) {
        return;
    }
    bool failed = task.failed() || task.cancelled();
    if (wanted_.results == Results::kept) {
        keep(task);
    }
    if (failed && wanted_.failures == Failures::raised) {
        end(task.result());
    } else if (cancel_requested_ && (children_.is_limited() ? alive_.empty() : left_ == 0)) {
        end(Completion::cancelled());
    } else if (left_ == 0) {
        end(wanted_.results == Results::kept ? Completion(value::make_list(std::move(results_))) : Completion());
    }
}

void Gather::keep(const Task& task) {
    if (results_.size() <= task.index()) {
        results_.reserve(children_.count());  // pages that are not written to cost nothing
        results_.resize(task.index() + 1);
    }
    results_[task.index()] = task.result();
}

void Gather::end(Completion completion) {
    over_ = true;
    outcome_ = std::move(completion);
    wait_->wake();
}

}  // namespace aiorun::runtime
