#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("print writes text as it is and everything else as JSON") {
    CHECK(printed_by("main:\n  - print: a b\n  - print: 1.0\n  - print: { a: [1, ~, true] }\n  - print:\n  - print: \"\"\n") ==
          Lines{"a b", "1.0", R"({"a":[1,null,true]})", "null", ""});
}

TEST_CASE("print ends the run when standard output is full") {
    Scenario scenario;
    scenario.text = "main:\n  - print: 1\n  - print: 2\n  - sleep: 1\n  - print: 3\n";
    scenario.output_room = 1;
    Outcome outcome = run_workflow(scenario);
    CHECK(outcome.lines == Lines{"1"});
    CHECK_FALSE(outcome.kind == Outcome::Kind::success);
}

}  // namespace aiorun::testing
