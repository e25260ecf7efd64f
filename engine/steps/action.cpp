#include "steps/action.hpp"

namespace aiorun::steps {

Completion Action::execute(Frame&) const { return {}; }

Coro<Completion> Action::run(Frame& frame) const { co_return execute(frame); }

Coro<Completion> Action::start(Frame& frame, Completion&) const { return run(frame); }

namespace {

Coro<Completion> ended(Completion completion) { co_return completion; }

}  // namespace

Coro<Completion> StartingAction::run(Frame& frame) const {
    Completion completion;
    if (Coro<Completion> rest = start(frame, completion)) {
        return rest;
    }
    return ended(std::move(completion));
}

}  // namespace aiorun::steps
