// `await:`: the result of a task, or of several (asyncio.gather of handles).
#include "runtime/await_all.hpp"
#include "runtime/join.hpp"
#include "steps/actions.hpp"
#include "steps/handles.hpp"
#include "steps/run.hpp"
#include "steps/step_reader.hpp"

namespace aiorun::steps {
namespace {

class Await final : public WaitingAction {
  public:
    explicit Await(Handles handles) : handles_(std::move(handles)) {}

    Coro<Completion> run(Frame& frame) const override {
        Evaluated<Handles::Found> found = handles_.evaluate(frame);
        if (!found) {
            co_return Completion::raised(found.error());
        }
        runtime::Task& task = frame.task();
        if (found->is_list) {
            co_return co_await runtime::await_all(task, std::move(found->tasks));
        }
        runtime::Join join(task, found->tasks[0]);
        co_return co_await join;
    }

  private:
    Handles handles_;
};

ActionPointer read(const StepNode& step, Context& context) {
    return std::make_unique<Await>(Handles::read(step.value(), context));
}

}  // namespace

const ActionSpec await_action{
    .name = "await",
    .doc = "Waits for a spawned task, or a list of them, and raises what it raised. Cancelling who waits cancels the "
           "task.",
    .shape = Shape::handles,
    .read = read,
    .result = "the task's value, or the list of values",
};

}  // namespace aiorun::steps
