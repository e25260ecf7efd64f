// ChildTasks: the branches of one construct. Starts them in order, at most `limit` alive at once.
#pragma once

#include <memory>

#include "runtime/branch_source.hpp"
#include "runtime/task.hpp"

namespace aiorun::runtime {

/// Whether the results of branches are collected. Where nobody can see them, memory does not grow with their number.
enum class Results : uint8_t { kept, dropped };

class ChildTasks {
  public:
    /// Tasks that are alive are put into `alive`, in order of creation.
    ChildTasks(Loop& loop, std::unique_ptr<BranchSource> source, size_t limit, SiblingList& alive)
        : loop_(loop), source_(std::move(source)), alive_(alive), count_(source_->count()), limit_(limit) {}

    /// Starts the first ones.
    void start(TaskOwner& owner);
    /// Starts the next one; null when there is none left.
    Task* start_next(TaskOwner& owner);

    /// No more will be started: lets go of the names that were copied for them.
    void close() noexcept { source_ = nullptr; }

    [[nodiscard]] size_t count() const noexcept { return count_; }
    [[nodiscard]] size_t started() const noexcept { return started_; }
    [[nodiscard]] bool is_limited() const noexcept { return limit_ < count_; }

  private:
    Loop& loop_;
    std::unique_ptr<BranchSource> source_;
    SiblingList& alive_;
    size_t count_;
    size_t limit_;
    size_t started_ = 0;
    uint64_t parent_id_ = 0;
};

/// Requests the cancellation of all tasks of a list, in order; whether there was any.
bool cancel_all(SiblingList& tasks);

/// The first tasks of a list, for WaitDescription::holders.
[[nodiscard]] std::vector<const Task*> to_holders(SiblingList& tasks);

}  // namespace aiorun::runtime
