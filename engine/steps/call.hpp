// A call of a task: `- fetch_page: { page: 1 }`.
#pragma once

#include "steps/action.hpp"
#include "steps/step_reader.hpp"

namespace aiorun::steps {

[[nodiscard]] ActionPointer read_call(const StepNode& step, Context& context);

}  // namespace aiorun::steps
