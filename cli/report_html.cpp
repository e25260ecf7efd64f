// `--report FILE.html`: what the page takes from the command line, the workflow and the clock on the wall.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>

#include "cli/error_report.hpp"
#include "cli/exit_status.hpp"
#include "cli/report.hpp"
#include "observe/report_html.hpp"
#include "observe/report_html_recorder.hpp"

namespace aiorun::cli {
namespace {

using workflow::RunResult;
using workflow::StopReason;

std::string time_of_day() {
    auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now));
}

std::string outcome_of(const RunResult& result, int exit_status) {
    switch (result.reason) {
        case StopReason::signal: return "stopped by a signal";
        case StopReason::timeout:
        case StopReason::limit: return "timed out";
        case StopReason::output:
        case StopReason::none: break;
    }
    if (result.kind == RunResult::Kind::deadlock) {
        return "deadlock";
    }
    return exit_status == exit_status::success ? "succeeded" : "failed";
}

/// What is known of the error beside its message, in lines.
std::string details_of(const RunResult& result, const value::ErrorReference& error, const workflow::Workflow& workflow) {
    std::string text = result.deadlock ? workflow::to_text(*result.deadlock) + "\n" : "";
    if (error && !result.deadlock) {
        text += explain_error(*error, workflow);
    }
    for (const runtime::ForgottenFailure& failure : result.forgotten) {
        if (failure.error != error) {
            text += "task " + failure.task + " failed too, and nobody awaited it: " + value::describe(*failure.error) + "\n" +
                    explain_error(*failure.error, workflow);
        }
    }
    return text;
}

class HtmlFile final : public Report {
  public:
    explicit HtmlFile(const Observation::Subject& subject)
        : subject_(subject),
          started_(time_of_day()),
          recorder_(subject.loop, {.explain = [&workflow = subject.workflow](const value::Error& error) {
                                       return explain_error(error, workflow);
                                   },
                                   .mask = mask()}) {}
    [[nodiscard]] runtime::Observer& observer() override { return recorder_; }
    [[nodiscard]] std::string text(const RunResult& result, const value::ErrorReference& error, int exit_status) override {
        const workflow::WorkflowFile& root = subject_.workflow.root();
        observe::PageFacts facts{
            .title = root.name.empty() ? root.source->name() : root.name,
            .file = root.source->name(),
            .started = started_,
            .version = AIORUN_VERSION,
            .seed = subject_.arguments.seed ? std::to_string(*subject_.arguments.seed) : "",
            .clock = !subject_.arguments.dry_run.empty() ? "simulated" : subject_.arguments.virtual_time ? "virtual" : "real",
            .exit_status = exit_status,
            .outcome = outcome_of(result, exit_status),
            .error = error ? value::describe(*error) : "",
            .details = details_of(result, error, subject_.workflow),
            .line = [&workflow = subject_.workflow](const value::Place& place) { return workflow_line(place, workflow); },
            .mask = mask()};
        return observe::write_html_report(recorder_.finish(), facts);
    }

  private:
    [[nodiscard]] std::function<std::string(std::string)> mask() const {
        return [&secrets = subject_.secrets](std::string text) { return secrets.mask(std::move(text)); };
    }

    Observation::Subject subject_;
    std::string started_;
    observe::RunRecorder recorder_;
};

}  // namespace

std::unique_ptr<Report> make_html_report(const Observation::Subject& subject) { return std::make_unique<HtmlFile>(subject); }

}  // namespace aiorun::cli
