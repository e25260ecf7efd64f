#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("timeout cancels its step and raises a TimeoutError") {
    Outcome outcome = run_text("main:\n  - sleep: 5\n    timeout: 1500ms\n");
    CHECK(outcome.error == "TimeoutError: the step took longer than 1.5s");
    CHECK(outcome.elapsed == 1.5);
}

TEST_CASE("a timeout of zero or less strikes at the first wait") {
    CHECK(run_text("main:\n  - do: [ { print: x }, { sleep: 1 } ]\n    timeout: -1\n").error == "TimeoutError: the step took longer than -1s");
    CHECK(printed_by("main:\n  - print: x\n    timeout: 0\n") == Lines{"x"});
}

TEST_CASE("a cancellation from outside is not turned into a TimeoutError") {
    CHECK(printed_by(R"(
main:
  - { spawn: { sleep: 9, timeout: 5 }, as: h }
  - sleep: 1
  - cancel: h
  - sleep: 1
  - print: ${{ h.cancelled }}
)") == Lines{"true"});
}

TEST_CASE("a timeout that is no duration") {
    CHECK_THAT(run_text("main:\n  - sleep: 1\n    timeout: ${{ [1] }}\n").error, Catch::Matchers::StartsWith("ValueError: \"timeout\" is a duration"));
    CHECK(diagnostics_of("main:\n  - sleep: 1\n    timeout: soon\n").size() == 1);
}

}  // namespace aiorun::testing
