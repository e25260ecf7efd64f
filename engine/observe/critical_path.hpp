// CriticalPath: follows the causes of all waits of a run, and says which chain of them led to its end.
#pragma once

#include <unordered_map>

#include "observe/path.hpp"

namespace aiorun::observe {

class CriticalPath final : public runtime::Observer {
  public:
    explicit CriticalPath(runtime::Loop& loop) : loop_(loop) {}

    void task_created(const runtime::Task& task) override;
    void task_ended(const runtime::Task& task) override;
    void wait_began(const runtime::Task& task, const runtime::Wait& wait) override;
    void wait_woken(const runtime::Task& task, const runtime::Wait& wait, const runtime::Task* waker) override;
    void wait_ended(const runtime::Task& task) override;

    /// That led to the end of the first task, which is main's; to now, when it has not ended.
    [[nodiscard]] std::vector<PathLink> links() const;
    [[nodiscard]] bool is_cut() const { return Path::is_cut(end_); }

  private:
    struct TaskState {
        value::Reference<Path> path;
        value::Reference<Path> waker;  ///< of what woke it
        bool was_woken_by_task = false;
        runtime::WaitKind kind = runtime::WaitKind::other;
        std::string subject{};
        runtime::Time began{0};
        value::Reference<Path> child_path;
        runtime::Time child_end{-1};
    };

    runtime::Loop& loop_;
    std::unordered_map<uint64_t, TaskState> tasks_;
    value::Reference<Path> last_ended_;  ///< of any task
    runtime::Time last_end_{-1};
    value::Reference<Path> end_;
    uint64_t main_ = 0;
};

}  // namespace aiorun::observe
