// JSON has no infinity and no NaN (RFC 8259, section 6): what is done about them where others are to read it.
#pragma once

#include "value/value.hpp"

namespace aiorun::value {

/// Whether every number in it is one that JSON has.
[[nodiscard]] bool is_finite(const Value& value);
/// With null for those that JSON does not have, as JSON.stringify does; most values come back as they are.
[[nodiscard]] Value to_finite(const Value& value);

}  // namespace aiorun::value
