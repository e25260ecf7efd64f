// asyncio.as_completed: the branches' outcomes one by one, in the order in which they end.
#pragma once

#include <deque>
#include <memory>

#include "runtime/child_tasks.hpp"

namespace aiorun::runtime {

class AsCompleted final : public TaskOwner {
  public:
    AsCompleted(Loop& loop, std::unique_ptr<BranchSource> source, size_t limit)
        : children_(loop, std::move(source), limit, alive_) {}

    void start() { children_.start(*this); }
    [[nodiscard]] size_t count() const noexcept { return children_.count(); }
    /// The outcome of the next branch that ends; call it count() times at most.
    Coro<Completion> next(Task& task);

    void child_done(Task& task) override;
    [[nodiscard]] std::string_view kind() const noexcept override { return "as_completed"; }
    [[nodiscard]] size_t branch_count() const noexcept override { return children_.count(); }

  private:
    class NextWait;

    SiblingList alive_;
    ChildTasks children_;
    std::deque<TaskReference> done_;
    NextWait* wait_ = nullptr;
};

}  // namespace aiorun::runtime
