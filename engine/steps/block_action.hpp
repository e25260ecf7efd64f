// A block of steps as an action.
#pragma once

#include <string_view>

#include "steps/step.hpp"

namespace aiorun::steps {

/// `role` is what the block is to the step: "do", "try".
[[nodiscard]] ActionPointer make_block(Block block, std::string_view role);

}  // namespace aiorun::steps
