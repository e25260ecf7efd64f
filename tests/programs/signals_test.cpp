// What signals do to a run: a clean end within a grace period, and the status that a shell expects.
#include <signal.h>

#include "tests/programs/child.hpp"
#include "tests/programs/golden.hpp"
#include "tests/programs/temporary_folder.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::programs {
namespace {

/// A workflow that runs until the test sends it something.
class Running {
  public:
    explicit Running(const std::string& workflow, const std::vector<std::string>& options = {})
        : child_(command(folder_, workflow, options)) {}
    [[nodiscard]] Child& child() { return child_; }
    [[nodiscard]] Outcome finish() { return child_.finish(20s); }

  private:
    static Command command(const TemporaryFolder& folder, const std::string& workflow,
                           const std::vector<std::string>& options) {
        write_file(folder.path() / "workflow.yaml", workflow);
        Command command{.arguments = {AIORUN_BINARY, "workflow.yaml"},
                        .environment = plain_environment(),
                        .folder = folder.path()};
        command.arguments.insert(command.arguments.end(), options.begin(), options.end());
        return command;
    }

    TemporaryFolder folder_;
    Child child_;
};

const std::string sleeper = R"(
main:
  - print: started
  - try: [ { sleep: 1h } ]
    except: { type: CancelledError, do: [ { print: cancelled }, { raise: ~ } ] }
    finally: [ { sleep: 0.05 }, { print: cleaned up } ]
)";

TEST_CASE("SIGINT cancels main, whose handlers and finally blocks run, and the status is 130") {
    Running running(sleeper);
    REQUIRE(running.child().has_written("started\n"));
    running.child().send(SIGINT);
    Outcome outcome = running.finish();
    CHECK(outcome.output == "started\ncancelled\ncleaned up\n");
    CHECK(outcome.status == 130);
}

TEST_CASE("SIGTERM does the same, and the status is 143") {
    Running running(sleeper);
    REQUIRE(running.child().has_written("started\n"));
    running.child().send(SIGTERM);
    Outcome outcome = running.finish();
    CHECK(outcome.output == "started\ncancelled\ncleaned up\n");
    CHECK(outcome.status == 143);
}

TEST_CASE("a second SIGINT ends the process at once") {
    Running running(R"(
main:
  - print: started
  - try: [ { sleep: 1h } ]
    finally: [ { sleep: 0.1 }, { print: cleaning up }, { sleep: 1h }, { print: never } ]
)");
    REQUIRE(running.child().has_written("started\n"));
    running.child().send(SIGINT);
    REQUIRE(running.child().has_written("cleaning up\n"));
    running.child().send(SIGINT);
    Outcome outcome = running.finish();
    CHECK_FALSE(outcome.overdue);
    CHECK(outcome.output == "started\ncleaning up\n");
    CHECK(outcome.status == 130);
}

TEST_CASE("a run that a second signal ends at once leaves its reports and a whole trace") {
    TemporaryFolder folder;
    write_file(folder.path() / "workflow.yaml", R"(
shared: { guard: lock }
main:
  - { name: done, print: started }
  - try:
      - gather:
          - { lock: guard, name: holder, run: [sleep, "1000"] }
          - { lock: guard, name: waiter, print: never }
    finally: [ { sleep: 0.1 }, { name: cleanup, print: cleaning up }, { sleep: 1h } ]
)");
    for (const char* trace : {"trace.json", "trace.jsonl"}) {
        Child child({.arguments = {AIORUN_BINARY, "workflow.yaml", "--trace", trace, "--report", "report.html", "--report",
                                   "report.xml", "--otlp", "http://127.0.0.1:9"},
                     .environment = plain_environment(),
                     .folder = folder.path()});
        REQUIRE(child.has_written("started\n"));
        child.send(SIGTERM);
        REQUIRE(child.has_written("cleaning up\n"));
        child.send(SIGTERM);
        Outcome outcome = child.finish(20s);
        INFO(outcome.errors);
        CHECK_FALSE(outcome.overdue);
        CHECK(outcome.status == 143);
        CHECK(outcome.errors.ends_with("error: CancelledError: the run was ended at once by a second SIGTERM\n"));
        std::string text = read_file(folder.path() / trace);
        CHECK(text.find("\"cleanup\"") != std::string::npos);
        CHECK(text.find("the run was ended at once by a second SIGTERM") != std::string::npos);
        CHECK(text.ends_with(std::string(trace).ends_with(".jsonl") ? "}\n" : "]\n"));
        std::string page = read_file(folder.path() / "report.html");
        CHECK(page.find("the run was ended at once by a second SIGTERM") != std::string::npos);
        CHECK(page.find("cleanup") != std::string::npos);
        CHECK(page.find("</html>") != std::string::npos);
        std::string suite = read_file(folder.path() / "report.xml");
        CHECK(suite.find("the run was ended at once by a second SIGTERM") != std::string::npos);
        CHECK(suite.find("name=\"cleanup\"") != std::string::npos);
        CHECK(suite.ends_with("</testsuites>\n"));
    }
}

TEST_CASE("what cannot be written at once does not keep a second signal from ending the run") {
    TemporaryFolder folder;
    write_file(folder.path() / "workflow.yaml", "main: [ { print: started }, { try: [ { sleep: 1h } ], finally: [ { sleep: 0.1 }, { print: cleaning up }, { sleep: 1h } ] } ]\n");
    // Nobody reads from the pipe: its writer, once it is full, waits for ever.
    const std::string script = "mkfifo trace.jsonl; sleep 100 <>trace.jsonl >/dev/null 2>&1 & exec \"$0\" workflow.yaml --trace trace.jsonl --report trace.html";
    std::filesystem::create_symlink("trace.jsonl", folder.path() / "trace.html");
    Child child({.arguments = {"/bin/sh", "-c", script, AIORUN_BINARY}, .environment = plain_environment(), .folder = folder.path()});
    REQUIRE(child.has_written("started\n"));
    child.send(SIGTERM);
    REQUIRE(child.has_written("cleaning up\n"));
    child.send(SIGTERM);
    Outcome outcome = child.finish(20s);
    CHECK_FALSE(outcome.overdue);
    CHECK(outcome.status == 143);
}

TEST_CASE("two signals in one breath, to a process and to its group, are one request") {
    Running running(sleeper);
    REQUIRE(running.child().has_written("started\n"));
    running.child().send(SIGTERM);
    running.child().send(SIGTERM);
    Outcome outcome = running.finish();
    CHECK(outcome.output == "started\ncancelled\ncleaned up\n");
    CHECK(outcome.status == 143);
}

TEST_CASE("a loop that never waits is interrupted too") {
    Running running(R"(
main:
  - print: started
  - try: [ { while: 1 < 2, do: [ { assign: { x: 1 } } ] } ]
    finally: [ { print: cleaned up } ]
)");
    REQUIRE(running.child().has_written("started\n"));
    running.child().send(SIGINT);
    Outcome outcome = running.finish();
    CHECK_FALSE(outcome.overdue);
    CHECK(outcome.output == "started\ncleaned up\n");
    CHECK(outcome.status == 130);
}

TEST_CASE("a loop that only gives up its turn is interrupted too") {
    Running running("main: [ { print: started }, { while: 1 < 2, do: [ { sleep: 0 } ] } ]\n");
    REQUIRE(running.child().has_written("started\n"));
    running.child().send(SIGTERM);
    Outcome outcome = running.finish();
    CHECK_FALSE(outcome.overdue);
    CHECK(outcome.status == 143);
}

TEST_CASE("a run whose virtual time only jumps is interrupted too, and answers questions") {
    Running running("main: [ { print: started }, { log: started }, { while: 1 < 2, do: [ { sleep: 1h } ] } ]\n", {"--virtual-time"});
    REQUIRE(running.child().has_written("started\n"));
    running.child().send(SIGUSR1);
    REQUIRE(running.child().has_written("main waits for sleep"));
    running.child().send(SIGTERM);
    Outcome outcome = running.finish();
    CHECK_FALSE(outcome.overdue);
    CHECK(outcome.status == 143);
}

TEST_CASE("a workflow that swallows the cancellation and ends still has the status of its signal") {
    Running running(R"(
main:
  - print: started
  - try: [ { sleep: 1h } ]
    except: { type: CancelledError, do: [ { print: swallowed } ] }
)");
    REQUIRE(running.child().has_written("started\n"));
    running.child().send(SIGINT);
    Outcome outcome = running.finish();
    CHECK(outcome.output == "started\nswallowed\n");
    CHECK(outcome.status == 130);
}

TEST_CASE("the other tasks of a run are cancelled as well when a signal comes") {
    Running running(R"(
main:
  - spawn: { try: [ { sleep: 1h } ], finally: [ { print: spawned one unwinds } ] }
  - gather:
      - { try: [ { sleep: 1h } ], finally: [ { print: branch unwinds } ] }
      - [ { print: started }, { sleep: 1h } ]
)");
    REQUIRE(running.child().has_written("started\n"));
    running.child().send(SIGINT);
    Outcome outcome = running.finish();
    CHECK(outcome.output == "started\nbranch unwinds\nspawned one unwinds\n");
    CHECK(outcome.status == 130);
}

TEST_CASE("a subprocess does not outlive a run that is interrupted") {
    Running running(R"(
main:
  - gather:
      - run: { command: [sh, -c, "trap 'exit 0' TERM; echo child $$ >&2; sleep 100 & wait"], check: false }
      - run: [sh, -c, "exec sleep 100"]
      - [ { sleep: 0.3 }, { print: started } ]
)");
    REQUIRE(running.child().has_written("started\n"));
    running.child().send(SIGTERM);
    Outcome outcome = running.finish();
    CHECK_FALSE(outcome.overdue);
    CHECK(outcome.status == 143);
}

TEST_CASE("SIGUSR1 tells who waits for what and who holds it, also when the run is to be quiet") {
    Running running(R"(
shared: { db: lock }
main:
  - gather:
      - { lock: db, name: owner, do: [ { sleep: 1h } ] }
      - { lock: db, name: second, do: [ { sleep: 1h } ] }
      - [ { sleep: 0.05 }, { print: started }, { run: [sleep, "100"] } ]
)",
                    {"--quiet"});
    REQUIRE(running.child().has_written("started\n"));
    running.child().send(SIGUSR1);
    REQUIRE(running.child().has_written("waits for process `sleep`, at run in workflow.yaml:7\n"));
    running.child().send(SIGTERM);
    Outcome outcome = running.finish();
    CHECK(outcome.errors.find("waiting:\n  main waits for the branches of gather (held back by gather[0], gather[1], gather[2]), "
                              "at gather in workflow.yaml:4\n"
                              "  gather[0] waits for sleep, at sleep in workflow.yaml:5\n"
                              "  gather[1] waits for lock db (held back by gather[0]), at second in workflow.yaml:6\n") !=
          std::string::npos);
}

TEST_CASE("SIGUSR1 hides the secrets in what is waited for") {
    Running running(R"(
params: { token: { type: string, secret: true, default: hush123 } }
main: [ { print: started }, { run: [sleep, "100", "${{ token }}"], name: "with ${{ token }}", as: x } ]
)");
    REQUIRE(running.child().has_written("started\n"));
    running.child().send(SIGUSR1);
    REQUIRE(running.child().has_written("waiting:\n  main waits for "));
    running.child().send(SIGTERM);
    CHECK(running.finish().errors.find("hush123") == std::string::npos);
}

TEST_CASE("SIGUSR1 is answered by a loop that never waits, and shows at most a hundred tasks") {
    Running spinning("main: [ { print: started }, { while: 1 < 2, do: [ { assign: { x: 1 } } ] } ]\n");
    REQUIRE(spinning.child().has_written("started\n"));
    spinning.child().send(SIGUSR1);
    CHECK(spinning.child().has_written("waiting:\n  main runs, at "));
    spinning.child().send(SIGTERM);
    CHECK(spinning.finish().status == 143);

    Running many("main: [ { spawn: [ { sleep: 0.05 }, { print: started } ] }, "
                 "{ gather: { for: i, in: \"${{ range(300) }}\", do: { sleep: 1h } } } ]\n");
    REQUIRE(many.child().has_written("started\n"));
    many.child().send(SIGUSR1);
    CHECK(many.child().has_written("\n  … and 201 more tasks\n"));
}

TEST_CASE("no result is printed by a run that a signal ended") {
    Running running(R"(
main:
  - print: started
  - try: [ { sleep: 1h } ]
    except: { type: CancelledError, do: [ { return: a result } ] }
)");
    REQUIRE(running.child().has_written("started\n"));
    running.child().send(SIGINT);
    CHECK(running.finish().output == "started\n");
}

/// Runs the workflow with a standard output that nobody reads and gives the exit status, as text.
std::string status_unread(const std::string& workflow, const std::string& options, const std::string& meanwhile) {
    TemporaryFolder folder;
    write_file(folder.path() / "workflow.yaml", workflow);
    const std::string script = "( \"$0\" " + options + " workflow.yaml & echo $! >pid; wait $!; echo $? >status ) | sleep 60 &\n" +
                               meanwhile + "\nwhile ! test -s status; do sleep 0.05; done; kill $!; cat status";
    return run({.arguments = {"/bin/sh", "-c", script, AIORUN_BINARY}, .environment = plain_environment(), .folder = folder.path()})
        .output;
}

TEST_CASE("signals and the time limit are obeyed while nobody reads what is printed") {
    const std::string prints = "main: [ { for: i, in: \"${{ range(100000) }}\", do: [ { print: a line to fill the pipe } ] } ]\n";
    const std::string returns = "main: [ { return: \"${{ range(100000) }}\" } ]\n";
    // The signal is sent until it is obeyed: the first may come before the run does.
    const std::string insist = "while ! test -s status; do sleep 0.1; test -s pid && kill -TERM $(cat pid) 2>/dev/null; done";
    CHECK(status_unread(prints, "--timeout 0.1", "") == "124\n");
    CHECK(status_unread(returns, "--timeout 0.1", "") == "124\n");
    CHECK(status_unread(prints, "", insist) == "143\n");
    CHECK(status_unread(returns, "", insist) == "143\n");
}

TEST_CASE("as PID 1, which has no default actions, SIGTERM ends it while it still reads the workflow") {
    // The signal is sent until the process has gone: the first ones may come before aiorun has begun.
    const std::string script = R"(mkfifo input; exec 3<>input
        exec unshare --user --map-root-user --pid --fork sh -c \
            '(while kill -TERM 1; do sleep 0.05; done) & exec "$0" -' "$0" <input)";
    TemporaryFolder folder;
    Child child({.arguments = {"/bin/sh", "-c", script, AIORUN_BINARY},
                 .environment = plain_environment(),
                 .folder = folder.path()});
    Outcome outcome = child.finish(20s);
    if (outcome.errors.find("unshare") != std::string::npos) {
        WARN("namespaces are not to be had here: " << outcome.errors);
        return;
    }
    CHECK(outcome.status == 143);
}

/// Simulations of it take minutes: their time only jumps, but each round computes.
const std::string endless = R"(
main:
  - while: 1 < 2
    do: [ { sleep: 1h }, { assign: { x: "${{ sum(range(100000)) }}" } } ]
)";

/// Whether it answers a question, which is asked until it does: the simulation may not have begun.
bool answers(Child& child, std::string_view text) {
    REQUIRE(child.has_written("questions are ignored\n"));
    for (int tries = 0; tries < 200; ++tries) {
        child.send(SIGUSR1);
        if (child.has_written(text, 100ms)) {
            return true;
        }
    }
    return false;
}

/// A simulation. Before it begins, nothing but the shell keeps questions from ending the process.
Child simulate(const TemporaryFolder& folder, const std::string& workflow, const std::string& options) {
    write_file(folder.path() / "workflow.yaml", workflow);
    const std::string script = "trap '' USR1; echo questions are ignored >&2; exec \"$0\" --dry-run " + options + " workflow.yaml";
    return Child({.arguments = {"/bin/sh", "-c", script, AIORUN_BINARY}, .environment = plain_environment(), .folder = folder.path()});
}

TEST_CASE("a dry-run tells on SIGUSR1 who waits for what, and its plan when SIGTERM ends it") {
    TemporaryFolder folder;
    Child child = simulate(folder, endless, "");
    REQUIRE(answers(child, "waiting:\n  main waits for "));
    child.send(SIGTERM);
    Outcome outcome = child.finish(20s);
    CHECK_FALSE(outcome.overdue);
    CHECK(outcome.status == 143);
    CHECK(outcome.output.find("ends with    CancelledError: the run was stopped by SIGTERM\n") != std::string::npos);
    CHECK(outcome.errors.ends_with("error: CancelledError: the run was stopped by SIGTERM\n"));
}

TEST_CASE("a dry-run that never waits obeys as well, and a finally block runs in virtual time") {
    TemporaryFolder folder;
    Child child = simulate(folder, "main: [ { try: [ { while: 1 < 2, do: [ { assign: { x: \"${{ sum(range(1000)) }}\" } } ] } ], "
                                   "finally: [ { sleep: 5s }, { print: cleaned up } ] } ]\n", "");
    REQUIRE(answers(child, "waiting:\n  main runs"));
    child.send(SIGINT);
    Outcome outcome = child.finish(20s);
    CHECK_FALSE(outcome.overdue);
    CHECK(outcome.status == 130);
    CHECK(outcome.output.find("prints: cleaned up") != std::string::npos);
}

TEST_CASE("an exploration obeys as well, and tells what it has found") {
    TemporaryFolder folder;
    Child child = simulate(folder, "main: [ { sleep: 1h }, { assign: { x: \"${{ sum(range(1000)) }}\" } }, { return: 1 } ]\n",
                           "--explore 100000000");
    REQUIRE(answers(child, "waiting:\n"));  // mostly, a run has just ended
    child.send(SIGTERM);
    Outcome outcome = child.finish(20s);
    CHECK_FALSE(outcome.overdue);
    CHECK(outcome.status == 143);
    // Between two runs the signal ends the process as it ends any other.
    if (!outcome.output.empty()) {
        CHECK(outcome.output.starts_with("explored workflow.yaml: "));
        CHECK(outcome.errors.ends_with("error: CancelledError: the exploration was stopped by SIGTERM\n"));
    }
}

TEST_CASE("a dry-run obeys as PID 1") {
    TemporaryFolder folder;
    write_file(folder.path() / "workflow.yaml", endless);
    const std::string script = R"(exec unshare --user --map-root-user --pid --fork sh -c \
        '(while kill -TERM 1; do sleep 0.1; done) & exec "$0" --dry-run workflow.yaml' "$0")";
    Child child({.arguments = {"/bin/sh", "-c", script, AIORUN_BINARY}, .environment = plain_environment(), .folder = folder.path()});
    Outcome outcome = child.finish(20s);
    if (outcome.errors.find("unshare") != std::string::npos) {
        WARN("namespaces are not to be had here: " << outcome.errors);
        return;
    }
    CHECK_FALSE(outcome.overdue);
    CHECK(outcome.status == 143);
}

}  // namespace
}  // namespace aiorun::programs
