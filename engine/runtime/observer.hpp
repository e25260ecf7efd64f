// Observer: who is told what happens in the runtime. Traces, reports and progress are made of it. It may look, never act.
#pragma once

#include <string_view>

#include "runtime/completion.hpp"

namespace aiorun::runtime {

class Task;
class Wait;
struct StepInfo;

class Observer {
  public:
    virtual ~Observer() = default;
    virtual void task_created(const Task&) {}
    virtual void task_ended(const Task&) {}
    virtual void task_cancel_requested(const Task&) {}
    /// The task suspends itself on `wait`, and goes on after it.
    virtual void wait_began(const Task&, const Wait&) {}
    virtual void wait_ended(const Task&) {}
    virtual void step_began(const Task&, const StepInfo&) {}
    virtual void step_ended(const Task&, const StepInfo&, const Completion&) {}
};

}  // namespace aiorun::runtime
