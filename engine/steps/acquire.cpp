// `acquire:`: takes a lock, a condition's lock, or a place of a semaphore, until `release`.
#include "runtime/condition.hpp"
#include "runtime/semaphore.hpp"
#include "steps/actions.hpp"
#include "steps/run.hpp"
#include "steps/shared.hpp"
#include "steps/shared_action.hpp"

namespace aiorun::steps {
namespace {

using expression::NameKind;

class Acquire final : public SharedAction<WaitingAction> {
  public:
    using SharedAction::SharedAction;
    Coro<Completion> run(Frame& frame) const override {
        const Value& object = frame.run().global(this->object());
        runtime::Task& task = frame.task();
        runtime::Wakeup wakeup;
        if (object.as_opaque().type_name() == "semaphore") {
            wakeup = co_await static_cast<runtime::Semaphore&>(object.as_opaque()).acquire(task);
        } else {
            wakeup = co_await lock_of(object).acquire(task);
        }
        co_return wakeup == runtime::Wakeup::cancelled ? Completion::cancelled() : Completion();
    }
};

}  // namespace

const ActionSpec acquire_action{
    .name = "acquire",
    .doc = "Takes a lock, a condition's lock or a place of a semaphore. The modifiers `lock` and `semaphore` are safer: "
           "they give it back.",
    .shape = Shape::acquirable,
    .read = read_shared_action<Acquire, NameKind::lock, NameKind::condition, NameKind::semaphore>,
};

}  // namespace aiorun::steps
