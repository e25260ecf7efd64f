// `aiorun graph`.
#pragma once

#include "cli/options.hpp"
#include "cli/terminal.hpp"

namespace aiorun::cli {

/// Prints the graph of a workflow that is right; else the errors, with status 2.
[[nodiscard]] int graph_command(const GraphArguments& arguments, const Terminal& terminal);

}  // namespace aiorun::cli
