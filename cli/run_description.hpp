// What traces say of a run as a whole.
#pragma once

#include "cli/observation.hpp"
#include "observe/trace_event.hpp"

namespace aiorun::cli {

[[nodiscard]] observe::TraceStart describe_start(const Observation::Subject& subject);
/// `error` is what the last line of standard error says, or null; `now` the time of the run's clock.
[[nodiscard]] observe::TraceEnd describe_end(const workflow::RunResult& result, const value::ErrorReference& error,
                                             int exit_status, runtime::Time now);

}  // namespace aiorun::cli
