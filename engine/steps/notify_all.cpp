// `notify_all:` a condition.
#include "steps/actions.hpp"
#include "steps/notify.hpp"
#include "steps/run.hpp"
#include "steps/shared_action.hpp"

namespace aiorun::steps {
namespace {

class NotifyAll final : public SharedAction<ImmediateAction> {
  public:
    using SharedAction::SharedAction;
    Completion execute(Frame& frame) const override {
        return notify(frame.run().shared<runtime::Condition>(object()), UINT64_MAX);
    }
};

}  // namespace

const ActionSpec notify_all_action{
    .name = "notify_all",
    .doc = "Wakes all tasks that wait for a condition.",
    .shape = Shape::condition_name,
    .read = read_shared_action<NotifyAll, expression::NameKind::condition>,
};

}  // namespace aiorun::steps
