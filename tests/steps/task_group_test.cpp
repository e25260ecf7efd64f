#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("task_group gives the values of its branches in their order") {
    CHECK(run_text("main:\n  - task_group: { for: d, in: [2, 1], do: [ { sleep: \"${{ d }}\" }, { return: \"${{ d }}\" } ] }\n"
                   "    as: r\n  - return: ${{ r }}\n")
              .result == "[2,1]");
}

TEST_CASE("the first failure cancels the other branches, whose clean-up is awaited") {
    Outcome outcome = run_text(R"(
main:
  - task_group:
      - [ { sleep: 1 }, { raise: { type: A } } ]
      - try: [ { sleep: 9 } ]
        finally: [ { sleep: 1 }, { print: "tidy at ${{ elapsed() }}" }, { raise: { type: B } } ]
)");
    CHECK(outcome.lines == Lines{"tidy at 2.0"});
    CHECK(outcome.error == "ExceptionGroup: unhandled errors in a TaskGroup [A, B]");
}

TEST_CASE("the body of a task_group joins what it spawns, also from nested blocks") {
    CHECK(printed_by(R"(
main:
  - task_group:
      do:
        - for: n
          in: [1, 2]
          do: [ { spawn: [ { sleep: "${{ n }}" }, { print: "task ${{ n }}" } ] } ]
        - print: body
  - print: joined at ${{ elapsed() }}
)") == Lines{"body", "task 1", "task 2", "joined at 2.0"});
}

TEST_CASE("a spawn into a group that is shutting down is a RuntimeError") {
    CHECK(run_text(R"(
main:
  - task_group:
      do:
        - spawn: { raise: { type: A } }
        - try: [ { sleep: 5 } ]
          except: { type: CancelledError, do: [ { spawn: { print: never } } ] }
)").error == "ExceptionGroup: unhandled errors in a TaskGroup [A, RuntimeError: cannot spawn: the task_group is shutting down]");
}

TEST_CASE("a branch that ended cancelled gives null, and does not fail the group") {
    CHECK(run_text("main:\n  - task_group: [ { raise: { type: CancelledError } }, { return: 1 } ]\n    as: r\n  - return: ${{ r }}\n")
              .result == "[null,1]");
}

TEST_CASE("a body takes no limit") {
    CHECK(diagnostics_of("main:\n  - task_group: { limit: 2, do: [] }\n") ==
          Lines{"2:26: error: a task_group with a body takes no \"limit\" [unknown-key]"});
}

}  // namespace aiorun::testing
