// `cancel:`: asyncio.Task.cancel.
#include "steps/actions.hpp"
#include "steps/handles.hpp"
#include "steps/run.hpp"
#include "steps/step_reader.hpp"

namespace aiorun::steps {
namespace {

class Cancel final : public ImmediateAction {
  public:
    explicit Cancel(Handles handles) : handles_(std::move(handles)) {}

    Completion execute(Frame& frame) const override {
        Evaluated<Handles::Found> found = handles_.evaluate(frame);
        if (!found) {
            return Completion::raised(found.error());
        }
        if (!found->is_list) {
            return Value(found->tasks[0]->cancel());
        }
        std::vector<Value> were_running;
        for (const runtime::TaskReference& task : found->tasks) {
            were_running.emplace_back(task->cancel());
        }
        return value::make_list(std::move(were_running));
    }

  private:
    Handles handles_;
};

ActionPointer read(const StepNode& step, Context& context) {
    return std::make_unique<Cancel>(Handles::read(step.value(), context));
}

}  // namespace

const ActionSpec cancel_action{
    .name = "cancel",
    .doc = "Requests the cancellation of a task, or of a list of them: a CancelledError is raised where it waits.",
    .shape = Shape::handles,
    .read = read,
    .result = "whether the task was still running (a list for a list)",
};

}  // namespace aiorun::steps
