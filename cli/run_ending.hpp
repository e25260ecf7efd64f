// How a run ended, for the user: the error of its last line, the lines above it, the exit status.
#pragma once

#include <string>

#include "cli/options.hpp"
#include "value/error.hpp"
#include "workflow/runner.hpp"

namespace aiorun::cli {

[[nodiscard]] std::string signal_name(int number);

/// The error that the last line of standard error tells; null when there is none. `signal` is the one that stopped it.
[[nodiscard]] value::ErrorReference final_error(const workflow::RunResult& result, const RunArguments& arguments, int signal);

/// The same of a run that a second signal did not let come to its end.
[[nodiscard]] value::ErrorReference ended_at_once(int signal);

[[nodiscard]] int status_of(const workflow::RunResult& result, int signal);

/// The lines above the last one.
[[nodiscard]] std::string explain(const workflow::RunResult& result, const workflow::Workflow& workflow);

}  // namespace aiorun::cli
