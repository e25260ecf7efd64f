#include "steps/jump.hpp"

#include <string>

#include "steps/step_reader.hpp"

namespace aiorun::steps {

void check_jump(const StepNode& step, const Context& context) {
    std::string word = "\"" + std::string(step.name()) + "\"";
    if (context.jumps_forbidden()) {
        context.error(step.key(), "jump-forbidden", word + " may not leave a handler of \"except_group\"");
    } else if (context.loop() == Context::Loop::none) {
        context.error(step.key(), "jump-outside-loop", word + " is not inside of a loop",
                      "it belongs into `for`, `while` or the `then` of `as_completed`");
    } else if (context.loop() == Context::Loop::around_branch) {
        context.warning(step.key(), "jump-in-branch",
                        word + " ends only this branch: the loop around it belongs to another task",
                        "to end the branch, `return` says so; to end the loop, let it look at the branch's result");
    }
    if (!step.value().is_null()) {
        context.error(step.value(), "wrong-type",
                      word + " takes no value, found " + std::string(step.value().kind_name()));
    }
}

}  // namespace aiorun::steps
