// Arithmetic on values: 64-bit integers that never wrap, doubles as IEEE 754 has them; an int and a double
// give a double. `+` also joins strings and lists.
#pragma once

#include "expression/evaluation.hpp"
#include "expression/syntax.hpp"
#include "expression/types.hpp"
#include "value/value.hpp"

namespace aiorun::expression {

/// `a OPERATION b` for one of `+ - * / %`; a failure when it is not defined for the two, or overflows.
[[nodiscard]] value::Value calculate(Evaluation& evaluation, Operator operation, uint32_t position,
                                     const value::Value& a, const value::Value& b);
[[nodiscard]] value::Value negate(Evaluation& evaluation, uint32_t position, const value::Value& value);

/// The kinds that the result may be of; none when the operation cannot be.
[[nodiscard]] Types result_types(Operator operation, Types a, Types b) noexcept;

}  // namespace aiorun::expression
