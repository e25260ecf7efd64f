// Golden files: what a program has to write. AIORUN_UPDATE_GOLDEN=1 in the environment rewrites those that
// differ.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace aiorun::programs {

[[nodiscard]] std::string read_file(const std::filesystem::path& path);  ///< "" when there is none
void write_file(const std::filesystem::path& path, const std::string& text);
[[nodiscard]] std::vector<std::string> lines_of(const std::string& text);

/// How `found` differs from `expected`, line by line, for people; "" when each line matches. In `expected`,
/// `*` stands for anything within a line; `***` is itself, since secrets look so.
[[nodiscard]] std::string difference(const std::string& expected, const std::string& found);

/// The difference from a golden file, which is rewritten instead when that was asked for. No file is an empty
/// one.
[[nodiscard]] std::string compare_with_golden(const std::filesystem::path& golden, const std::string& found);

}  // namespace aiorun::programs
