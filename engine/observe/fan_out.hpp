// FanOut: an observer that tells several others, in the order in which they were added.
#pragma once

#include <vector>

#include "runtime/observer.hpp"

namespace aiorun::observe {

class FanOut final : public runtime::Observer {
  public:
    /// Borrows it as long as the run lasts.
    void add(runtime::Observer& observer) { observers_.push_back(&observer); }
    [[nodiscard]] bool empty() const noexcept { return observers_.empty(); }
    /// Who is to be told: null for nobody, and a sole observer without the detour, which is felt in a run of many short tasks.
    [[nodiscard]] runtime::Observer* sole_or_all() noexcept {
        return observers_.empty() ? nullptr : observers_.size() == 1 ? observers_.front() : this;
    }

    void task_created(const runtime::Task& task) override;
    void task_ended(const runtime::Task& task) override;
    void task_cancel_requested(const runtime::Task& task) override;
    void wait_began(const runtime::Task& task, const runtime::Wait& wait) override;
    void wait_woken(const runtime::Task& task, const runtime::Wait& wait, const runtime::Task* waker) override;
    void wait_ended(const runtime::Task& task) override;
    void step_began(const runtime::Task& task, const runtime::StepInfo& step) override;
    void step_ended(const runtime::Task& task, const runtime::StepInfo& step, const runtime::Completion& completion,
                    runtime::StepRun run) override;
    void operation_began(const runtime::Task& task, const runtime::Operation& operation) override;
    void operation_ended(const runtime::Task& task, const runtime::Operation& operation,
                         const runtime::OperationEnd& end) override;
    void attempt_failed(const runtime::Task& task, const runtime::FailedAttempt& attempt) override;
    void line_written(const runtime::Task& task, runtime::LineKind kind, std::string_view line) override;

  private:
    std::vector<runtime::Observer*> observers_;
};

}  // namespace aiorun::observe
