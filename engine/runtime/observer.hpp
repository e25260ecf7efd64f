// Observer: who is told what happens in a run. Traces, reports, plans and progress are made of it. It may look, never act.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/completion.hpp"
#include "runtime/operation.hpp"

namespace aiorun::runtime {

class Task;
class Wait;
struct StepInfo;

/// Whether the step of an end ran, or was skipped by its `if`.
enum class StepRun : uint8_t { ran, skipped };

class Observer {
  public:
    virtual ~Observer() = default;
    virtual void task_created(const Task&) {}
    virtual void task_ended(const Task&) {}
    virtual void task_cancel_requested(const Task&) {}
    /// The task suspends itself on `wait`; it was woken by the step of `waker` (null: a timer, I/O, the loop itself); and it
    /// goes on. A wait that ends by a cancellation, or the end of a task that is awaited, has no wait_woken.
    virtual void wait_began(const Task&, const Wait&) {}
    virtual void wait_woken(const Task&, const Wait&, const Task* /*waker*/) {}
    virtual void wait_ended(const Task&) {}
    /// Steps nest within their task. `skipped`: its `if` did not hold.
    virtual void step_began(const Task&, const StepInfo&) {}
    virtual void step_ended(const Task&, const StepInfo&, const Completion&, StepRun) {}
    /// Something outside was asked for, and its answer came. One task may have several (a stream that it reads while it
    /// fetches); they are told apart by Operation::id.
    virtual void operation_began(const Task&, const Operation&) {}
    virtual void operation_ended(const Task&, const Operation&, const OperationEnd&) {}
    /// An attempt of a `retry` failed, and another one follows.
    virtual void attempt_failed(const Task&, const FailedAttempt&) {}
    /// A line that the workflow printed or logged.
    virtual void line_written(const Task&, LineKind, std::string_view) {}
};

}  // namespace aiorun::runtime
