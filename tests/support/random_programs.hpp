// RandomProgram: workflows of random constructs, for tests that run them under every circumstance. The same for the same seed.
//
// Whatever happens to its tasks, such a program comes to an end: every wait that somebody else has to end has a time limit.
// It also keeps account of itself. Its lines are
//   +N, -N       the body of the `try` with number N was entered, its `finally` ran
//   VIOLATION …  two were where only one may be
//   end …        printed last of all, when every other task has ended: the state of the shared objects, for `free_state`
#pragma once

#include <cstdint>
#include <string>

namespace aiorun::testing {

/// The name of the task that prints the last line; it has to be left alone.
inline constexpr const char* accountant = "accountant";
/// What the last line says when nothing is held, and nothing was lost.
inline constexpr const char* free_state = "end l0=false l1=false l2=false s0=1 s1=2 q0=0 q1=0";

/// The text of a workflow file.
[[nodiscard]] std::string random_program(uint64_t seed);

}  // namespace aiorun::testing
