#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("a shielded step goes on when who waits for it is cancelled") {
    CHECK(printed_by(R"(
main:
  - { spawn: { shield: true, do: [ { sleep: 2 }, { print: finished } ] }, as: h }
  - sleep: 1
  - cancel: h
  - sleep: 0
  - print: ${{ h.cancelled }}
  - sleep: 2
)") == Lines{"true", "finished"});
}

TEST_CASE("a shielded step is a branch: its names are its own, its result binds outside") {
    CHECK(printed_by(R"(
main:
  - assign: { x: 1 }
  - shield: true
    do: [ { assign: { x: 2 } }, { return: "${{ x }}" } ]
    as: y
  - print: ${{ x }} ${{ y }}
)") == Lines{"1 2"});
}

TEST_CASE("shield is written out") {
    CHECK(diagnostics_of("main:\n  - sleep: 1\n    shield: ${{ true }}\n") ==
          Lines{"3:13: error: \"shield\" is true or false, found a string [wrong-type]"});
}

}  // namespace aiorun::testing
