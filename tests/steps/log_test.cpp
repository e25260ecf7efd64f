#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("log writes a message with its level and fields") {
    Outcome outcome = run_text(R"(
main:
  - log: hello ${{ 1 + 1 }}
  - log: { level: warning, message: almost full, fields: { used: 0.9, by: "${{ [1] }}" } }
  - gather: [ { log: { level: debug, message: from a branch } } ]
)");
    CHECK(outcome.log == Lines{"info hello 2", R"(warning almost full {"used":0.9,"by":[1]})",
                               "debug from a branch (gather[0])"});
}

TEST_CASE("log refuses a level that there is not, fields that are no map, and a missing message") {
    CHECK(diagnostics_of("main:\n  - log: { level: loud, message: x }\n") ==
          Lines{"2:19: error: the level of log is debug, info, warning or error, found \"loud\" [wrong-value]"});
    CHECK(diagnostics_of("main:\n  - log: { message: x, fields: [1] }\n") ==
          Lines{"2:32: error: the fields of log are a map, found a list [wrong-type]"});
    CHECK(diagnostics_of("main:\n  - log: { level: info }\n") == Lines{"2:10: error: log needs the key \"message\" [missing-key]"});
}

TEST_CASE("a list is no message") {
    CHECK(diagnostics_of("main: [ { log: [1, 2] } ]\n") == Lines{"1:16: error: the message of log is a text, found a list [wrong-type]"});
    CHECK(diagnostics_of("main: [ { log: { message: [1] } } ]\n").size() == 1);
    CHECK(diagnostics_of("main: [ { log: 5 } ]\n").empty());
}

}  // namespace aiorun::testing
