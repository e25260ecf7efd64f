// asyncio.TaskGroup: the first failure cancels the others and the body; all are awaited; errors come as a group.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/child_tasks.hpp"

namespace aiorun::runtime {

class TaskGroup final : public TaskOwner {
  public:
    /// A group that `parent` enters.
    explicit TaskGroup(Task& parent) : parent_(parent), loop_(parent.loop()) {}

    /// The listed or generated form: starts the branches, waits for all, gives their results in order, or null when they
    /// are dropped; a branch that ended cancelled gives null.
    static Coro<Completion> run(Task& parent, value::Reference<TaskGroup> group, std::unique_ptr<BranchSource> source,
                                size_t limit, Results kept = Results::kept);

    /// Why create_task() would be refused now, or nothing.
    [[nodiscard]] std::optional<std::string_view> refusal() const noexcept;
    /// A task that the group awaits (TaskGroup.create_task). Only when there is no refusal.
    [[nodiscard]] TaskReference create_task(TaskStart start);
    /// TaskGroup.__aexit__: waits for all tasks. `body` is how the body ended; gives how the whole ends.
    Coro<Completion> leave(Completion body);

    void child_done(Task& task) override;
    [[nodiscard]] std::string_view kind() const noexcept override { return "task_group"; }
    [[nodiscard]] size_t branch_count() const noexcept override { return branches_ ? branches_->count() : 0; }

  private:
    class CompletedWait;
    void abort();
    void note_failure(Task& task);
    [[nodiscard]] Completion conclude(Completion body, bool propagate_cancellation);
    Task& parent_;
    Loop& loop_;
    SiblingList alive_;
    std::unique_ptr<ChildTasks> branches_;  // null in the body form
    Results kept_ = Results::kept;
    std::vector<Value> results_;
    std::vector<ErrorReference> errors_;
    ErrorReference cut_off_;  // of a task that was cancelled in the middle of what must not be repeated
    CompletedWait* wait_ = nullptr;
    size_t unfinished_ = 0;  // tasks whose end the group has not seen yet
    bool exiting_ = false;
    bool aborting_ = false;
    bool parent_cancel_requested_ = false;
};

}  // namespace aiorun::runtime
