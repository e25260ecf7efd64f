// The names of a whole file that a step reads in its expressions.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "document/tree.hpp"
#include "steps/scope.hpp"

namespace aiorun::workflow::graph {

/// The globals that the step's own expressions read, in order and each once; those of steps inside of it are not among
/// them. `scope` is that of the task or branch the step stands in.
[[nodiscard]] std::vector<uint32_t> globals_read(const document::Node& step, std::string_view action,
                                                 const steps::Scope& scope);

}  // namespace aiorun::workflow::graph
