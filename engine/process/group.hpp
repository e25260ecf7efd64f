// The process group of a process: signals to all of it, and whether any of it is left.
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace aiorun::process {

void signal_group(pid_t group, int number) noexcept;

/// How closely to look whether a group is gone.
enum class Look : uint8_t {
    quick,    ///< one system call; what ended and was not collected by its parent counts as alive
    thorough  ///< through /proc: what ended does not count
};

/// Whether a process of the group is left, for a leader that was collected.
[[nodiscard]] bool group_is_alive(pid_t group, Look look);

}  // namespace aiorun::process
