#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("each handler of except_group gets its part of a group") {
    CHECK(printed_by(R"(
main:
  - try: [ { task_group: [ { raise: { type: A } }, { raise: { type: B } }, { raise: { type: A } } ] } ]
    except_group:
      - { type: A, do: [ { print: "${{ error.errors.map(e, e.type) }}" } ] }
      - { do: [ { print: "rest ${{ error.errors.map(e, e.type) }}" } ] }
)") == Lines{R"(["A","A"])", R"(rest ["B"])"});
}

TEST_CASE("what no handler takes is raised again") {
    CHECK(run_text(R"(
main:
  - try: [ { task_group: [ { raise: { type: A } }, { raise: { type: B } } ] } ]
    except_group: { type: A, do: [] }
)").error == "ExceptionGroup: unhandled errors in a TaskGroup [B]");
}

TEST_CASE("a single error is handled as a group of one, and raised bare when it is not") {
    CHECK(printed_by(R"(
main:
  - try: [ { raise: { type: A } } ]
    except_group: { type: A, do: [ { print: "${{ error.type }} ${{ error.errors.size() }}" } ] }
)") == Lines{"ExceptionGroup 1"});
    CHECK(run_text("main:\n  - try: [ { raise: { type: A } } ]\n    except_group: { type: B, do: [] }\n").error == "A");
}

TEST_CASE("one new error is raised bare, several as a group") {
    std::string text = R"(
main:
  - try: [ { task_group: [ { raise: { type: A } }, { raise: { type: B } } ] } ]
    except_group:
      - { type: A, do: [ { raise: { type: New, message: a } } ] }
      - { type: B, do: [ )";
    CHECK(run_text(text + "] }\n").error == "New: a");
    CHECK(run_text(text + "{ raise: { type: New, message: b } } ] }\n").error == "ExceptionGroup [New: a, New: b]");
}

TEST_CASE("a handler of except_group takes no condition") {
    Lines found = diagnostics_of("main:\n  - try: []\n    except_group: { type: A, if: 1 > 2, do: [] }\n");
    CHECK(found == Lines{"3:34: error: a handler of \"except_group\" has no \"if\" [unknown-key]"});
}

}  // namespace aiorun::testing
