#include "cli/run_ending.hpp"

#include <csignal>

#include "cli/error_report.hpp"
#include "cli/exit_status.hpp"
#include "document/duration.hpp"
#include "value/utf8.hpp"

namespace aiorun::cli {

using workflow::RunResult;
using workflow::StopReason;

std::string signal_name(int number) { return number == SIGINT ? "SIGINT" : number == SIGTERM ? "SIGTERM" : "SIGHUP"; }

value::ErrorReference final_error(const RunResult& result, const RunArguments& arguments, int signal) {
    switch (result.reason) {
        case StopReason::signal:
            return value::make_error(value::error_type::cancelled, "the run was stopped by " + signal_name(signal));
        case StopReason::timeout:
            return value::make_error(value::error_type::timeout,
                                     "the run took longer than " + document::format_duration(*arguments.timeout));
        case StopReason::limit:
            return value::make_error(value::error_type::timeout, result.limit);
        case StopReason::output:
        case StopReason::none: break;
    }
    return result.error;
}

value::ErrorReference ended_at_once(int signal) {
    return value::make_error(value::error_type::cancelled, "the run was ended at once by a second " + signal_name(signal));
}

int status_of(const RunResult& result, int signal) {
    switch (result.reason) {
        case StopReason::signal: return exit_status::signal + signal;
        case StopReason::timeout:
        case StopReason::limit: return exit_status::timed_out;
        case StopReason::output: return exit_status::failed;
        case StopReason::none: break;
    }
    return result.kind == RunResult::Kind::deadlock ? exit_status::deadlock : exit_status::failed;
}

std::string explain(const RunResult& result, const workflow::Workflow& workflow) {
    std::string text;
    for (const runtime::ForgottenFailure& failure : result.forgotten) {
        text += "task " + value::escape_for_terminal(failure.task) + " failed, and nobody awaited it: " +
                value::escape_for_terminal(value::describe(*failure.error)) + "\n";
        if (failure.error != result.error) {
            text += explain_error(*failure.error, workflow);
        }
    }
    if (result.deadlock) {
        text += "deadlock: these tasks wait for each other, or for what nobody is left to do\n" +
                workflow::to_text(*result.deadlock) + "\n";
    } else if (result.error && (result.reason == StopReason::none || result.reason == StopReason::output)) {
        text += explain_error(*result.error, workflow);
    } else if (result.error && !result.error->is(value::error_type::cancelled)) {
        // The last line tells why the run was stopped, and not how main ended then.
        text += "main failed while it was stopped: " + value::escape_for_terminal(value::describe(*result.error)) + "\n" +
                explain_error(*result.error, workflow);
    }
    if (result.cut_short) {
        text += "some tasks did not end in time, and were dropped where they stood\n";
    }
    return text;
}

}  // namespace aiorun::cli
