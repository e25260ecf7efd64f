// `continue:` in a loop.
#include "steps/actions.hpp"
#include "steps/jump.hpp"
#include "steps/step_reader.hpp"

namespace aiorun::steps {
namespace {

class Continue final : public ImmediateAction {
  public:
    Completion execute(Frame&) const override { return Completion::continued(); }
};

ActionPointer read(const StepNode& step, Context& context) {
    check_jump(step, context);
    return std::make_unique<Continue>();
}

}  // namespace

const ActionSpec continue_action{
    .name = "continue",
    .doc = "Goes on with the next round of the innermost loop.",
    .shape = Shape::nothing,
    .read = read,
};

}  // namespace aiorun::steps
