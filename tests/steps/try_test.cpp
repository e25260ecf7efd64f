#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("else runs when nothing was raised, finally in any case") {
    CHECK(printed_by(R"(
main:
  - try: [ { print: body } ]
    except: { do: [ { print: handler } ] }
    else: [ { print: else } ]
    finally: [ { print: finally } ]
  - try: [ { raise: x } ]
    except: { do: [ { print: handler } ] }
    else: [ { print: else } ]
    finally: [ { print: finally } ]
)") == Lines{"body", "else", "finally", "handler", "finally"});
}

TEST_CASE("try gives the value of the last step that ran, which finally does not change") {
    CHECK(printed_by(R"(
tasks: { give: { params: { x: ~ }, do: [ { return: "${{ x }}" } ] } }
main:
  - try: [ { give: { x: 1 } } ]
    finally: [ { give: { x: 2 } } ]
    as: a
  - try: [ { raise: x } ]
    except: { do: [ { give: { x: 3 } } ] }
    as: b
  - print: ${{ [a, b] }}
)") == Lines{"[1,3]"});
}

TEST_CASE("a jump out of finally swallows the error") {
    CHECK(run_text("main:\n  - try: [ { raise: x } ]\n    finally: [ { return: 5 } ]\n").result == "5");
}

TEST_CASE("an error raised in a handler, in its condition or in finally has the first one as its cause") {
    for (const char* rest : {"except: { do: [ { raise: second } ] }", "finally: [ { raise: second } ]"}) {
        Outcome outcome = run_text(std::string("main:\n  - try: [ { raise: first } ]\n    ") + rest + "\n");
        CHECK(outcome.error == "RuntimeError: second");
        REQUIRE(outcome.raised->cause);
        CHECK(outcome.raised->cause->message == "first");
    }
    Outcome outcome = run_text("main:\n  - try: [ { raise: first } ]\n    except: { if: error.nothing, do: [] }\n");
    CHECK_THAT(outcome.error, Catch::Matchers::StartsWith("ValueError: no field \"nothing\""));
    REQUIRE(outcome.raised->cause);
    CHECK(outcome.raised->cause->message == "first");
}

TEST_CASE("finally runs when the task is cancelled, and may wait") {
    CHECK(printed_by(R"(
main:
  - spawn:
      try: [ { sleep: 10 } ]
      finally: [ { sleep: 1 }, { print: "tidy at ${{ elapsed() }}" } ]
    as: h
  - sleep: 1
  - cancel: h
  - sleep: 5
  - print: ${{ h.cancelled }}
)") == Lines{"tidy at 2.0", "true"});
}

TEST_CASE("a try needs except, except_group or finally, and not both kinds of handlers") {
    CHECK(diagnostics_of("main:\n  - try: []\n") ==
          Lines{"2:5: error: a \"try\" needs \"except\", \"except_group\" or \"finally\" [missing-key]"});
    CHECK(diagnostics_of("main:\n  - try: []\n    except: []\n    except_group: []\n") ==
          Lines{"4:19: error: a \"try\" has \"except\" or \"except_group\", not both [two-handlers]"});
}

TEST_CASE("a list of no handlers is a check error") {
    CHECK(diagnostics_of("main:\n  - try: [ { print: x } ]\n    except: []\n") ==
          Lines{"3:13: error: this list of handlers is empty, so nothing is handled [missing-handler]"});
}

}  // namespace aiorun::testing
