// Exit statuses of aiorun.
#pragma once

namespace aiorun::cli::exit_status {

inline constexpr int success = 0;
inline constexpr int failed = 1;       // the workflow failed
inline constexpr int usage = 2;        // bad usage or an invalid workflow: nothing ran
inline constexpr int deadlock = 3;
inline constexpr int timed_out = 124;  // --timeout, as timeout(1) has it
inline constexpr int signal = 128;     // plus the signal's number

}  // namespace aiorun::cli::exit_status
