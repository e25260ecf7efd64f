#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("assign binds names in order, each seeing those before it") {
    CHECK(run_text("main:\n  - assign: { a: 2, b: \"${{ a * a }}\", c: [ \"${{ b }}\" ] }\n  - return: [\"${{ a }}\", \"${{ c }}\"]\n")
              .result == "[2,[4]]");
}

TEST_CASE("assign sets a variable for the whole run, and any other name for this task alone") {
    CHECK(printed_by(R"(
vars: { shared_one: 1 }
tasks: { set_both: { do: [ { assign: { shared_one: 2, own: 2 } } ] } }
main:
  - assign: { own: 1 }
  - set_both:
  - print: ${{ shared_one }} ${{ own }}
)") == Lines{"2 1"});
}

TEST_CASE("assign to a param of the task hides the variable of that name") {
    CHECK(printed_by(R"(
vars: { x: 1 }
tasks: { t: { params: { x: ~ }, do: [ { assign: { x: 5 } }, { print: "${{ x }}" } ] } }
main: [ { t: { x: 2 } }, { print: "${{ x }}" } ]
)") == Lines{"5", "1"});
}

TEST_CASE("assign needs a map of identifiers") {
    CHECK(diagnostics_of("main:\n  - assign: [a]\n") == Lines{"2:13: error: \"assign\" is a map of names to values, found a list [wrong-type]"});
    CHECK(diagnostics_of("main:\n  - assign: { a.b: 1 }\n") ==
          Lines{"2:15: error: \"assign\" needs a name: a letter (a-z, A-Z) or _, then letters, digits and _; found \"a.b\" [bad-name]"});
    CHECK(diagnostics_of("main:\n  - assign: { in: 1 }\n") ==
          Lines{"2:15: error: no name may be \"in\": expressions read it as something else [bad-name]"});
}

}  // namespace aiorun::testing
