// What users read when a run failed: where it happened and why, then one line with the error itself.
#pragma once

#include <string>

#include "cli/terminal.hpp"
#include "value/error.hpp"
#include "workflow/workflow.hpp"

namespace aiorun::cli {

/// The lines above the last one: the place, the workflow's line, the errors of a group, the cause. Ends with a line feed
/// unless it is empty.
[[nodiscard]] std::string explain_error(const value::Error& error, const workflow::Workflow& workflow);

/// The text of the workflow's line at a place, fit to be shown and cut when it is long; empty when there is none.
[[nodiscard]] std::string workflow_line(const value::Place& place, const workflow::Workflow& workflow);

/// The last line: `error: TYPE: message`, on one line whatever the message holds.
[[nodiscard]] std::string error_line(const value::Error& error, const Terminal& terminal);

}  // namespace aiorun::cli
