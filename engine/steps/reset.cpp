// `reset:` a barrier.
#include "runtime/barrier.hpp"
#include "steps/actions.hpp"
#include "steps/run.hpp"
#include "steps/shared_action.hpp"

namespace aiorun::steps {
namespace {

class Reset final : public SharedAction<WaitingAction> {
  public:
    using SharedAction::SharedAction;
    Coro<Completion> run(Frame& frame) const override {
        return frame.run().shared<runtime::Barrier>(object()).reset(frame.task());
    }
};

}  // namespace

const ActionSpec reset_action{
    .name = "reset",
    .doc = "Makes a barrier as new: tasks that wait at it get a BrokenBarrierError.",
    .shape = Shape::barrier,
    .read = read_shared_action<Reset, expression::NameKind::barrier>,
};

}  // namespace aiorun::steps
