#include "runtime/task_group.hpp"

namespace aiorun::runtime {

/// asyncio's _on_completed_fut.
class TaskGroup::CompletedWait final : public Waiter {
  public:
    CompletedWait(Task& task, TaskGroup& group) : Waiter(task), group_(group) {}
    [[nodiscard]] WaitSubject subject() const noexcept override { return {WaitKind::task_group, {}}; }
    [[nodiscard]] std::vector<const Task*> holders() const override { return to_holders(group_.alive_); }

  private:
    TaskGroup& group_;
};

Coro<Completion> TaskGroup::run(Task& parent, value::Reference<TaskGroup> group, std::unique_ptr<BranchSource> source,
                                size_t limit, Results kept) {
    group->kept_ = kept;
    group->branches_ = std::make_unique<ChildTasks>(parent.loop(), std::move(source), limit, group->alive_);
    group->unfinished_ = std::min(limit, group->branches_->count());
    group->branches_->start(*group);
    Completion end = co_await group->leave(Completion());
    if (!end.is_normal()) {
        co_return end;
    }
    if (kept == Results::dropped) {
        co_return Completion();
    }
    group->results_.resize(group->branches_->count());
    co_return value::make_list(std::move(group->results_));
}

std::optional<std::string_view> TaskGroup::refusal() const noexcept {
    if (exiting_ && unfinished_ == 0) {
        return "the task_group is finished";
    }
    if (aborting_) {
        return "the task_group is shutting down";
    }
    return std::nullopt;
}

TaskReference TaskGroup::create_task(TaskStart start) {
    TaskReference task = Task::create(loop_, std::move(start), value::Reference<TaskOwner>(this));
    alive_.push_back(*task);
    ++unfinished_;
    return task;
}

Coro<Completion> TaskGroup::leave(Completion body) {
    exiting_ = true;
    bool propagate_cancellation = body.is_cancelled();
    if (body.is_raised() && !aborting_) {
        abort();
    }
    while (unfinished_ > 0) {
        CompletedWait wait(parent_, *this);
        wait_ = &wait;
        Wakeup wakeup = co_await wait;
        wait_ = nullptr;
        if (wakeup == Wakeup::cancelled && !aborting_) {
            propagate_cancellation = true;
            abort();
        }
    }
    co_return conclude(std::move(body), propagate_cancellation);
}

Completion TaskGroup::conclude(Completion body, bool propagate_cancellation) {
    if (parent_cancel_requested_ && parent_.uncancel() == 0) {
        propagate_cancellation = false;
    }
    if (propagate_cancellation && errors_.empty()) {
        if (cut_off_) {
            return Completion::raised(std::move(cut_off_));
        }
        return body.is_cancelled() ? std::move(body) : Completion::cancelled();
    }
    if (body.is_raised() && !body.is_cancelled()) {
        errors_.push_back(body.error_reference());
    }
    if (errors_.empty()) {
        return body;
    }
    if (parent_.cancelling() > 0) {
        // The count of requests stays as it is, and the request is delivered anew (gh-116720).
        parent_.uncancel();
        parent_.cancel();
    }
    ErrorReference group = value::make_group("unhandled errors in a TaskGroup", std::move(errors_));
    group->repeatable = !cut_off_;
    return Completion::raised(std::move(group));
}

void TaskGroup::abort() {
    aborting_ = true;
    if (branches_ != nullptr) {
        branches_->close();  // their names hold this group, which would never go
    }
    cancel_all(alive_);
}

/// TaskGroup._on_task_done.
void TaskGroup::child_done(Task& task) {
    bool is_branch = task.index() != TaskStart::no_index;
    if (is_branch && !task.failed() && !aborting_ && branches_->start_next(*this) != nullptr) {
        ++unfinished_;
    }
    if (--unfinished_ == 0 && wait_ != nullptr) {
        wait_->wake();
    }
    if (is_branch && kept_ == Results::kept && !task.failed() && !task.cancelled()) {
        if (results_.size() <= task.index()) {
            results_.reserve(branches_->count());  // pages that are not written to cost nothing
            results_.resize(task.index() + 1);
        }
        results_[task.index()] = task.result();
    }
    if (task.failed()) {
        note_failure(task);
    } else if (task.cancelled() && !task.result().as_failure().repeatable) {
        cut_off_ = ErrorReference(&task.result().as_failure());
    }
}

void TaskGroup::note_failure(Task& task) {
    task.mark_retrieved();
    errors_.push_back(ErrorReference(&task.result().as_failure()));
    if (!aborting_ && !parent_cancel_requested_) {
        abort();
        parent_cancel_requested_ = true;
        parent_.cancel();
    }
}

}  // namespace aiorun::runtime
