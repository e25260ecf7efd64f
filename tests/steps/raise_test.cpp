#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("raise of a text is a RuntimeError") {
    CHECK(run_text("main:\n  - raise: oh ${{ 1 + 1 }}\n").error == "RuntimeError: oh 2");
    CHECK(run_text("main:\n  - raise: \"\"\n").error == "RuntimeError");
}

TEST_CASE("raise takes a type, a message and data") {
    CHECK(printed_by(R"(
main:
  - try: [ { raise: { type: Mine, message: "${{ 3 }}", data: { a: 1 } } } ]
    except: { type: Mine, do: [ { print: "${{ error.message }} ${{ error.data.a }}" } ] }
)") == Lines{"3 1"});
}

TEST_CASE("the type of raise may be computed, and has to be text") {
    CHECK(run_text("main:\n  - raise: { type: \"${{ 'A' + 'b' }}\" }\n").error == "Ab");
    CHECK(run_text("main:\n  - raise: { type: \"${{ 1 }}\" }\n").error == "ValueError: the type of raise is a name, found 1");
}

TEST_CASE("raise of a CancelledError is a cancellation") {
    CHECK(printed_by(R"(
main:
  - spawn: { raise: { type: CancelledError } }
    as: h
  - sleep: 1
  - print: ${{ h.cancelled }}
)") == Lines{"true"});
}

TEST_CASE("a bare raise in a handler raises the same error again") {
    Outcome outcome = run_text(R"(
main:
  - try: [ { raise: { type: Mine, message: first } } ]
    except: { do: [ { print: seen }, { raise: } ] }
)");
    CHECK(outcome.error == "Mine: first");
    CHECK(outcome.raised->place.line == 3);
}

TEST_CASE("a bare raise outside of a handler of the same branch is a check error") {
    Lines expected{"4:27: error: a bare \"raise\" is not inside of a handler [bare-raise]"};
    CHECK(diagnostics_of("main:\n  - try: []\n    except:\n      do: [ { gather: [ { raise: } ] } ]\n") == expected);
}

TEST_CASE("what is no text is no message and no type") {
    CHECK(diagnostics_of("main: [ { raise: [1] } ]\n") == Lines{"1:18: error: the message of raise is a text, found a list [wrong-type]"});
    CHECK(diagnostics_of("main: [ { raise: { type: [a] } } ]\n") == Lines{"1:26: error: the type of raise is a text, found a list [wrong-type]"});
    CHECK(diagnostics_of("main: [ { raise: \"${{ [1] }}\" } ]\n").empty());
}

}  // namespace aiorun::testing
