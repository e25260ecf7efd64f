#include "tests/support/catch.hpp"
#include "tests/support/contains_text.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("break leaves the innermost loop and continue goes on with its next round") {
    CHECK(printed_by(R"(
main:
  - for: a
    in: [1, 2]
    do:
      - for: b
        in: [1, 2, 3]
        do:
          - if: b == 2
            continue:
          - if: a == 2 && b == 3
            break:
          - print: ${{ a }}${{ b }}
      - print: after ${{ a }}
)") == Lines{"11", "13", "after 1", "21", "after 2"});
}

TEST_CASE("break and continue outside of a loop, or with a value, are check errors") {
    CHECK(diagnostics_of("main:\n  - break:\n") == Lines{"2:5: error: \"break\" is not inside of a loop [jump-outside-loop]"});
    CHECK(diagnostics_of("main:\n  - while: true\n    do: [ { continue: 1 } ]\n") ==
          Lines{"3:23: error: \"continue\" takes no value, found an int [wrong-type]"});
}

TEST_CASE("break in a branch ends the branch, and check says so") {
    std::string text = "main:\n  - while: true\n    do:\n      - gather: [ [ { break: }, { print: never } ] ]\n      - break:\n";
    Outcome outcome = run_text(text);
    CHECK(outcome.lines.empty());
    REQUIRE(outcome.diagnostics.size() == 1);
    CHECK_THAT(outcome.diagnostics[0], contains_text("4:23: warning: \"break\" ends only this branch"));
}

}  // namespace aiorun::testing
