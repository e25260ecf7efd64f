// Access: fields and items of values, and the errors that name what there is instead.
#pragma once

#include <string_view>

#include "expression/evaluation.hpp"
#include "expression/operation.hpp"
#include "value/value.hpp"

namespace aiorun::expression {

/// `target.name`, `target.?name` or `has(target.name)`; `name` is what `key` holds.
[[nodiscard]] value::Value select(Evaluation& evaluation, uint32_t position, const value::Value& target,
                                  const value::Value& key, Access access);
/// `target[index]` or `target[?index]`.
[[nodiscard]] value::Value index(Evaluation& evaluation, uint32_t position, const value::Value& target,
                                 const value::Value& key, Access access);

}  // namespace aiorun::expression
