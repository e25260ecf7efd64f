// `do:`: a block of steps.
#include "steps/actions.hpp"
#include "steps/block_action.hpp"
#include "steps/step_reader.hpp"

namespace aiorun::steps {
namespace {

ActionPointer read(const StepNode& step, Context& context) {
    return make_block(read_steps(step.value(), context, "do"), "do");
}

}  // namespace

const ActionSpec do_action{
    .name = "do",
    .doc = "Runs a list of steps in order, under the modifiers of this one.",
    .shape = Shape::steps,
    .read = read,
    .result = "the value of the last step run",
};

}  // namespace aiorun::steps
