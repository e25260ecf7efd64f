// Observation: all that looks at a run (trace, report, progress), from the check of its files before the run to what is
// written after it.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "cli/terminal.hpp"
#include "effects/observed_effects.hpp"
#include "http/client.hpp"
#include "observe/fan_out.hpp"
#include "runtime/loop.hpp"
#include "value/secrets.hpp"
#include "workflow/runner.hpp"
#include "workflow/workflow.hpp"

namespace aiorun::cli {

class OtlpExport;
class ProgressDisplay;
class Report;
class Tracing;

class Observation {
  public:
    /// What a run is looked at with. All borrowed; `secrets` masks what is written.
    struct Subject {
        const RunArguments& arguments;
        const workflow::Workflow& workflow;
        const value::Secrets& secrets;
        runtime::Loop& loop;
        const http::Client* client = nullptr;  ///< null where there is no progress to show: in a simulation
        const Terminal* terminal = nullptr;
    };
    /// Opens what is to be written: a path that cannot be is better known before the run than after it. The message says why.
    [[nodiscard]] static std::expected<std::unique_ptr<Observation>, std::string> open(Subject subject);
    ~Observation();
    Observation(const Observation&) = delete;
    Observation& operator=(const Observation&) = delete;

    /// Who is to be told what happens; null when nobody looks.
    [[nodiscard]] runtime::Observer* observer() noexcept { return observers_.sole_or_all(); }
    /// The run is over: no progress is shown any more, so that what is written now stays.
    void stop_showing();
    /// How long a collector of spans may take at the end: as it needs to, or hardly anything.
    enum class Haste : uint8_t { none, great };
    /// After the run, once: what comes again does nothing. `error` is what its last line of standard error says, or null. The message of the first file that
    /// could not be written, or empty.
    [[nodiscard]] std::string finish(const workflow::RunResult& result, const value::ErrorReference& error,
                                     int exit_status, Haste haste = Haste::none);
    /// After finish(): what went wrong that is no problem of the run's, or empty.
    [[nodiscard]] const std::string& warning() const noexcept { return warning_; }
    /// What gives the `traceparent` of operations; null without `--otlp`.
    [[nodiscard]] effects::ObservedEffects::TraceParent trace_parent() const;

  private:
    struct ReportFile {
        std::string path;
        std::unique_ptr<Report> report;
    };
    Observation();

    std::unique_ptr<Tracing> tracing_;
    std::unique_ptr<OtlpExport> otlp_;
    std::string warning_;
    observe::FanOut observers_;
    std::vector<ReportFile> reports_;
    std::unique_ptr<ProgressDisplay> progress_;
    bool is_finished_ = false;
};

}  // namespace aiorun::cli
