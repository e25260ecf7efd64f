// `join:`: waits until all items of a queue are dealt with.
#include "runtime/queue.hpp"
#include "steps/actions.hpp"
#include "steps/run.hpp"
#include "steps/shared_action.hpp"

namespace aiorun::steps {
namespace {

class Join final : public SharedAction<WaitingAction> {
  public:
    using SharedAction::SharedAction;
    Coro<Completion> run(Frame& frame) const override {
        auto& queue = frame.run().shared<runtime::Queue>(object());
        runtime::Wakeup wakeup = co_await queue.join(frame.task());
        co_return wakeup == runtime::Wakeup::cancelled ? Completion::cancelled() : Completion();
    }
};

}  // namespace

const ActionSpec join_action{
    .name = "join",
    .doc = "Waits until `task_done` was called for every item that was put into a queue.",
    .shape = Shape::queue,
    .read = read_shared_action<Join, expression::NameKind::queue>,
};

}  // namespace aiorun::steps
