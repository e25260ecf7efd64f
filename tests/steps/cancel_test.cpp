#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("cancel says whether the task was still running") {
    CHECK(printed_by(R"(
main:
  - { spawn: { sleep: 9 }, as: a }
  - { spawn: { sleep: 0 }, as: b }
  - sleep: 1
  - { cancel: a, as: first }
  - { cancel: [ a, b ], as: list }
  - sleep: 0
  - { cancel: a, as: last }
  - print: ${{ [first, list, last] }}
)") == Lines{"[true,[true,false],false]"});
}

TEST_CASE("a task that is cancelled before its first step never starts") {
    CHECK(printed_by("main:\n  - { spawn: { print: never }, as: h }\n  - cancel: h\n  - sleep: 1\n  - print: ${{ h.cancelled }}\n") ==
          Lines{"true"});
}

TEST_CASE("a task that swallows its cancellation ends well") {
    CHECK(printed_by(R"(
main:
  - spawn: [ { try: [ { sleep: 9 } ], except: { type: CancelledError, do: [] } }, { return: fine } ]
    as: h
  - sleep: 1
  - cancel: h
  - await: h
    as: r
  - print: ${{ r }} ${{ h.cancelled }}
)") == Lines{"fine false"});
}

}  // namespace aiorun::testing
