#include "observe/fan_out.hpp"

namespace aiorun::observe {

using runtime::Task;

void FanOut::task_created(const Task& task) {
    for (Observer* observer : observers_) {
        observer->task_created(task);
    }
}

void FanOut::task_ended(const Task& task) {
    for (Observer* observer : observers_) {
        observer->task_ended(task);
    }
}

void FanOut::task_cancel_requested(const Task& task) {
    for (Observer* observer : observers_) {
        observer->task_cancel_requested(task);
    }
}

void FanOut::wait_began(const Task& task, const runtime::Wait& wait) {
    for (Observer* observer : observers_) {
        observer->wait_began(task, wait);
    }
}

void FanOut::wait_woken(const Task& task, const runtime::Wait& wait, const Task* waker) {
    for (Observer* observer : observers_) {
        observer->wait_woken(task, wait, waker);
    }
}

void FanOut::wait_ended(const Task& task) {
    for (Observer* observer : observers_) {
        observer->wait_ended(task);
    }
}

void FanOut::step_began(const Task& task, const runtime::StepInfo& step) {
    for (Observer* observer : observers_) {
        observer->step_began(task, step);
    }
}

void FanOut::step_ended(const Task& task, const runtime::StepInfo& step, const runtime::Completion& completion,
                        runtime::StepRun run) {
    for (Observer* observer : observers_) {
        observer->step_ended(task, step, completion, run);
    }
}

void FanOut::operation_began(const Task& task, const runtime::Operation& operation) {
    for (Observer* observer : observers_) {
        observer->operation_began(task, operation);
    }
}

void FanOut::operation_ended(const Task& task, const runtime::Operation& operation, const runtime::OperationEnd& end) {
    for (Observer* observer : observers_) {
        observer->operation_ended(task, operation, end);
    }
}

void FanOut::attempt_failed(const Task& task, const runtime::FailedAttempt& attempt) {
    for (Observer* observer : observers_) {
        observer->attempt_failed(task, attempt);
    }
}

void FanOut::line_written(const Task& task, runtime::LineKind kind, std::string_view line) {
    for (Observer* observer : observers_) {
        observer->line_written(task, kind, line);
    }
}

}  // namespace aiorun::observe
