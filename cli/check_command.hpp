// `aiorun check`.
#pragma once

#include "cli/options.hpp"
#include "cli/terminal.hpp"

namespace aiorun::cli {

/// Checks files, and all `.yaml` and `.yml` files of folders; reports all errors of all of them.
[[nodiscard]] int check_command(const CheckArguments& arguments, const Terminal& terminal);

}  // namespace aiorun::cli
