// `aiorun completion`.
#pragma once

#include "cli/options.hpp"
#include "cli/terminal.hpp"

namespace aiorun::cli {

/// Prints the script for a shell; or, for those scripts, the params of a workflow: `NAME=`, a tab, what it is for.
[[nodiscard]] int completion_command(const CompletionArguments& arguments, const Terminal& terminal);

}  // namespace aiorun::cli
