// ObserverWithout: keeps a task of the runtime's own from whoever looks at the tasks of a workflow.
#pragma once

#include "runtime/loop.hpp"
#include "runtime/observer.hpp"

namespace aiorun::runtime {

/// As long as it lives, the loop's observer hears nothing of `hidden`, which has no steps, no transfers and wakes nobody.
class ObserverWithout final : private Observer {
  public:
    /// Borrows both. `hidden` was made while nobody looked.
    ObserverWithout(Loop& loop, Observer* observer, const Task& hidden) : loop_(loop), inner_(observer), hidden_(hidden) {
        loop.set_observer(observer == nullptr ? nullptr : this);
    }
    ~ObserverWithout() override { loop_.set_observer(inner_); }
    ObserverWithout(const ObserverWithout&) = delete;
    ObserverWithout& operator=(const ObserverWithout&) = delete;

  private:
    [[nodiscard]] bool shows(const Task& task) const noexcept { return &task != &hidden_; }

    void task_created(const Task& task) override { inner_->task_created(task); }
    void task_ended(const Task& task) override {
        if (shows(task)) {
            inner_->task_ended(task);
        }
    }
    void task_cancel_requested(const Task& task) override {
        if (shows(task)) {
            inner_->task_cancel_requested(task);
        }
    }
    void wait_began(const Task& task, const Wait& wait) override {
        if (shows(task)) {
            inner_->wait_began(task, wait);
        }
    }
    void wait_woken(const Task& task, const Wait& wait, const Task* waker) override {
        if (shows(task)) {
            inner_->wait_woken(task, wait, waker);
        }
    }
    void wait_ended(const Task& task) override {
        if (shows(task)) {
            inner_->wait_ended(task);
        }
    }
    void step_began(const Task& task, const StepInfo& step) override { inner_->step_began(task, step); }
    void step_ended(const Task& task, const StepInfo& step, const Completion& completion, StepRun run) override {
        inner_->step_ended(task, step, completion, run);
    }
    void operation_began(const Task& task, const Operation& operation) override { inner_->operation_began(task, operation); }
    void operation_ended(const Task& task, const Operation& operation, const OperationEnd& end) override {
        inner_->operation_ended(task, operation, end);
    }
    void attempt_failed(const Task& task, const FailedAttempt& attempt) override { inner_->attempt_failed(task, attempt); }
    void line_written(const Task& task, LineKind kind, std::string_view line) override { inner_->line_written(task, kind, line); }

    Loop& loop_;
    Observer* inner_;
    const Task& hidden_;
};

}  // namespace aiorun::runtime
