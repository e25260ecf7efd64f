// `clear:` an event.
#include "runtime/event.hpp"
#include "steps/actions.hpp"
#include "steps/run.hpp"
#include "steps/shared_action.hpp"

namespace aiorun::steps {
namespace {

class Clear final : public SharedAction<ImmediateAction> {
  public:
    using SharedAction::SharedAction;
    Completion execute(Frame& frame) const override {
        frame.run().shared<runtime::Event>(object()).clear();
        return {};
    }
};

}  // namespace

const ActionSpec clear_action{
    .name = "clear",
    .doc = "Clears an event: tasks that wait for it from now on wait until it is set again.",
    .shape = Shape::event,
    .read = read_shared_action<Clear, expression::NameKind::event>,
};

}  // namespace aiorun::steps
