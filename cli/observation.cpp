#include "cli/observation.hpp"

#include <utility>

#include "cli/files.hpp"
#include "cli/otlp_export.hpp"
#include "cli/progress.hpp"
#include "cli/report.hpp"
#include "cli/tracing.hpp"

namespace aiorun::cli {

std::expected<std::unique_ptr<Observation>, std::string> Observation::open(Subject subject) {
    std::unique_ptr<Observation> observation(new Observation());
    if (!subject.arguments.otlp.empty()) {
        auto otlp = OtlpExport::open(subject);
        if (!otlp) {
            return std::unexpected(otlp.error());
        }
        observation->observers_.add((*otlp)->observer());
        observation->otlp_ = std::move(*otlp);
    }
    for (const std::string& path : subject.arguments.reports) {
        auto report = make_report(path, subject);
        if (!report) {
            return std::unexpected(report.error());
        }
        observation->observers_.add((*report)->observer());
        observation->reports_.push_back({path, std::move(*report)});
    }
    // The trace last: it is the only one that is emptied at once.
    if (!subject.arguments.trace.empty()) {
        auto tracing = Tracing::open(subject);
        if (!tracing) {
            return std::unexpected(tracing.error());
        }
        observation->observers_.add((*tracing)->observer());
        observation->tracing_ = std::move(*tracing);
    }
    observation->progress_ = ProgressDisplay::open(subject);
    return observation;
}

Observation::Observation() = default;
Observation::~Observation() = default;

void Observation::stop_showing() {
    if (progress_) {
        progress_->stop();
    }
}

effects::ObservedEffects::TraceParent Observation::trace_parent() const {
    if (!otlp_) {
        return nullptr;
    }
    return [this](const runtime::Operation& operation) { return otlp_->trace_parent(operation); };
}

std::string Observation::finish(const workflow::RunResult& result, const value::ErrorReference& error, int exit_status,
                                Haste haste) {
    if (std::exchange(is_finished_, true)) {
        return {};
    }
    std::string problem;
    if (tracing_) {
        problem = tracing_->finish(result, error, exit_status);
    }
    if (otlp_) {
        warning_ = otlp_->finish(result, error, exit_status, haste);
    }
    for (const auto& [path, report] : reports_) {
        auto written = write_file(path, report->text(result, error, exit_status));
        if (!written && problem.empty()) {
            problem = "cannot write the report to " + path + ": " + written.error();
        }
    }
    return problem;
}

}  // namespace aiorun::cli
