#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("while looks at its condition before each round") {
    CHECK(printed_by(R"(
main:
  - assign: { n: 1 }
  - while: n < 20
    do: [ { assign: { n: "${{ n * 3 }}" } } ]
    as: result
  - print: ${{ n }} ${{ result }}
)") == Lines{"27 null"});
}

TEST_CASE("a condition of while that is no bool is a ValueError, and a constant one a check error") {
    CHECK_THAT(run_text("main:\n  - assign: { n: 1 }\n  - while: n\n    do: []\n").error,
               Catch::Matchers::StartsWith("ValueError: expected a bool, found int: 1"));
    CHECK(diagnostics_of("main:\n  - while: 1\n    do: []\n") ==
          Lines{"2:12: error: a condition is a bool, this is always 1 [expression-condition]"});
}

TEST_CASE("a loop that never waits is ended by the run's time limit") {
    Scenario scenario;
    scenario.text = "main:\n  - while: elapsed() >= 0.0\n    do: [ { sleep: 1 } ]\n";
    scenario.timeout = std::chrono::seconds(3);
    Outcome outcome = run_workflow(scenario);
    CHECK(outcome.reason == workflow::StopReason::timeout);
    CHECK(outcome.elapsed == 3.0);
}

}  // namespace aiorun::testing
