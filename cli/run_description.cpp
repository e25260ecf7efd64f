#include "cli/run_description.hpp"

#include <chrono>

namespace aiorun::cli {
namespace {

std::string_view to_word(workflow::RunResult::Kind kind) {
    switch (kind) {
        case workflow::RunResult::Kind::success: return "success";
        case workflow::RunResult::Kind::failed: return "failed";
        case workflow::RunResult::Kind::deadlock: return "deadlock";
        case workflow::RunResult::Kind::stopped: return "stopped";
    }
    return "";
}

}  // namespace

observe::TraceStart describe_start(const Observation::Subject& subject) {
    auto now = std::chrono::system_clock::now().time_since_epoch();
    return {.program = "aiorun " AIORUN_VERSION,
            .workflow = subject.workflow.root().source->name(),
            .virtual_clock = subject.loop.clock().is_virtual(),
            .unix_time = std::chrono::nanoseconds(now).count() - subject.loop.now().count()};
}

observe::TraceEnd describe_end(const workflow::RunResult& result, const value::ErrorReference& error, int exit_status,
                               runtime::Time now) {
    observe::TraceEnd end{.status = std::string(to_word(result.kind)), .exit_status = exit_status, .time = now};
    if (error) {
        end.error_type = error->type;
        end.error_message = error->message;
    }
    return end;
}

}  // namespace aiorun::cli
