#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("switch runs the first case that holds, and gives the value of its last step") {
    CHECK(printed_by(R"(
main:
  - for: n
    in: [1, 5, 9]
    do:
      - switch:
          - when: n < 3
            do: [ { do: [], as: x }, { print: low } ]
          - when: n < 6
            do: [ { print: middle } ]
          - do: [ { print: high } ]
)") == Lines{"low", "middle", "high"});
}

TEST_CASE("switch without a case that holds does nothing and gives null") {
    CHECK(printed_by("main:\n  - switch: [ { when: 1 > 2, do: [ { print: x } ] } ]\n    as: r\n  - print: ${{ r }}\n") ==
          Lines{"null"});
}

TEST_CASE("later conditions of switch are not evaluated") {
    CHECK(printed_by(R"(
main:
  - assign: { n: 0 }
  - switch:
      - when: n == 0
        do: [ { print: zero } ]
      - when: 1 / n > 0
        do: []
)") == Lines{"zero"});
}

TEST_CASE("a case behind the default is never reached") {
    CHECK(diagnostics_of("main:\n  - switch:\n      - do: []\n      - when: 1 > 2\n        do: []\n") ==
          Lines{"4:9: error: this case is never reached: the one before it has no `when` [unreachable]"});
}

}  // namespace aiorun::testing
