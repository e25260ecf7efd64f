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

TEST_CASE("a value that is too large to be written is an error of the step that would write it") {
    std::string error = "ValueError: the value is too large to be written: it has more than 50000000 items";
    for (const char* step : {"print: \"${{ range(100000000000) }}\"", "log: \"${{ range(100000000000) }}\"",
                             "log: { message: x, fields: { a: \"${{ range(100000000000) }}\" } }",
                             "raise: \"${{ range(100000000000) }}\"", "return: \"${{ range(100000000000) }}\""}) {
        INFO(step);
        Outcome outcome = run_text("main:\n  - " + std::string(step) + "\n");
        CHECK(outcome.error == error);
        REQUIRE(outcome.raised);
        CHECK(outcome.raised->place.line == 2);
    }
    CHECK(printed_by("main:\n  - { for: i, in: \"${{ range(100000000000) }}\", do: [ { if: i == 2, break: } ] }\n  - print: x\n") ==
          Lines{"x"});
}

}  // namespace aiorun::testing
