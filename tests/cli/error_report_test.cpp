#include "cli/error_report.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/contains_text.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::cli {
namespace {

std::string explained(const std::string& text) {
    testing::Outcome outcome = testing::run_text(text);
    return explain_error(*outcome.raised, *outcome.workflow);
}

}  // namespace

TEST_CASE("an error is explained by its place, with the line") {
    CHECK(explained("main:\n  - raise: x\n") == "flow.yaml:2:5: in step \"raise\"\n    2 |   - raise: x\n");
}

TEST_CASE("the errors of a group are numbered, nested alike") {
    std::string text = explained("main:\n  - task_group:\n      - raise: a\n      - task_group: [ { raise: b } ]\n");
    CHECK_THAT(text, contains_text("  1. RuntimeError: a\n"));
    CHECK_THAT(text, contains_text("  2. ExceptionGroup: unhandled errors in a TaskGroup [RuntimeError: b]\n"));
    CHECK_THAT(text, contains_text("       1. RuntimeError: b\n"));
}

TEST_CASE("the cause of an error and its attempts are told") {
    CHECK_THAT(explained("main:\n  - try: [ { raise: first } ]\n    except: { do: [ { raise: second } ] }\n"),
               contains_text("raised while this was handled: RuntimeError: first\n  flow.yaml:2:"));
    CHECK_THAT(explained("main:\n  - retry: { attempts: 3, on: [A] }\n    raise: { type: A }\n"),
               contains_text("gave up after 3 attempts\n"));
}

TEST_CASE("the last line holds the error on one line, whatever its message holds") {
    value::ErrorReference error = value::make_error("A", "one\ntwo\x1b[31m");
    CHECK(error_line(*error, Terminal(ColorChoice::never)) == "error: A: one\\ntwo\\x1b[31m\n");
}

}  // namespace aiorun::cli
