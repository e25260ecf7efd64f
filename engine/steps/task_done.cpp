// `task_done:`: an item that was taken from a queue is dealt with.
#include "runtime/queue.hpp"
#include "steps/actions.hpp"
#include "steps/run.hpp"
#include "steps/shared_action.hpp"

namespace aiorun::steps {
namespace {

class TaskDone final : public SharedAction<ImmediateAction> {
  public:
    using SharedAction::SharedAction;
    Completion execute(Frame& frame) const override { return frame.run().shared<runtime::Queue>(object()).task_done(); }
};

}  // namespace

const ActionSpec task_done_action{
    .name = "task_done",
    .doc = "Says that an item taken from a queue has been dealt with; `join` waits for that.",
    .shape = Shape::queue,
    .read = read_shared_action<TaskDone, expression::NameKind::queue>,
};

}  // namespace aiorun::steps
