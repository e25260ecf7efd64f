// Containers: lists and maps that an expression makes, with the rules for keys and the bounds on depth and
// memory.
#pragma once

#include <vector>

#include "expression/evaluation.hpp"
#include "value/value.hpp"

namespace aiorun::expression {

/// A list of `items`, or a failure when it nests too deep or the memory of the evaluation is used up.
[[nodiscard]] value::Value made_list(Evaluation& evaluation, uint32_t position,
                                     std::vector<value::Value> items);
/// The map that was built; the same bounds.
[[nodiscard]] value::Value made_map(Evaluation& evaluation, uint32_t position, value::MapBuilder& map);
/// Adds an entry; null, or a failure when `key` cannot be a key or is there already.
[[nodiscard]] value::Value add_entry(Evaluation& evaluation, uint32_t position, value::MapBuilder& map,
                                     value::Value key, value::Value item);

}  // namespace aiorun::expression
