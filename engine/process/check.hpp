// Whether a command can be started, without starting it: a simulation says it as a run does.
#pragma once

#include <cstdint>
#include <string>

#include "process/process.hpp"

namespace aiorun::process {

/// "`sh`": the program as messages show it.
[[nodiscard]] std::string shown_program(const Command& command);

/// What could not be had: the program, or the folder it is to run in.
enum class StartPlace : uint8_t { program, directory };
/// "cannot start `nosuch`: No such file or directory"; `error` is an errno.
[[nodiscard]] std::string cannot_start(const Command& command, StartPlace place, int error);

/// Why no machine can start it: what the kernel's C strings cannot carry. Empty when all is well.
[[nodiscard]] std::string find_unfit(const Command& command);
/// Why this machine cannot start it now: its folder or its program is not there. Empty when they are.
[[nodiscard]] std::string find_obstacle(const Command& command);

}  // namespace aiorun::process
