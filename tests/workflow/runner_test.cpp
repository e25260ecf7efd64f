#include "tests/support/catch.hpp"
#include "tests/support/contains_text.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

namespace {

Outcome stopped_after(std::string text, runtime::Duration time, runtime::Duration grace = std::chrono::seconds(10)) {
    Scenario scenario;
    scenario.text = std::move(text);
    scenario.stop_after = time;
    scenario.grace = grace;
    return run_workflow(scenario);
}

}  // namespace

TEST_CASE("what main returns is the result, and without a return there is none") {
    CHECK(run_text("main: [ { return: { a: 1 } } ]\n").result == R"({"a":1})");
    CHECK(run_text("main: [ { print: x } ]\n").result.empty());
    CHECK(run_text("main: []\n").kind == Outcome::Kind::success);
}

TEST_CASE("tasks that are left over are cancelled in order of creation, in rounds until none is left") {
    CHECK(printed_by(R"(
main:
  - spawn: { try: [ { sleep: 9 } ], finally: [ { print: first }, { spawn: { try: [ { sleep: 9 } ], finally: [ { print: late } ] } }, { sleep: 1 } ] }
  - spawn: { try: [ { sleep: 9 } ], finally: [ { print: second } ] }
  - sleep: 0
)") == Lines{"first", "second", "late"});
}

TEST_CASE("failures that nobody awaited fail the run, which still has its result") {
    Outcome outcome = run_text(R"(
main:
  - { spawn: { raise: one }, as: a }
  - { spawn: { raise: two }, as: b }
  - sleep: 1
  - return: 5
)");
    CHECK(outcome.kind == Outcome::Kind::failed);
    CHECK(outcome.result == "5");
    CHECK(outcome.error == "RuntimeError: one");
    CHECK(outcome.forgotten == Lines{"a: RuntimeError: one", "b: RuntimeError: two"});
}

TEST_CASE("a deadlock cancels all tasks, whose clean-up runs, and tells who waits for what") {
    Outcome outcome = run_text(R"(
shared: { l: lock, e: event }
main:
  - lock: l
    try: [ { gather: [ { wait: e }, { lock: l, print: never } ] } ]
    finally: [ { print: tidy } ]
)");
    CHECK(outcome.kind == Outcome::Kind::deadlock);
    CHECK(outcome.lines == Lines{"tidy"});
    CHECK_THAT(outcome.deadlock, contains_text("waits for event e") && contains_text("waits for lock l"));
}

TEST_CASE("a request to stop cancels main, which has its time to clean up") {
    Outcome outcome = stopped_after(R"(
main:
  - try: [ { sleep: 99 } ]
    finally: [ { sleep: 2 }, { print: "tidy at ${{ elapsed() }}" } ]
)", std::chrono::seconds(1));
    CHECK(outcome.kind == Outcome::Kind::stopped);
    CHECK(outcome.reason == workflow::StopReason::signal);
    CHECK(outcome.lines == Lines{"tidy at 3.0"});
    CHECK_FALSE(outcome.cut_short);
}

TEST_CASE("what does not end within the grace period is dropped where it stands") {
    Outcome outcome = stopped_after(R"(
main:
  - try: [ { sleep: 99 } ]
    finally: [ { sleep: 20 }, { print: never } ]
)", std::chrono::seconds(1));
    CHECK(outcome.cut_short);
    CHECK(outcome.lines.empty());
    CHECK(outcome.elapsed == 11.0);
}

TEST_CASE("a clean-up that spins ends with the grace period, also when time stands still") {
    for (const char* body : {"[ { sleep: 0 } ]", "[]"}) {
        Outcome outcome = stopped_after("main:\n  - try: [ { sleep: 99 } ]\n    finally: [ { while: true, do: " + std::string(body) + " } ]\n",
                                        std::chrono::seconds(1), std::chrono::milliseconds(1));
        CHECK(outcome.reason == workflow::StopReason::signal);
    }
}

TEST_CASE("the time limit of a run cancels main") {
    Scenario scenario;
    scenario.text = "main:\n  - try: [ { sleep: 99 } ]\n    finally: [ { print: tidy } ]\n";
    scenario.timeout = std::chrono::seconds(5);
    Outcome outcome = run_workflow(scenario);
    CHECK(outcome.reason == workflow::StopReason::timeout);
    CHECK(outcome.lines == Lines{"tidy"});
    CHECK(outcome.elapsed == 5.0);
}

TEST_CASE("an error of a variable's first value has its place, and main does not run") {
    Outcome outcome = run_text("vars:\n  a: ${{ 1 / 0 }}\nmain: [ { print: never } ]\n");
    CHECK_THAT(outcome.error, Catch::Matchers::StartsWith("ValueError: division by zero"));
    CHECK(outcome.raised->place.line == 2);
    CHECK(outcome.raised->step == "vars");
    CHECK(outcome.lines.empty());
}

}  // namespace aiorun::testing
