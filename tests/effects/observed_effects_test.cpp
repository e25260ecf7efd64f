// What an observer is told of a run: tasks, steps, waits with who woke them, operations, attempts, lines.
#include "runtime/observer.hpp"

#include <algorithm>

#include "runtime/task.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {
namespace {

/// Writes down what it is told, a line each.
class Record final : public runtime::Observer {
  public:
    Lines lines{};

    void task_created(const runtime::Task& task) override { add(task, "created"); }
    void task_ended(const runtime::Task& task) override { add(task, "ended"); }
    void task_cancel_requested(const runtime::Task& task) override { add(task, "cancel"); }
    void wait_began(const runtime::Task& task, const runtime::Wait& wait) override {
        add(task, "waits for " + word(wait));
    }
    void wait_woken(const runtime::Task& task, const runtime::Wait& wait, const runtime::Task* waker) override {
        add(task, "woken from " + word(wait) + " by " + (waker == nullptr ? "the loop" : waker->name()));
    }
    void wait_ended(const runtime::Task& task) override { add(task, "goes on"); }
    void step_began(const runtime::Task& task, const runtime::StepInfo& step) override { add(task, "begins " + std::string(step.action)); }
    void step_ended(const runtime::Task& task, const runtime::StepInfo& step, const runtime::Completion& completion,
                    runtime::StepRun run) override {
        std::string how = run == runtime::StepRun::skipped ? "skipped " : completion.is_raised() ? "failed in " : "ends ";
        add(task, how + std::string(step.action));
    }
    void operation_began(const runtime::Task& task, const runtime::Operation& operation) override {
        add(task, "asks " + operation.target + ": " + operation.what + " #" + std::to_string(operation.id));
    }
    void operation_ended(const runtime::Task& task, const runtime::Operation& operation,
                         const runtime::OperationEnd& end) override {
        add(task, "answer #" + std::to_string(operation.id) + ": " + end.outcome + ", " + std::to_string(end.received) + " bytes");
    }
    void attempt_failed(const runtime::Task& task, const runtime::FailedAttempt& attempt) override {
        add(task, "attempt " + std::to_string(attempt.number) + " of " + std::to_string(attempt.of) + " failed");
    }
    void line_written(const runtime::Task& task, runtime::LineKind, std::string_view line) override {
        add(task, "writes " + std::string(line));
    }
    [[nodiscard]] bool has(const std::string& line) const { return std::ranges::find(lines, line) != lines.end(); }

  private:
    void add(const runtime::Task& task, const std::string& what) { lines.push_back(task.name() + " " + what); }
    static std::string word(const runtime::Wait& wait) {
        runtime::WaitSubject subject = wait.subject();
        return std::string(to_word(subject.kind)) + (subject.name.empty() ? "" : " ") + std::string(subject.name);
    }
};

Record record(std::string text, FakeEffects* effects = nullptr) {
    Record record;
    Scenario scenario{.text = std::move(text), .effects = effects, .observer = &record};
    (void)run_workflow(std::move(scenario));
    return record;
}

TEST_CASE("an observer is told of tasks and steps in the order in which they happen") {
    CHECK(record("main:\n  - print: hello\n  - { sleep: 1, if: 'false' }\n").lines ==
          Lines{"main created", "main begins print", "main writes hello", "main ends print", "main begins sleep",
                "main skipped sleep", "main ended"});
}

TEST_CASE("an observer is told what a task waits for, and who woke it") {
    Record seen = record(R"(
shared: { guard: lock }
main:
  - gather:
      - { lock: guard, sleep: 1, name: first }
      - { lock: guard, print: x, name: second }
)");
    CHECK(seen.has("gather[0] waits for sleep"));
    CHECK(seen.has("gather[0] woken from sleep by the loop"));
    CHECK(seen.has("gather[1] waits for lock guard"));
    CHECK(seen.has("gather[1] woken from lock guard by gather[0]"));
    CHECK(seen.has("gather[1] goes on"));
    CHECK(seen.has("main waits for gather"));
}

TEST_CASE("what ends the tasks that main leaves is no task of the workflow") {
    Record seen = record("main: [ { spawn: [ { sleep: 5 } ] }, { sleep: 1 } ]");
    CHECK(seen.has("spawn cancel"));
    CHECK(seen.lines.back() == "spawn ended");
    CHECK(std::ranges::none_of(seen.lines, [](const std::string& line) { return line.starts_with("cleanup"); }));
}

TEST_CASE("a turn that is given to the others is no wait") {
    Record seen = record("main:\n  - sleep: 0\n");
    CHECK(seen.lines == Lines{"main created", "main begins sleep", "main ends sleep", "main ended"});
}

TEST_CASE("an observer is told of transfers, failed attempts and processes") {
    FakeEffects effects;
    int asked = 0;
    effects.on_fetch = [&](const http::Request&) { return FakeAnswer{make_response(++asked == 1 ? 503 : 200, "body")}; };
    effects.on_run = [](const process::Command&) { return FakeOutcome{process::Result{3, "out", "err"}}; };
    Record seen = record(R"(
main:
  - fetch: http://user:secret@h:8080/x?y=1
    retry: 2
  - run: { command: [prog, arg], check: false }
)",
                         &effects);
    CHECK(seen.has("main asks http://h:8080: GET http://h:8080/x?y=1 #1"));
    CHECK(seen.has("main answer #1: 503, 4 bytes"));
    CHECK(seen.has("main attempt 1 of 2 failed"));
    CHECK(seen.has("main answer #2: 200, 4 bytes"));
    CHECK(seen.has("main asks prog: prog arg #3"));
    CHECK(seen.has("main answer #3: exited with status 3, 6 bytes"));
}

TEST_CASE("a transfer that is cancelled ends as such") {
    FakeEffects effects;
    effects.on_fetch = [](const http::Request&) { return FakeAnswer{make_response(200, ""), std::chrono::seconds(5)}; };
    Record seen = record("main:\n  - { fetch: 'http://h/', timeout: 1 }\n", &effects);
    CHECK(seen.has("main cancel"));
    CHECK(seen.has("main answer #1: cancelled, 0 bytes"));
    CHECK(seen.has("main failed in fetch"));
}

}  // namespace
}  // namespace aiorun::testing
