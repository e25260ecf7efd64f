// `release:`: gives back what `acquire` took.
#include "runtime/condition.hpp"
#include "runtime/semaphore.hpp"
#include "steps/actions.hpp"
#include "steps/run.hpp"
#include "steps/shared.hpp"
#include "steps/shared_action.hpp"

namespace aiorun::steps {
namespace {

using expression::NameKind;

class Release final : public SharedAction<ImmediateAction> {
  public:
    using SharedAction::SharedAction;
    Completion execute(Frame& frame) const override {
        const Value& object = frame.run().global(this->object());
        if (object.as_opaque().type_name() == "semaphore") {
            auto& semaphore = static_cast<runtime::Semaphore&>(object.as_opaque());
            return semaphore.release() ? Completion() : released_too_often(semaphore.name());
        }
        runtime::Lock& lock = lock_of(object);
        return lock.release() ? Completion() : not_acquired(lock.name());
    }
};

}  // namespace

const ActionSpec release_action{
    .name = "release",
    .doc = "Gives back a lock, a condition's lock or a place of a semaphore.",
    .shape = Shape::acquirable,
    .read = read_shared_action<Release, NameKind::lock, NameKind::condition, NameKind::semaphore>,
};

}  // namespace aiorun::steps
