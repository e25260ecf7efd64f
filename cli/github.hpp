// What GitHub Actions makes of a run: annotations at lines of files, which it reads from the log as workflow commands, and
// the summary of a job, a file that commands append to.
#pragma once

#include <string>
#include <vector>

#include "document/diagnostic.hpp"
#include "value/secrets.hpp"
#include "workflow/runner.hpp"
#include "workflow/workflow.hpp"

namespace aiorun::cli {

/// Whether this is a step of a GitHub Actions job (GITHUB_ACTIONS=true).
[[nodiscard]] bool is_github_actions();

enum class AnnotationLevel : uint8_t { error, warning };

struct Annotation {
    AnnotationLevel level = AnnotationLevel::error;
    std::string file{};   ///< a path as the user gave it, or empty
    uint32_t line = 0;    ///< 1-based; 0 for none
    uint32_t column = 0;  ///< 1-based; 0 for none
    std::string title{};
    std::string message{};
};

/// `::error file=…,line=…,col=…,title=…::MESSAGE` with a line feed; the path from GITHUB_WORKSPACE on.
[[nodiscard]] std::string to_command(const Annotation& annotation);

/// Commands for what is wrong with files; GitHub shows ten errors and ten warnings of a step.
[[nodiscard]] std::string annotate(const std::vector<document::Diagnostic>& diagnostics);

/// Commands for a run that failed: for each error at its own line, with secrets hidden. Empty when it succeeded. `error`
/// is the run's, or null.
[[nodiscard]] std::string annotate(const workflow::RunResult& result, const value::ErrorReference& error,
                                   const workflow::Workflow& workflow, const value::Secrets& secrets);

/// Appends how the run ended to GITHUB_STEP_SUMMARY, when that is set. What cannot be written there is no reason to fail.
void append_summary(const workflow::Workflow& workflow, const value::ErrorReference& error, runtime::Duration time,
                    const value::Secrets& secrets);

}  // namespace aiorun::cli
