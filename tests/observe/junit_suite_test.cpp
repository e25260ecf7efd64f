#include "observe/junit_suite.hpp"

#include "tests/support/catch.hpp"

namespace aiorun::observe {
namespace {

TEST_CASE("a suite counts its tests by what became of them") {
    TestSuite suite{.name = "a \"b\"", .timestamp = "2026-01-31T23:59:59", .host = "h", .time = std::chrono::milliseconds(1250)};
    auto add = [&](TestOutcome outcome) {
        TestCase test{.outcome = outcome, .class_name = "c", .name = "n"};
        if (outcome != TestOutcome::passed) {
            test.problem = std::make_unique<TestProblem>(TestProblem{"T", "m", ""});
        }
        suite.cases.push_back(std::move(test));
    };
    for (TestOutcome outcome : {TestOutcome::passed, TestOutcome::failure, TestOutcome::error, TestOutcome::error,
                                TestOutcome::skipped}) {
        add(outcome);
    }
    CHECK(to_xml(suite) == R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="a &quot;b&quot;" tests="5" failures="1" errors="2" time="1.250">
  <testsuite name="a &quot;b&quot;" tests="5" failures="1" errors="2" skipped="1" time="1.250" timestamp="2026-01-31T23:59:59" hostname="h">
    <properties>
    </properties>
    <testcase name="n" classname="c" time="0.000"/>
    <testcase name="n" classname="c" time="0.000">
      <failure message="m" type="T"/>
    </testcase>
    <testcase name="n" classname="c" time="0.000">
      <error message="m" type="T"/>
    </testcase>
    <testcase name="n" classname="c" time="0.000">
      <error message="m" type="T"/>
    </testcase>
    <testcase name="n" classname="c" time="0.000">
      <skipped message="m"/>
    </testcase>
    <system-out></system-out>
    <system-err/>
  </testsuite>
</testsuites>
)");
}

}  // namespace
}  // namespace aiorun::observe
