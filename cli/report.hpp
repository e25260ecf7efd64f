// Report: one file of `--report`, made of what an observer saw. Its ending says which: .html a page, .xml JUnit.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "cli/observation.hpp"

namespace aiorun::cli {

class Report {
  public:
    virtual ~Report() = default;
    [[nodiscard]] virtual runtime::Observer& observer() = 0;
    /// The whole file, after the run. `error` is the run's, or null.
    [[nodiscard]] virtual std::string text(const workflow::RunResult& result, const value::ErrorReference& error,
                                           int exit_status) = 0;
};

/// Refuses another ending, and a path that cannot be written. The message is ready to show.
[[nodiscard]] std::expected<std::unique_ptr<Report>, std::string> make_report(const std::string& path,
                                                                              const Observation::Subject& subject);

/// A page with a timeline.
[[nodiscard]] std::unique_ptr<Report> make_html_report(const Observation::Subject& subject);
/// JUnit XML.
[[nodiscard]] std::unique_ptr<Report> make_junit_report(const Observation::Subject& subject);

}  // namespace aiorun::cli
