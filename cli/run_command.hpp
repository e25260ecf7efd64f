// `aiorun run`.
#pragma once

#include "cli/options.hpp"
#include "cli/terminal.hpp"

namespace aiorun::cli {

/// Reads, checks and runs a workflow; gives the exit status.
[[nodiscard]] int run_command(const RunArguments& arguments, const Terminal& terminal);

}  // namespace aiorun::cli
