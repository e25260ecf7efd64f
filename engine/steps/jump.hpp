// What `break` and `continue` have in common.
#pragma once

#include "steps/context.hpp"

namespace aiorun::steps {

class StepNode;

/// Reports a jump that is not inside of a loop, or that would leave a handler of `except_group`.
void check_jump(const StepNode& step, const Context& context);

}  // namespace aiorun::steps
