// What a simulation would have an unknown `if` be: so that the run goes on, and loops end.
#pragma once

#include "steps/step.hpp"
#include "value/value.hpp"

namespace aiorun::steps {

/// Whether the step runs rather than not, given what it does: steps that raise or begin a loop's next round are rather
/// skipped; a step that a task comes to again with an answer to the same question is skipped every second time, so that loops that wait for it
/// end.
[[nodiscard]] bool wishes_to_run(const Step& step, const value::Value& unknown);
/// The same for the steps of a case of `switch`.
[[nodiscard]] bool wishes_to_run(const Block& block, const value::Value& unknown);

}  // namespace aiorun::steps
