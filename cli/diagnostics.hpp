// Showing what is wrong with workflow files.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"
#include "document/diagnostic.hpp"
#include "value/secrets.hpp"

namespace aiorun::cli {

/// All of them, best first, each with its line; at most a few dozen, the rest is counted. On
/// GitHub Actions annotations come first. Secrets that stand in the lines are masked.
[[nodiscard]] std::string render_all(const document::Diagnostics& diagnostics, const Terminal& terminal,
                                     const value::Secrets& secrets);
[[nodiscard]] std::string render_all(const std::vector<document::Diagnostic>& all, const Terminal& terminal,
                                     const value::Secrets& secrets);

/// `2 errors`, `1 error`
[[nodiscard]] std::string count_errors(size_t count);

}  // namespace aiorun::cli
