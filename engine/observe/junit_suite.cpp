#include "observe/junit_suite.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "observe/xml.hpp"

namespace aiorun::observe {
namespace {

/// Seconds with three decimals, which is as many as Surefire's schema takes.
std::string seconds(runtime::Duration time) { return fmt::format("{:.3f}", std::chrono::duration<double>(time).count()); }

std::string attribute(std::string_view name, std::string_view value) {
    return fmt::format(" {}=\"{}\"", name, xml_attribute(value));
}

size_t count(const TestSuite& suite, TestOutcome outcome) {
    return static_cast<size_t>(std::ranges::count(suite.cases, outcome, &TestCase::outcome));
}

/// The attributes that the suite and the root have in common.
std::string totals(const TestSuite& suite) {
    return attribute("name", suite.name) + fmt::format(" tests=\"{}\" failures=\"{}\" errors=\"{}\"", suite.cases.size(),
                                                       count(suite, TestOutcome::failure), count(suite, TestOutcome::error));
}

void append_problem(std::string& out, std::string_view element, const TestProblem& problem) {
    out += "      <" + std::string(element) + attribute("message", problem.message) + attribute("type", problem.type);
    out += problem.text.empty() ? "/>\n" : ">" + xml_text(problem.text) + "</" + std::string(element) + ">\n";
}

void append_outcome(std::string& out, const TestCase& test) {
    switch (test.outcome) {
        case TestOutcome::passed: return;
        case TestOutcome::failure: return append_problem(out, "failure", *test.problem);
        case TestOutcome::error: return append_problem(out, "error", *test.problem);
        case TestOutcome::skipped: out += "      <skipped" + attribute("message", test.problem->message) + "/>\n"; return;
    }
}

void append_case(std::string& out, const TestCase& test) {
    out += "    <testcase" + attribute("name", test.name) + attribute("classname", test.class_name) + " time=\"" +
           seconds(test.time) + "\"";
    if (test.outcome == TestOutcome::passed && test.note.empty()) {
        out += "/>\n";
        return;
    }
    out += ">\n";
    append_outcome(out, test);
    if (!test.note.empty()) {
        out += "      <system-out>" + xml_text(test.note) + "</system-out>\n";
    }
    out += "    </testcase>\n";
}

void append_properties(std::string& out, const TestSuite& suite) {
    out += "    <properties>\n";
    for (const auto& [name, value] : suite.properties) {
        out += "      <property" + attribute("name", name) + attribute("value", value) + "/>\n";
    }
    out += "    </properties>\n";
}

}  // namespace

std::string to_xml(const TestSuite& suite) {
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + totals(suite) + " time=\"" +
                      seconds(suite.time) + "\">\n  <testsuite" + totals(suite) +
                      fmt::format(" skipped=\"{}\" time=\"{}\"", count(suite, TestOutcome::skipped), seconds(suite.time)) +
                      attribute("timestamp", suite.timestamp) + attribute("hostname", suite.host) + ">\n";
    append_properties(out, suite);
    for (const TestCase& test : suite.cases) {
        append_case(out, test);
    }
    out += "    <system-out>" + xml_text(suite.output) + "</system-out>\n    <system-err/>\n";
    return out + "  </testsuite>\n</testsuites>\n";
}

}  // namespace aiorun::observe
