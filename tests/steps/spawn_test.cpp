#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("spawn gives a handle that tells what becomes of its task") {
    CHECK(printed_by(R"(
main:
  - spawn: [ { sleep: 1 }, { return: 5 } ]
    as: h
  - print: ${{ h.name }} ${{ h.done }} ${{ h.result }} ${{ h.error }}
  - sleep: 2
  - print: ${{ h.done }} ${{ h.cancelled }} ${{ h.result }}
)") == Lines{"h false null null", "true false 5"});
}

TEST_CASE("a task is named after its step, else its handle, else what it calls") {
    CHECK(printed_by(R"(
tasks: { work: { do: [ { raise: x } ] } }
main:
  - for: n
    in: [1, 2]
    do:
      - { spawn: { sleep: 0 }, as: h, name: "worker ${{ n }}" }
      - print: ${{ h.name }}
  - spawn: { work: }
)") == Lines{"worker 1", "worker 2", "RuntimeError: x"});
    CHECK(run_text("tasks: { work: { do: [ { raise: x } ] } }\nmain: [ { spawn: { work: } }, { sleep: 1 } ]\n").forgotten ==
          Lines{"work: RuntimeError: x"});
}

TEST_CASE("a name that cannot be evaluated is the error of the spawn") {
    CHECK_THAT(run_text("main:\n  - spawn: { sleep: 1 }\n    name: ${{ 1 / 0 }}\n").error,
               Catch::Matchers::StartsWith("ValueError: division by zero"));
}

TEST_CASE("the error of a handle says all that a handler would see") {
    CHECK(printed_by(R"(
main:
  - spawn: { raise: { type: A, data: 1 } }
    as: h
  - try: [ { await: h } ]
    except: { do: [ { print: "${{ h.error == error }} ${{ h.error.line }} ${{ h.error.task }}" } ] }
)") == Lines{"true 3 h"});
}

TEST_CASE("a spawned task starts with a copy of the names") {
    CHECK(printed_by(R"(
main:
  - assign: { x: 1 }
  - spawn: [ { sleep: 1 }, { assign: { x: "${{ x + 10 }}" } }, { print: "${{ x }}" } ]
  - assign: { x: 2 }
  - sleep: 2
  - print: ${{ x }}
)") == Lines{"11", "2"});
}

TEST_CASE("a task that is left over when main ends is cancelled and awaited") {
    CHECK(printed_by(R"(
main:
  - spawn:
      try: [ { sleep: 9 } ]
      finally: [ { sleep: 1 }, { print: "tidy at ${{ elapsed() }}" } ]
  - sleep: 1
)") == Lines{"tidy at 2.0"});
}

TEST_CASE("who reads the error or the result of a handle has seen its failure") {
    auto forgotten = [](const std::string& read) {
        return run_text("main:\n  - { spawn: { raise: x }, as: h }\n  - sleep: 1\n  - print: \"${{ " + read + " }}\"\n").forgotten;
    };
    CHECK(forgotten("h.error").empty());
    CHECK(forgotten("h.result").empty());
    for (const char* read : {"h.done", "h.cancelled", "h.name"}) {
        CHECK(forgotten(read) == Lines{"h: RuntimeError: x"});
    }
    // Too early: there was nothing to see.
    CHECK(run_text("main:\n  - { spawn: [ { sleep: 1 }, { raise: x } ], as: h }\n  - print: \"${{ h.error }}\"\n  - sleep: 2\n").forgotten ==
          Lines{"h: RuntimeError: x"});
}

TEST_CASE("a task may spawn the next one for ever: nothing nests") {
    CHECK(printed_by(R"(
tasks:
  tick:
    params: { n: ~ }
    do:
      - sleep: 1
      - { if: n < 3000, spawn: { tick: { n: "${{ n + 1 }}" } }, else: [ { print: "${{ elapsed() }}" } ] }
main: [ { spawn: { tick: { n: 1 } } }, { sleep: 5000 } ]
)") == Lines{"3000.0"});
}

}  // namespace aiorun::testing
