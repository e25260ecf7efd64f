#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("do gives the value of its last step, and shares the names around it") {
    CHECK(printed_by(R"(
tasks: { one: { do: [ { return: 1 } ] } }
main:
  - do: [ { assign: { x: 5 } }, { one: } ]
    as: result
  - print: ${{ result }} ${{ x }}
)") == Lines{"1 5"});
}

TEST_CASE("a step of do that its if skips gives null") {
    CHECK(printed_by("main:\n  - do: [ { if: 1 > 2, print: x } ]\n    as: r\n  - print: ${{ r }}\n") == Lines{"null"});
}

TEST_CASE("do takes a list of steps only") {
    CHECK(diagnostics_of("main:\n  - do: { print: x }\n") ==
          Lines{"2:9: error: \"do\" is a list of steps, found a map [wrong-type]"});
}

}  // namespace aiorun::testing
