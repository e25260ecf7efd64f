#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("as_completed hands results out in the order in which they come") {
    CHECK(printed_by(R"(
main:
  - as_completed: { for: d, in: [3, 1, 2], do: [ { sleep: "${{ d }}" }, { return: "${{ d }}" } ], each: r, then: [ { print: "${{ r }}" } ] }
    as: all
  - print: ${{ all }}
)") == Lines{"1", "2", "3", "null"});
}

TEST_CASE("break leaves as_completed, and the branches that are left belong to the run") {
    CHECK(printed_by(R"(
main:
  - as_completed:
      branches: [ { return: 1 }, [ { sleep: 2 }, { print: still runs } ] ]
      each: r
      then: [ { print: "${{ r }}" }, { break: } ]
  - sleep: 3
)") == Lines{"1", "still runs"});
}

TEST_CASE("a failure is raised when its turn comes, and the remaining branches run on") {
    CHECK(printed_by(R"(
main:
  - try:
      - as_completed: { branches: [ { raise: x }, [ { sleep: 1 }, { print: ran on } ] ], each: r, then: [] }
    except: { do: [ { print: "${{ error.message }}" } ] }
  - sleep: 2
)") == Lines{"x", "ran on"});
}

TEST_CASE("cancelling who waits in as_completed leaves the branches alone") {
    CHECK(printed_by(R"(
main:
  - spawn: { as_completed: { branches: [ [ { sleep: 3 }, { print: branch } ] ] } }
    as: h
  - sleep: 1
  - cancel: h
  - sleep: 4
  - print: ${{ h.cancelled }}
)") == Lines{"branch", "true"});
}

}  // namespace aiorun::testing
