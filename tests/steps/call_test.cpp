#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("a call passes arguments by name, and takes the defaults of the others") {
    CHECK(printed_by(R"(
tasks: { t: { params: { a: ~, b: "${{ a + 1 }}", c: 5 }, do: [ { return: [ "${{ a }}", "${{ b }}", "${{ c }}" ] } ] } }
main:
  - { t: { a: 1 }, as: x }
  - { t: { a: 1, b: ~, c: "${{ x[1] }}" }, as: y }
  - print: ${{ [x, y] }}
)") == Lines{"[[1,2,5],[1,null,2]]"});
}

TEST_CASE("missing and unknown arguments are found before the run, with the signature") {
    CHECK(diagnostics_of("tasks: { t: { params: { abc: ~ }, do: [] } }\nmain:\n  - t: { abd: 1 }\n") ==
          Lines{"3:5: error: \"t\" needs the argument \"abc\" [missing-argument]",
                "3:10: error: \"t\" has no param \"abd\", did you mean \"abc\"? [extra-argument]"});
    CHECK(diagnostics_of("tasks: { t: { do: [] } }\nmain:\n  - t: 5\n") ==
          Lines{"3:8: error: the arguments of \"t\" are a map, found an int [wrong-type]"});
}

TEST_CASE("the names of a call are its own") {
    CHECK(diagnostics_of("tasks: { t: { do: [ { assign: { own: 1 } } ] } }\nmain: [ { t: }, { print: \"${{ own }}\" } ]\n") ==
          Lines{"2:31: error: unknown name \"own\" [unknown-name]"});
}

TEST_CASE("calls that go too deep are a RuntimeError") {
    CHECK(run_text("tasks: { t: { do: [ { t: } ] } }\nmain: [ { t: } ]\n").error ==
          "RuntimeError: calls and branches are nested more than 1000 levels deep");
}

TEST_CASE("a task's name may hold a hyphen") {
    CHECK(run_text("tasks: { fetch-page: { do: [ { return: 1 } ] } }\nmain: [ { fetch-page: , as: x }, { return: \"${{ x }}\" } ]\n")
              .result == "1");
}

}  // namespace aiorun::testing
