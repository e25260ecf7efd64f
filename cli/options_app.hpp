// The command line as CLI11 knows it; for cli/options*.cpp alone.
#pragma once

#include <CLI/CLI.hpp>
#include <string_view>

#include "cli/options.hpp"

namespace aiorun::cli {

/// Adds all commands with their options, which go to `parsed`.
void define_commands(CLI::App& app, Parsed& parsed);
/// Whether an option of the language's definition is there in this version.
[[nodiscard]] bool is_available(std::string_view option);

}  // namespace aiorun::cli
