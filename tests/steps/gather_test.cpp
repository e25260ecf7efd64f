#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("gather gives the values of its branches in their order") {
    CHECK(run_text("main:\n  - gather: [ [ { sleep: 2 }, { return: a } ], { return: b } ]\n    as: r\n  - return: ${{ r }}\n").result ==
          R"(["a","b"])");
    CHECK(run_text("main:\n  - gather: []\n    as: r\n  - return: ${{ r }}\n").result == "[]");
}

TEST_CASE("gather generates branches, with their number and a limit") {
    Outcome outcome = run_text(R"(
main:
  - gather: { for: x, in: [a, b, c], index: i, limit: 2, do: [ { sleep: 1 }, { return: "${{ x }}${{ i }}" } ] }
    as: r
  - return: ${{ r }}
)");
    CHECK(outcome.result == R"(["a0","b1","c2"])");
    CHECK(outcome.elapsed == 2.0);
}

TEST_CASE("the first error leaves gather at once, and the other branches run on") {
    CHECK(printed_by(R"(
main:
  - try: [ { gather: [ { raise: x }, [ { sleep: 2 }, { print: ran on } ] ] } ]
    except: { do: [ { print: "caught at ${{ elapsed() }}" } ] }
  - sleep: 3
)") == Lines{"caught at 0.0", "ran on"});
}

TEST_CASE("with return_exceptions errors stand among the results") {
    CHECK(run_text(R"(
main:
  - gather: { branches: [ { raise: { type: A, message: m, data: 1 } }, { return: 2 } ], return_exceptions: true }
    as: r
  - return: ${{ r }}
)").result == R"([{"error":{"type":"A","message":"m","data":1}},2])");
}

TEST_CASE("a cancelled gather cancels its branches and starts no more") {
    CHECK(printed_by(R"(
main:
  - spawn:
      gather:
        for: n
        in: [1, 2, 3]
        limit: 2
        do: [ { print: "start ${{ n }}" }, { try: [ { sleep: 9 } ], finally: [ { print: "end ${{ n }}" } ] } ]
    as: h
  - sleep: 1
  - cancel: h
  - sleep: 1
  - print: ${{ h.cancelled }}
)") == Lines{"start 1", "start 2", "end 1", "end 2", "true"});
}

TEST_CASE("the list and the limit of gather are checked, before the run when they are written out") {
    CHECK(diagnostics_of("main:\n  - gather: { for: x, in: 3, do: [] }\n") ==
          Lines{"2:27: error: \"in\" of gather is a list or a map, found int 3 [wrong-type]"});
    CHECK(diagnostics_of("main:\n  - gather: { branches: [], limit: 0 }\n") ==
          Lines{"2:36: error: the limit of gather is at least 1, found 0 [wrong-value]"});
    CHECK(run_text("main:\n  - gather: { branches: [], limit: \"${{ 1 - 1 }}\" }\n").error ==
          "ValueError: the limit of gather is at least 1, found 0");
}

}  // namespace aiorun::testing
