#include "observe/report_junit.hpp"

#include <optional>

#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::observe {
namespace {

using testing::Scenario;

/// The report of a run on the virtual clock.
std::string report_of(Scenario scenario) {
    std::optional<JUnitReport> report;
    std::string text;
    scenario.observe = [&](runtime::Loop& loop) {
        JUnitReport::Setting setting{.suite = "suite",
                                     .file = "flow.yaml",
                                     .timestamp = "2026-01-31T23:59:59",
                                     .host = "host",
                                     .properties = {{"seed", "1"}},
                                     .is_task = [](std::string_view name) { return name.starts_with("check_"); },
                                     .mask = [](std::string shown) {
                                         size_t at = shown.find("s3cret");
                                         return at == std::string::npos ? shown : shown.replace(at, 6, "***");
                                     },
                                     .explain = [](const value::Error& error) {
                                         return "line " + std::to_string(error.place.line) + "\n";
                                     }};
        report.emplace(loop, std::move(setting));
        return &*report;
    };
    scenario.after_run = [&](const workflow::RunResult& result) {
        value::ErrorReference error = result.error;
        if (result.reason == workflow::StopReason::timeout) {
            error = value::make_error(value::error_type::timeout, "the run took too long");
        }
        text = report->finish({error, "who waits\n", result.forgotten, 0});
    };
    testing::Outcome outcome = testing::run_workflow(std::move(scenario));
    CHECK(outcome.diagnostics.empty());
    return text;
}

std::string report_of(std::string text) {
    Scenario scenario;
    scenario.text = std::move(text);
    return report_of(std::move(scenario));
}

/// One line a test: class, name, time, and what became of it.
testing::Lines tests_of(const std::string& xml) {
    auto attribute = [&](std::string_view element, std::string_view name) {
        size_t begin = element.find(" " + std::string(name) + "=\"");
        if (begin == std::string_view::npos) {
            return std::string();
        }
        begin += name.size() + 3;
        return std::string(element.substr(begin, element.find('"', begin) - begin));
    };
    testing::Lines lines;
    for (size_t at = 0; (at = xml.find("<testcase", at)) != std::string::npos; ++at) {
        std::string_view head = std::string_view(xml).substr(at, xml.find('>', at) - at);
        std::string line = attribute(head, "classname") + " | " + attribute(head, "name") + " | " + attribute(head, "time");
        if (!head.ends_with('/')) {
            std::string_view rest = std::string_view(xml).substr(at + head.size() + 1);
            rest = rest.substr(rest.find('<') + 1);
            std::string_view outcome = rest.substr(0, rest.find('>'));
            line += " | " + std::string(outcome.substr(0, outcome.find(' ')));
            std::string type = attribute(outcome, "type");
            line += type.empty() ? "" : " " + type;
        }
        lines.push_back(line);
    }
    return lines;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_CASE("each step of main is a test, with its time on the run's clock") {
    std::string xml = report_of("main: [ { print: hello }, { name: rest, sleep: 1500ms }, { return: 1 } ]");
    CHECK(tests_of(xml) == testing::Lines{"flow.main | print (line 1) | 0.000", "flow.main | rest | 1.500",
                                          "flow.main | return (line 1) | 0.000"});
    CHECK(has(xml, R"(<testsuite name="suite" tests="3" failures="0" errors="0" skipped="0" time="1.500" )"
                   R"(timestamp="2026-01-31T23:59:59" hostname="host">)"));
    CHECK(has(xml, R"(<property name="seed" value="1"/>)"));
    CHECK(has(xml, "<system-out>hello\n</system-out>"));
}

TEST_CASE("what a test looked for is a failure, what kept it from looking is an error") {
    auto outcome = [](const std::string& step) { return tests_of(report_of("main: [ { name: t, " + step + " } ]")); };
    CHECK(outcome("assert: 1 == 2") == testing::Lines{"flow.main | t | 0.000 | failure AssertionError"});
    CHECK(outcome("raise: { type: HTTPError, message: m }") == testing::Lines{"flow.main | t | 0.000 | failure HTTPError"});
    CHECK(outcome("raise: m") == testing::Lines{"flow.main | t | 0.000 | error RuntimeError"});
    CHECK(outcome("timeout: 1s, sleep: 2") == testing::Lines{"flow.main | t | 1.000 | error TimeoutError"});
}

TEST_CASE("a failure tells its message, its type, and where it was") {
    std::string xml = report_of("main:\n  - name: t\n    assert: '1 < 0'\n");
    CHECK(has(xml, R"(<failure message="1 &lt; 0" type="AssertionError">AssertionError: 1 &lt; 0
line 3
</failure>)"));
}

TEST_CASE("a step whose `if` does not hold is skipped") {
    std::string xml = report_of("main: [ { name: t, if: 1 > 2, print: x } ]");
    CHECK(tests_of(xml) == testing::Lines{"flow.main | t | 0.000 | skipped"});
    CHECK(has(xml, R"(skipped="1")"));
}

TEST_CASE("each call in a generated gather is a test, and the gather that only holds them is none") {
    std::string xml = report_of(R"(
tasks:
  check_page: { params: { page: ~ }, do: [ { sleep: "${{ page }}" }, { assert: page != 2 } ] }
main:
  - gather: { for: page, in: [1, 2, 3], do: { check_page: { page: "${{ page }}" } }, return_exceptions: true }
)");
    CHECK(tests_of(xml) == testing::Lines{"flow.main | check_page[0] | 1.000",
                                          "flow.main | check_page[2] | 3.000",
                                          "flow.check_page | assert (line 3) in gather[0] | 0.000",
                                          "flow.check_page | assert (line 3) in gather[1] | 0.000 | failure AssertionError",
                                          "flow.check_page | assert (line 3) in gather[2] | 0.000"});
    CHECK(has(xml, R"(tests="5" failures="1" errors="0")"));
}

TEST_CASE("an error in a list of results is a failure of its branch, whatever that is") {
    std::string xml = report_of(R"(
tasks:
  check_page: { do: [ { raise: { type: Mine, message: m } } ] }
main:
  - gather:
      return_exceptions: true
      branches: [ { raise: boom }, { check_page: {} }, [ { sleep: 1 }, { raise: late } ], { sleep: 2, timeout: 1s }, { print: x } ]
)");
    CHECK(tests_of(xml) == testing::Lines{"flow.main | raise (line 7)[0] | 0.000 | error RuntimeError",
                                          "flow.main | check_page[1] | 0.000 | error Mine",
                                          "flow.main | sleep (line 7)[3] | 1.000 | error TimeoutError",
                                          "flow.main | raise (line 7)[2] | 0.000 | error RuntimeError"});
}

TEST_CASE("an error of a branch that its gather raises is told once") {
    CHECK(tests_of(report_of("main: [ { gather: [ { raise: boom }, { sleep: 1 } ] } ]")) ==
          testing::Lines{"flow.main | gather (line 1) | 0.000 | error RuntimeError"});
    CHECK(tests_of(report_of("main: [ { try: [ { gather: [ { raise: boom } ] } ], except: { do: [ { print: x } ] } } ]")) ==
          testing::Lines{"flow.main | try (line 1) | 0.000"});
}

TEST_CASE("branches that start as others end belong to the same body") {
    std::string xml = report_of(R"(
tasks:
  check_all: { do: [ { gather: { for: n, in: [1, 2, 3], limit: 1, do: [ { sleep: 1 }, { assert: n > 0 }, { print: x } ] } } ] }
main: [ { check_all: {} } ]
)");
    CHECK(tests_of(xml) == testing::Lines{"flow.main | check_all | 3.000", "flow.check_all | assert (line 3)[0] | 0.000",
                                          "flow.check_all | assert (line 3)[1] | 0.000",
                                          "flow.check_all | assert (line 3)[2] | 0.000"});
}

TEST_CASE("a group of errors that tests show is not told again") {
    std::string xml = report_of(R"(
main:
  - task_group: [ { name: a, raise: one }, { name: b, raise: two } ]
)");
    CHECK(tests_of(xml) == testing::Lines{"flow.main | a[0] | 0.000 | error RuntimeError",
                                          "flow.main | b[1] | 0.000 | error RuntimeError"});
}

TEST_CASE("a test whose error the workflow handles has passed, with a note") {
    std::string xml = report_of(R"(
main:
  - name: outer
    try: [ { name: inner, assert: 1 == 2 } ]
    except: { do: [ { print: handled } ] }
  - name: again
    retry: { attempts: 2, on: [AssertionError], delay: 1s }
    do: [ { name: late, assert: elapsed() >= 1.0 } ]
)");
    CHECK(tests_of(xml) == testing::Lines{"flow.main | outer | 0.000", "flow.main | inner | 0.000 | system-out",
                                          "flow.main | again | 1.000", "flow.main | late | 0.000 | system-out",
                                          "flow.main | late #2 | 0.000"});
    CHECK(has(xml, R"(failures="0" errors="0")"));
    CHECK(has(xml, "handled by the workflow: AssertionError: 1 == 2"));
}

TEST_CASE("an error that a handler raises again, or answers with another one, is a failure") {
    std::string again = report_of(R"(
main: [ { try: [ { name: t, assert: 1 == 2 } ], except: { do: [ { raise: ~ } ] } } ]
)");
    CHECK(tests_of(again) == testing::Lines{"flow.main | t | 0.000 | failure AssertionError"});
    std::string other = report_of(R"(
main: [ { try: [ { name: t, assert: 1 == 2 } ], except: { do: [ { name: u, raise: other } ] } } ]
)");
    CHECK(tests_of(other) == testing::Lines{"flow.main | t | 0.000 | failure AssertionError",
                                            "flow.main | u | 0.000 | error RuntimeError"});
}

TEST_CASE("losers of a race that succeeds are no failures, and those of one that fails are") {
    std::string won = report_of("main: [ { race: { until: success, branches: [ { name: l, raise: x }, { sleep: 1 } ] } } ]");
    CHECK(has(won, R"(errors="0")"));
    std::string lost = report_of("main: [ { race: { until: success, branches: [ { name: l, raise: x }, { raise: y } ] } } ]");
    CHECK(has(lost, R"(name="l[0]")"));
    CHECK_FALSE(has(lost, R"(errors="0")"));
}

TEST_CASE("tests that were cancelled were skipped, and the run's own error is a test of its own") {
    Scenario scenario;
    scenario.text = "main: [ { name: t, sleep: 10 } ]";
    scenario.timeout = std::chrono::seconds(2);
    CHECK(tests_of(report_of(std::move(scenario))) == testing::Lines{"flow.main | t | 2.000 | skipped",
                                                                    "flow | suite | 2.000 | error TimeoutError"});
}

TEST_CASE("a deadlock is an error that tells who waits for what") {
    std::string xml = report_of("shared: { e: event }\nmain: [ { wait: e } ]");
    CHECK(tests_of(xml).back() == "flow | suite | 0.000 | error DeadlockError");
    CHECK(has(xml, "who waits\n</error>"));
}

TEST_CASE("a failure that nobody awaited is a test of its own when no test shows it") {
    CHECK(tests_of(report_of("main: [ { spawn: { raise: lost }, as: h }, { sleep: 1 } ]")).back() ==
          "flow | task h | 1.000 | error RuntimeError");
    CHECK(tests_of(report_of("main: [ { spawn: { name: shown, raise: lost }, as: h }, { sleep: 1 } ]")).size() == 3);
}

TEST_CASE("a run that fails before its first step has a report") {
    std::string xml = report_of("vars: { x: \"${{ 1 / 0 }}\" }\nmain: [ { print: never } ]");
    CHECK(tests_of(xml) == testing::Lines{"flow | suite | 0.000 | error ValueError"});
}

TEST_CASE("secrets are hidden in names, messages and output") {
    std::string xml = report_of("main: [ { print: s3cret }, { name: of s3cret, raise: s3cret } ]");
    CHECK_FALSE(has(xml, "s3cret"));
    CHECK(has(xml, "of ***"));
}

TEST_CASE("what was printed is bounded, and so are the tests") {
    std::string long_output = report_of(R"(
main: [ { for: i, in: "${{ range(30) }}", do: [ { print: "${{ range(10000) }}" } ] } ]
)");
    CHECK(long_output.size() < JUnitReport::most_output + 10'000);
    CHECK(has(long_output, "more lines\n</system-out>"));
    std::string many = report_of(R"(
main: [ { for: i, in: "${{ range(50100) }}", do: [ { assert: true } ] }, { name: bad, assert: 1 == 2 } ]
)");
    CHECK(has(many, R"(tests="50001" failures="1")"));
    CHECK(has(many, R"(<property name="aiorun.tests.omitted" value="100"/>)"));
}

}  // namespace
}  // namespace aiorun::observe
