// What a process gets to see: its environment, and which file a program's name means in it.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "process/process.hpp"

namespace aiorun::process {

/// Our own environment with `changes` on top, as NAME=VALUE.
[[nodiscard]] std::vector<std::string> make_environment(const std::vector<Variable>& changes);

/// 0 when the file can be executed, seen from the open folder `directory` (or AT_FDCWD); else why not.
[[nodiscard]] int check_executable(const std::string& file, int directory);

/// The file that `program` means: itself when it holds a `/`, else the first executable of that name in the
/// PATH of `environment` (os.get_exec_path, execvp). `directory` is the open folder that relative paths start
/// from, or AT_FDCWD. The error is ENOENT, or EACCES when only files that are not executable were found.
[[nodiscard]] std::expected<std::string, int> find_program(const std::string& program,
                                                           const std::vector<std::string>& environment,
                                                           int directory);

}  // namespace aiorun::process
