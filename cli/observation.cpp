#include "cli/observation.hpp"

#include "cli/files.hpp"
#include "cli/report.hpp"

namespace aiorun::cli {

std::expected<std::unique_ptr<Observation>, std::string> Observation::open(Subject subject) {
    std::unique_ptr<Observation> observation(new Observation());
    for (const std::string& path : subject.arguments.reports) {
        auto report = make_report(path, subject);
        if (!report) {
            return std::unexpected(report.error());
        }
        observation->observers_.add((*report)->observer());
        observation->reports_.push_back({path, std::move(*report)});
    }
    return observation;
}

Observation::Observation() = default;
Observation::~Observation() = default;

std::string Observation::finish(const workflow::RunResult& result, const value::ErrorReference& error, int exit_status) {
    std::string problem;
    for (const auto& [path, report] : reports_) {
        auto written = write_file(path, report->text(result, error, exit_status));
        if (!written && problem.empty()) {
            problem = "cannot write the report to " + path + ": " + written.error();
        }
    }
    return problem;
}

}  // namespace aiorun::cli
