// `break:` in a loop.
#include "steps/actions.hpp"
#include "steps/jump.hpp"
#include "steps/step_reader.hpp"

namespace aiorun::steps {
namespace {

class Break final : public ImmediateAction {
  public:
    Completion execute(Frame&) const override { return Completion::broke(); }
};

ActionPointer read(const StepNode& step, Context& context) {
    check_jump(step, context);
    return std::make_unique<Break>();
}

}  // namespace

const ActionSpec break_action{
    .name = "break",
    .doc = "Leaves the innermost loop.",
    .shape = Shape::nothing,
    .read = read,
};

}  // namespace aiorun::steps
