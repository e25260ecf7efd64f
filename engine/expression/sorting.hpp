// Sorting of lists whose items can be compared with each other.
#pragma once

#include <vector>

#include "expression/evaluation.hpp"
#include "value/value.hpp"

namespace aiorun::expression {

/// The items in ascending order of their keys, equal ones as they were; a failure when keys cannot be
/// compared.
[[nodiscard]] value::Value sorted_by(Evaluation& evaluation, uint32_t position,
                                     const std::vector<value::Value>& items,
                                     const std::vector<value::Value>& keys);

}  // namespace aiorun::expression
