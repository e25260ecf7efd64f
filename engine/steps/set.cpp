// `set:` an event.
#include "runtime/event.hpp"
#include "steps/actions.hpp"
#include "steps/run.hpp"
#include "steps/shared_action.hpp"

namespace aiorun::steps {
namespace {

class Set final : public SharedAction<ImmediateAction> {
  public:
    using SharedAction::SharedAction;
    Completion execute(Frame& frame) const override {
        frame.run().shared<runtime::Event>(object()).set();
        return {};
    }
};

}  // namespace

const ActionSpec set_action{
    .name = "set",
    .doc = "Sets an event: all tasks that wait for it go on.",
    .shape = Shape::event,
    .read = read_shared_action<Set, expression::NameKind::event>,
};

}  // namespace aiorun::steps
