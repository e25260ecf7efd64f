#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("the first branch that ends wins a race, and the others are cancelled and awaited") {
    CHECK(printed_by(R"(
main:
  - race:
      - try: [ { sleep: 5 } ]
        finally: [ { sleep: 1 }, { print: loser } ]
      - [ { sleep: 1 }, { return: winner } ]
    as: r
  - print: ${{ r }} at ${{ elapsed() }}
)") == Lines{"loser", "winner at 2.0"});
}

TEST_CASE("a failure wins a race, unless it is until success") {
    CHECK(run_text("main:\n  - race: [ { raise: x }, { sleep: 1 } ]\n").error == "RuntimeError: x");
    CHECK(run_text("main:\n  - race: { branches: [ { raise: x }, [ { sleep: 1 }, { return: 7 } ] ], until: success }\n"
                   "    as: r\n  - return: ${{ r }}\n")
              .result == "7");
}

TEST_CASE("when all branches fail the errors stand in the order of the branches") {
    CHECK(run_text("main:\n  - race: { branches: [ [ { sleep: 1 }, { raise: { type: A } } ], { raise: { type: B } } ], until: success }\n")
              .error == "ExceptionGroup: every branch of the race failed [A, B]");
}

TEST_CASE("errors that a race has seen are not reported, even when it is cancelled twice") {
    Outcome outcome = run_text(R"(
main:
  - spawn: { race: { for: t, in: [1, 5], do: [ { sleep: "${{ t }}" }, { raise: x } ], until: success } }
    as: h
  - sleep: 3
  - cancel: h
)");
    CHECK(outcome.forgotten.empty());
    CHECK(outcome.kind == Outcome::Kind::success);
}

TEST_CASE("a race without branches is refused") {
    CHECK(diagnostics_of("main:\n  - race: []\n") == Lines{"2:11: error: a race needs at least one branch [wrong-value]"});
    CHECK(run_text("main:\n  - race: { for: x, in: \"${{ [] }}\", do: [] }\n").error ==
          "ValueError: a race needs at least one branch");
}

}  // namespace aiorun::testing
