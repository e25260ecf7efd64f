#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("return ends the task with a value") {
    CHECK(printed_by(R"(
tasks: { t: { do: [ { return: { a: 1 } }, { print: never } ] } }
main: [ { t: , as: x }, { print: "${{ x.a }}" } ]
)") == Lines{"1"});
}

TEST_CASE("return in a branch ends the branch") {
    CHECK(printed_by("main:\n  - gather: [ [ { return: 1 }, { print: never } ], { return: 2 } ]\n    as: r\n  - print: ${{ r }}\n") ==
          Lines{"[1,2]"});
}

TEST_CASE("return without a value gives null, and a task without return as well") {
    CHECK(printed_by(R"(
tasks: { a: { do: [ { return: } ] }, b: { do: [ { do: [], as: x } ] } }
main: [ { a: , as: x }, { b: , as: y }, { print: "${{ [x, y] }}" } ]
)") == Lines{"[null,null]"});
}

TEST_CASE("return may not leave a handler of except_group") {
    Lines found = diagnostics_of("main:\n  - try: []\n    except_group: { type: X, do: [ { return: 1 } ] }\n");
    CHECK(found == Lines{"3:38: error: \"return\" may not leave a handler of \"except_group\" [jump-forbidden]"});
}

}  // namespace aiorun::testing
