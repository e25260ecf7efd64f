#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("sleep lets the run's clock pass") {
    Outcome outcome = run_text("main:\n  - sleep: 1m30s\n  - return: ${{ elapsed() }}\n");
    CHECK(outcome.result == "90.0");
}

TEST_CASE("sleep of zero or less gives the others one turn and takes no time") {
    CHECK(printed_by(R"(
main:
  - spawn: { print: other }
  - sleep: -3
  - print: ${{ elapsed() }}
)") == Lines{"other", "0.0"});
}

TEST_CASE("sleep takes a number of seconds from an expression") {
    CHECK(run_text("vars: { d: 0.25 }\nmain:\n  - sleep: ${{ d * 2 }}\n").elapsed == 0.5);
}

TEST_CASE("sleep refuses what is no duration before the run") {
    Lines found = diagnostics_of("main:\n  - sleep: soon\n");
    REQUIRE(found.size() == 1);
    CHECK_THAT(found[0], Catch::Matchers::StartsWith("2:12: error: "));
}

TEST_CASE("sleep of a value that is no duration is a ValueError") {
    Outcome outcome = run_text("vars: { d: soon }\nmain:\n  - sleep: ${{ d }}\n");
    CHECK_THAT(outcome.error, Catch::Matchers::StartsWith("ValueError: "));
}

}  // namespace aiorun::testing
