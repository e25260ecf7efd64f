#include "steps/action.hpp"

namespace aiorun::steps {

Completion Action::execute(Frame&) const { return {}; }

Coro<Completion> Action::run(Frame& frame) const { co_return execute(frame); }

}  // namespace aiorun::steps
