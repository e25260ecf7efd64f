// How a process ended, as one number.
#pragma once

#include <csignal>

namespace aiorun::process {

/// The exit status of what waitid() found, or -N for a death by signal N.
[[nodiscard]] inline int exit_code(const siginfo_t& info) noexcept {
    return info.si_code == CLD_EXITED ? info.si_status : -info.si_status;
}

}  // namespace aiorun::process
