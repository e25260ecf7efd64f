#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("await gives the result of a task, or of a list of them in its order") {
    CHECK(printed_by(R"(
main:
  - { spawn: [ { sleep: 2 }, { return: a } ], as: x }
  - { spawn: [ { sleep: 1 }, { return: b } ], as: y }
  - { await: x, as: one }
  - { await: [ x, "${{ y }}" ], as: both }
  - assign: { list: [ "${{ y }}", "${{ x }}" ] }
  - { await: "${{ list }}", as: again }
  - print: ${{ [one, both, again] }}
)") == Lines{R"(["a",["a","b"],["b","a"]])"});
}

TEST_CASE("await raises what the task raised, to each who awaits it") {
    CHECK(printed_by(R"(
main:
  - { spawn: { raise: x }, as: h }
  - for: n
    in: [1, 2]
    do:
      - try: [ { await: h } ]
        except: { do: [ { print: "${{ n }} ${{ error.message }}" } ] }
)") == Lines{"1 x", "2 x"});
}

TEST_CASE("cancelling who awaits cancels what is awaited, and nobody else's wait") {
    CHECK(printed_by(R"(
main:
  - { spawn: { sleep: 9 }, as: inner }
  - { spawn: { await: inner }, as: outer }
  - sleep: 1
  - cancel: outer
  - sleep: 1
  - print: ${{ inner.cancelled }} ${{ outer.cancelled }}
)") == Lines{"true true"});
}

TEST_CASE("a task that awaits itself is a RuntimeError") {
    CHECK_THAT(run_text(R"(
vars: { handles: [] }
main:
  - { spawn: [ { sleep: 1 }, { await: "${{ handles[0] }}" } ], as: h }
  - assign: { handles: [ "${{ h }}" ] }
  - await: h
)").error,
               Catch::Matchers::StartsWith("RuntimeError: "));
}

TEST_CASE("await of what is no handle") {
    CHECK(run_text("main:\n  - assign: { x: 1 }\n  - await: x\n").error == "ValueError: expected the handle of a task, found int 1");
    CHECK(diagnostics_of("main:\n  - await: 5\n") == Lines{"2:12: error: expected the handle of a task, found an int [wrong-type]"});
    CHECK(diagnostics_of("main:\n  - await: nothing\n") == Lines{"2:12: error: unknown name \"nothing\" [unknown-name]"});
}

}  // namespace aiorun::testing
