// The HTML report: what was recorded of a run, as one page that needs nothing else.
#pragma once

#include <functional>
#include <string>

#include "observe/report_html_record.hpp"

namespace aiorun::observe {

/// What the page says of the run beside what was recorded.
struct PageFacts {
    std::string title;    ///< the workflow's name, or its file
    std::string file;
    std::string started;  ///< 2026-01-31T23:59:59Z
    std::string version;  ///< of aiorun
    std::string seed;     ///< when it was given
    std::string clock;    ///< "real", "virtual" or "simulated"
    int exit_status = 0;
    std::string outcome;  ///< "succeeded", "failed", "deadlock", "timed out", "stopped"
    std::string error;    ///< as the last line of standard error has it; empty on success
    std::string details;  ///< where and why; who waits for what
    std::function<std::string(const value::Place&)> line;  ///< the workflow's line at a place, or empty
    std::function<std::string(std::string)> mask;          ///< hides secrets
};

/// The whole document: HTML with its style, its script and its data, in UTF-8. Nothing in it is fetched from elsewhere, and no
/// text of the run can end the data it stands in.
[[nodiscard]] std::string write_html_report(const RunRecord& record, const PageFacts& facts);

}  // namespace aiorun::observe
