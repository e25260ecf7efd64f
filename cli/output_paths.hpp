// Whether the files of a command line get in each other's way: what one option writes, no other one may write or read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/options.hpp"

namespace aiorun::cli {

/// The first file that is written and is another one as well: by its path, however it is spelt, or by what it leads to.
/// `sources` are the workflow and all that it imports. The message is ready to show. Opens nothing.
[[nodiscard]] std::optional<std::string> find_output_conflict(const RunArguments& arguments,
                                                              const std::vector<std::string>& sources);

}  // namespace aiorun::cli
