// Whether a value can be written out. A lazy list such as `range(100000000000)` costs nothing until it is.
#pragma once

#include <optional>

#include "value/value.hpp"

namespace aiorun::expression {

/// A ValueError when writing the value out would take more than an expression may take (limits::expression_cost).
[[nodiscard]] std::optional<value::Value> too_large_to_write(const value::Value& value);

}  // namespace aiorun::expression
