// `abort:` a barrier.
#include "runtime/barrier.hpp"
#include "steps/actions.hpp"
#include "steps/run.hpp"
#include "steps/shared_action.hpp"

namespace aiorun::steps {
namespace {

class Abort final : public SharedAction<WaitingAction> {
  public:
    using SharedAction::SharedAction;
    Coro<Completion> run(Frame& frame) const override {
        return frame.run().shared<runtime::Barrier>(object()).abort(frame.task());
    }
};

}  // namespace

const ActionSpec abort_action{
    .name = "abort",
    .doc = "Breaks a barrier: tasks that wait at it, now and later, get a BrokenBarrierError.",
    .shape = Shape::barrier,
    .read = read_shared_action<Abort, expression::NameKind::barrier>,
};

}  // namespace aiorun::steps
