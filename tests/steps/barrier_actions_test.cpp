#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("abort breaks a barrier for those who wait and those who come, reset makes it whole") {
    CHECK(printed_by(R"(
shared: { b: { barrier: 2 } }
tasks: { come: { do: [ { try: [ { wait: b } ], except: { do: [ { print: "${{ error.type }}" } ] } } ] } }
main:
  - gather: [ { come: }, { abort: b } ]
  - come:
  - reset: b
  - gather: [ { wait: b }, { wait: b } ]
    as: r
  - print: ${{ r }}
)") == Lines{"BrokenBarrierError", "BrokenBarrierError", "[0,1]"});
}

TEST_CASE("reset sends those who wait away with a BrokenBarrierError") {
    CHECK(run_text("shared: { b: { barrier: 2 } }\nmain:\n  - gather: [ { wait: b }, { reset: b } ]\n").error ==
          "BrokenBarrierError: the barrier b was aborted or reset");
}

TEST_CASE("a cancelled wait at a barrier leaves room for another task") {
    CHECK(printed_by(R"(
shared: { b: { barrier: 2 } }
main:
  - { spawn: { wait: b }, as: h }
  - sleep: 1
  - cancel: h
  - gather: [ { wait: b }, { wait: b } ]
    as: r
  - print: ${{ r }}
)") == Lines{"[0,1]"});
}

}  // namespace aiorun::testing
