#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("assert passes when its conditions hold") {
    CHECK(printed_by("main:\n  - assert: 1 < 2\n  - assert: [ 1 < 2, true ]\n  - assert: { ordered: 1 < 2 }\n  - print: ok\n") ==
          Lines{"ok"});
}

TEST_CASE("a failed assert shows the condition, the values of its names and the label") {
    CHECK(run_text("main:\n  - assign: { n: 3 }\n  - assert: n > 5\n").error == "AssertionError: n > 5 (n = 3)");
    CHECK(run_text("main:\n  - assign: { n: 3 }\n  - assert: { many: n > 5 }\n").error == "AssertionError: many: n > 5 (n = 3)");
}

TEST_CASE("a list of conditions fails with the first that does not hold") {
    CHECK(run_text("main:\n  - assign: { n: 1 }\n  - assert: [ n == 1, n == 2, n == 3 ]\n").error ==
          "AssertionError: n == 2 (n = 1)");
}

TEST_CASE("a condition of assert that is no bool is a ValueError") {
    CHECK_THAT(run_text("main:\n  - assign: { n: 1 }\n  - assert: n\n").error, Catch::Matchers::StartsWith("ValueError: "));
}

}  // namespace aiorun::testing
