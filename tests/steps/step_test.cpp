#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("a step that its if skips binds nothing, and its else runs instead") {
    CHECK(printed_by(R"(
main:
  - if: 1 > 2
    sleep: 1
    else: [ { print: instead } ]
  - if: 1 > 2
    do: [ { return: 1 } ]
    as: x
  - print: ${{ x }}
)") == Lines{"instead", "ValueError: \"x\" has no value yet: the step in line 8 would have bound it, and has not run here, "
                        "in ${{ x }} at 1"});
}

TEST_CASE("as binds a result, or the items of a list to several names") {
    CHECK(printed_by(R"(
tasks: { pair: { do: [ { return: [1, 2] } ] } }
main:
  - { pair: , as: [a, _] }
  - { pair: , as: [_, b] }
  - print: ${{ a }} ${{ b }}
)") == Lines{"1 2"});
    CHECK(run_text("main:\n  - sleep: 1\n    as: [a, b]\n").error ==
          "ValueError: `as` with 2 names needs a list of as many results, found null");
    CHECK(diagnostics_of("main:\n  - sleep: 1\n    as: []\n") == Lines{"3:9: error: \"as\" names nothing [wrong-value]"});
    CHECK(diagnostics_of("main:\n  - sleep: 1\n    as: [a, a]\n") == Lines{"3:13: error: \"as\" names \"a\" twice [duplicate-name]"});
}

TEST_CASE("an error is placed by the innermost step that it leaves, under its name") {
    Outcome outcome = run_text("main:\n  - name: outer\n    do:\n      - name: inner ${{ 1 + 1 }}\n        raise: x\n");
    CHECK(outcome.raised->step == "inner 2");
    CHECK(outcome.raised->place.line == 5);
}

TEST_CASE("a name that cannot be evaluated does not hide the error") {
    Outcome outcome = run_text("main:\n  - name: ${{ 1 / 0 }}\n    raise: x\n");
    CHECK(outcome.error == "RuntimeError: x");
    CHECK(outcome.raised->step == "${{ 1 / 0 }}");
}

}  // namespace aiorun::testing
