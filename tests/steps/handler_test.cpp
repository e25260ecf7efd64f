#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("handlers match by the exact name of the type, the first one wins") {
    CHECK(printed_by(R"(
main:
  - for: type
    in: [A, B, C]
    do:
      - try: [ { raise: { type: "${{ type }}" } } ]
        except:
          - { type: [A, X], do: [ { print: first } ] }
          - { type: B, if: "1 > 2", do: [ { print: never } ] }
          - { as: e, do: [ { print: "rest ${{ e.type }}" } ] }
)") == Lines{"first", "rest B", "rest C"});
}

TEST_CASE("a handler without types does not take a cancellation, one that names it does") {
    CHECK(printed_by(R"(
main:
  - try: [ { raise: { type: CancelledError } } ]
    except:
      - { do: [ { print: never } ] }
      - { type: CancelledError, do: [ { print: taken } ] }
)") == Lines{"taken"});
}

TEST_CASE("what a handler sees of an error") {
    CHECK(printed_by(R"(
main:
  - name: the step
    try: [ { name: "number ${{ 1 + 1 }}", raise: { message: m, data: 1 } } ]
    except: { do: [ { print: "${{ error }}" } ] }
)") == Lines{R"({"type":"RuntimeError","message":"m","data":1,"task":"main","step":"number 2","line":4,"cause":null})"});
}

TEST_CASE("a handler that is never reached is a check error") {
    CHECK(diagnostics_of("main:\n  - try: []\n    except:\n      - { do: [] }\n      - { type: A, do: [] }\n") ==
          Lines{"5:9: error: this handler is never reached: those before it take all of its errors [unreachable]"});
    CHECK(diagnostics_of("main:\n  - try: []\n    except:\n      - { type: A, if: 1 > 2, do: [] }\n      - { type: A, do: [] }\n")
              .empty());
}

TEST_CASE("a handler needs another name for its error when a variable is called error") {
    CHECK(diagnostics_of("vars: { error: 1 }\nmain:\n  - try: []\n    except: { do: [] }\n") ==
          Lines{"4:13: error: a handler binds its error to \"error\", which is a variable of the run [binds-variable]"});
}

}  // namespace aiorun::testing
