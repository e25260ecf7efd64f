// The command line as CLI11 knows it; for cli/options*.cpp alone.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/options.hpp"

namespace aiorun::cli {

/// Adds all commands with their options, which go to `parsed`.
void define_commands(CLI::App& app, Parsed& parsed);

}  // namespace aiorun::cli
