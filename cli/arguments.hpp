// What the command line gives a workflow: its params and its environment.
#pragma once

#include <expected>
#include <string>

#include "cli/files.hpp"
#include "cli/options.hpp"
#include "workflow/arguments.hpp"

namespace aiorun::cli {

/// The params of `-p` and `--params`. The error is ready to show.
[[nodiscard]] std::expected<workflow::Arguments, std::string> collect_params(const RunArguments& arguments);
/// The variables of `--env-file`; a later file wins. The error is ready to show.
[[nodiscard]] std::expected<Environment, std::string> collect_environment(const RunArguments& arguments);

}  // namespace aiorun::cli
