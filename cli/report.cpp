#include "cli/report.hpp"

#include "cli/files.hpp"

namespace aiorun::cli {

std::expected<std::unique_ptr<Report>, std::string> make_report(const std::string& path,
                                                                const Observation::Subject& subject) {
    bool is_xml = path.ends_with(".xml");
    if (!is_xml && !path.ends_with(".html")) {
        return std::unexpected("--report writes FILE.html (a page) or FILE.xml (JUnit), found \"" + path + "\"");
    }
    if (auto writable = check_writable(path); !writable) {
        return std::unexpected("cannot write the report to " + path + ": " + writable.error());
    }
    return is_xml ? make_junit_report(subject) : make_html_report(subject);
}

}  // namespace aiorun::cli
