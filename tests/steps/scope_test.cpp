#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("an unknown name is found before the run, with the near one") {
    CHECK(diagnostics_of("vars: { total: 1 }\nmain: [ { print: \"${{ totl }}\" } ]\n") ==
          Lines{"2:23: error: unknown name \"totl\", did you mean \"total\"? [unknown-name]"});
}

TEST_CASE("a name that is bound anywhere in the task is local to it") {
    CHECK(diagnostics_of("main:\n  - if: 1 > 2\n    assign: { x: 1 }\n  - print: ${{ x }}\n").empty());
}

TEST_CASE("a branch copies the names it mentions when it is created") {
    CHECK(printed_by(R"(
main:
  - assign: { x: 1 }
  - gather:
      - [ { assign: { x: 5 } }, { gather: [ { print: "inner ${{ x }}" } ] } ]
      - print: outer ${{ x }}
  - print: after ${{ x }}
)") == Lines{"outer 1", "inner 5", "after 1"});
}

TEST_CASE("as, for and each may not name a variable of the run") {
    std::string message = " may not name \"v\", which is a variable of the run [binds-variable]";
    std::string begin = "vars: { v: 1 }\nmain:\n  - ";
    CHECK(diagnostics_of(begin + "{ sleep: 1, as: v }\n") == Lines{"3:21: error: \"as\"" + message});
    CHECK(diagnostics_of(begin + "{ for: v, in: [], do: [] }\n") == Lines{"3:12: error: \"for\"" + message});
    CHECK(diagnostics_of(begin + "{ as_completed: { branches: [], each: v } }\n") == Lines{"3:43: error: \"each\"" + message});
}

}  // namespace aiorun::testing
