// Progress on a terminal: it is there while the run lasts, and what the workflow prints is as if it had never been.
#include <signal.h>

#include <algorithm>

#include "tests/programs/child.hpp"
#include "tests/programs/golden.hpp"
#include "tests/programs/temporary_folder.hpp"
#include "tests/programs/terminal_child.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::programs {
namespace {

using Lines = std::vector<std::string>;

/// A workflow in a folder of its own.
class Program {
  public:
    explicit Program(const std::string& workflow) { write_file(folder_.path() / "flow.yaml", workflow); }
    [[nodiscard]] Command command(const Lines& options = {}, const Lines& variables = {}) const {
        Command command{.arguments = {AIORUN_BINARY, "run", "flow.yaml"},
                        .environment = plain_environment(),
                        .folder = folder_.path()};
        command.arguments.insert(command.arguments.end(), options.begin(), options.end());
        command.environment.insert(command.environment.end(), variables.begin(), variables.end());
        command.environment.push_back("TERM=xterm");  // the first one of a name counts
        return command;
    }
    /// The same through a shell, with something behind the command.
    [[nodiscard]] Command piped(const std::string& rest) const {
        Command piped = command();
        piped.arguments = {"/bin/sh", "-c", AIORUN_BINARY " flow.yaml " + rest};
        return piped;
    }
    /// Lets the workflow's step `go` end.
    void go() const { write_file(folder_.path() / "go", ""); }

  private:
    TemporaryFolder folder_;
};

const std::string until_go = R"(run: [sh, -c, "while [ ! -e go ]; do sleep 0.02; done"])";

bool is_progress(const std::string& line) {
    return line.find(" running, ") != std::string::npos || line.find("gather  ") != std::string::npos ||
           line.find("processes  ") != std::string::npos || line.find("[#") != std::string::npos ||
           line.find("0s  ") != std::string::npos;
}

bool shows_progress(const TerminalChild& child) {
    Lines block = child.screen().block();
    return !block.empty() && block[0].starts_with("tasks      ") && child.screen().column() == 0;
}

/// What is wrong with a screen after the run; "" when nothing is.
std::string remnants(const TerminalChild& child) {
    std::string found;
    for (const std::string& line : child.screen().lines()) {
        found += is_progress(line) ? line + "\n" : "";
    }
    return found + (child.screen().wraps() ? "" : "lines do not wrap any more\n") + child.screen().unknown();
}

const std::string talker = R"(
main:
  - print: first
  - gather:
      - for: i
        in: ${{ range(120) }}
        do:
          - print: "line ${{ i }}: 漢字 and text ${{ i % 3 == 0 ? 'that is longer than the terminal is wide, so that it goes on in the next row' : '' }}"
          - if: i % 10 == 0
            log: "logged ${{ i }}"
          - sleep: 0.01
      - )" + until_go + R"(
  - print: last
)";

Lines talked() {
    Lines lines{"first"};
    for (int i = 0; i < 120; ++i) {
        std::string line = "line " + std::to_string(i) + ": 漢字 and text ";
        line += i % 3 == 0 ? "that is longer than the terminal is wide, so that it goes on in the next row" : "";
        line.resize(line.find_last_not_of(' ') + 1);
        lines.push_back(line);
        if (i % 10 == 0) {
            lines.push_back("logged " + std::to_string(i));
        }
    }
    lines.push_back("last");
    return lines;
}

/// Without the time and the level of log lines.
Lines said(const Screen& screen) {
    Lines lines = screen.lines();
    for (std::string& line : lines) {
        size_t at = line.find(" info: ");
        line = at == std::string::npos ? line : line.substr(at + 7);
        size_t task = line.rfind("  (");
        line = task == std::string::npos ? line : line.substr(0, task);
    }
    return lines;
}

TEST_CASE("all that is printed and logged is whole and in order on the terminal, and no progress stays") {
    Program program(talker);
    TerminalChild child(program.command(), 60, 12);
    REQUIRE(child.wait_until([&] { return shows_progress(child); }));
    REQUIRE(child.has_written("line 119"));
    REQUIRE(child.wait_until([&] { return shows_progress(child); }));
    program.go();
    CHECK(child.finish() == 0);
    CHECK(said(child.screen()) == talked());
    CHECK(remnants(child) == "");
}

TEST_CASE("what comes to the terminal through a pipe is whole as well") {
    Program program(talker);
    TerminalChild child(program.piped("| cat"), 60, 12);
    REQUIRE(child.has_written("line 119"));
    REQUIRE(child.wait_until([&] { return shows_progress(child); }));
    program.go();
    CHECK(child.finish() == 0);
    Lines expected = talked();
    Lines found = said(child.screen());
    std::ranges::sort(expected);  // the log overtakes the pipe
    std::ranges::sort(found);
    CHECK(found == expected);
    CHECK(remnants(child) == "");
}

TEST_CASE("windows may be resized while progress is shown") {
    Program program(talker);
    TerminalChild child(program.command(), 100, 20);
    for (auto [columns, rows] : {std::pair<size_t, size_t>{50, 20}, {120, 8}, {44, 30}, {30, 10}, {80, 24}}) {
        REQUIRE(child.wait_until([&] { return shows_progress(child); }));
        child.resize(columns, rows);
        child.send(SIGWINCH);
        size_t before = child.bytes().size();
        REQUIRE(child.wait_until([&] { return child.bytes().size() > before + 500; }));
    }
    REQUIRE(child.has_written("line 119"));
    program.go();
    CHECK(child.finish() == 0);
    CHECK(said(child.screen()) == talked());
    CHECK(remnants(child) == "");
}

TEST_CASE("the block tells tasks, branches, processes and what lasts longest") {
    Program program(R"(
shared: { db: lock }
main:
  - gather: { for: i, in: [1, 2, 3, 4], do: { if: i > 1, lock: db, name: "guarded", do: [ { )" + until_go + R"( } ] } }
)");
    TerminalChild child(program.command(), 100, 20);
    auto shows = [&](std::string_view text) {
        return child.wait_until([&] {
            return std::ranges::any_of(child.screen().block(), [&](const std::string& row) { return row.find(text) != std::string::npos; });
        });
    };
    REQUIRE(shows("tasks      1 done, 1 running, 3 waiting"));
    CHECK(shows("] 1 of 4 (25 %)"));
    CHECK(shows("processes  1 running"));
    CHECK(shows(": lock db  (gather[2])  flow.yaml:4"));
    program.go();
    CHECK(child.finish() == 0);
    CHECK(child.screen().lines().empty());
}

TEST_CASE("an interrupted run leaves a clean terminal, its error in the last line") {
    Program program("main: [ { print: started }, { sleep: 1h } ]\n");
    TerminalChild child(program.command(), 80, 24);
    REQUIRE(child.wait_until([&] { return shows_progress(child); }));
    child.type("\x03");
    CHECK(child.finish() == 130);
    CHECK(child.screen().lines().front() == "started");
    CHECK(child.screen().lines().back() == "error: CancelledError: the run was stopped by SIGINT");
    CHECK(remnants(child) == "");
}

TEST_CASE("a second Ctrl-C leaves a clean terminal") {
    Program program("main: [ { try: [ { sleep: 1h } ], finally: [ { sleep: 0.1 }, { print: cleaning }, { sleep: 1h } ] } ]\n");
    TerminalChild child(program.command(), 80, 24);
    REQUIRE(child.wait_until([&] { return shows_progress(child); }));
    child.type("\x03");
    REQUIRE(child.has_written("cleaning"));
    REQUIRE(child.wait_until([&] { return shows_progress(child); }));
    child.type("\x03");
    CHECK(child.finish() == 130);
    CHECK(child.screen().lines().back() == "error: CancelledError: the run was ended at once by a second SIGINT");
    CHECK(remnants(child) == "");
}

TEST_CASE("a crash leaves a clean terminal") {
    Program program("main: [ { print: started }, { sleep: 1h } ]\n");
    TerminalChild child(program.command(), 80, 24);
    REQUIRE(child.wait_until([&] { return shows_progress(child); }));
    child.send(SIGABRT);
    CHECK(child.finish() != 0);
    CHECK(child.screen().lines().front() == "started");
    CHECK(remnants(child) == "");
}

TEST_CASE("Ctrl-Z hands over a clean terminal, and the run goes on afterwards") {
    Program program("main: [ { print: started }, { " + until_go + " }, { print: ended } ]\n");
    TerminalChild child(program.command(), 80, 24);
    REQUIRE(child.wait_until([&] { return shows_progress(child); }));
    child.send(SIGTSTP);
    REQUIRE(child.stops());
    REQUIRE(child.wait_until([&] { return child.screen().lines() == Lines{"started"}; }));
    child.send(SIGCONT);
    REQUIRE(child.wait_until([&] { return shows_progress(child); }));
    program.go();
    CHECK(child.finish() == 0);
    CHECK(child.screen().lines() == Lines{"started", "ended"});
}

TEST_CASE("SIGUSR1 tells who waits for what above the block") {
    Program program("shared: { e: event }\nmain: [ { gather: [ { wait: e }, { " + until_go + " } ] } ]\n");
    TerminalChild child(program.command(), 80, 24);
    REQUIRE(child.wait_until([&] { return shows_progress(child); }));
    child.send(SIGUSR1);
    REQUIRE(child.has_written("waits for process `sh`"));
    REQUIRE(child.wait_until([&] { return shows_progress(child); }));
    Lines lines = child.screen().lines();
    CHECK(lines[0] == "waiting:");
    CHECK(lines[2] == "  gather[0] waits for event e, at wait in flow.yaml:2");
    child.send(SIGTERM);
    CHECK(child.finish() == 143);
    CHECK(remnants(child) == "");
}

TEST_CASE("no progress is drawn where it was not wanted, or would be in the way") {
    Program program("main: [ { print: started }, { sleep: 0.6 } ]\n");
    struct Case {
        Lines options;
        Lines variables;
        size_t columns = 80;
    };
    for (const Case& each : {Case{{"--quiet"}, {}}, Case{{"--progress", "none"}, {}}, Case{{}, {"AIORUN_PROGRESS=none"}},
                             Case{{}, {"TERM=dumb"}}, Case{{}, {"CI=true"}}, Case{{}, {}, 30}}) {
        TerminalChild child(program.command(each.options, each.variables), each.columns, 24);
        CHECK(child.finish() == 0);
        CHECK(child.bytes() == "started\r\n");
    }
}

TEST_CASE("a short run leaves the terminal alone") {
    Program program("main: [ { print: done } ]\n");
    TerminalChild child(program.command(), 80, 24);
    CHECK(child.finish() == 0);
    CHECK(child.bytes() == "done\r\n");
}

TEST_CASE("--progress plain writes lines to standard error, and the totals at the end") {
    Program program("main: [ { gather: [ { sleep: 1h }, { sleep: 2h } ] }, { print: done } ]\n");
    Outcome outcome = run(program.command({"--progress", "plain", "--virtual-time"}));
    CHECK(outcome.output == "done\n");
    CHECK(outcome.errors == "progress: 2h00m, tasks: 3 done, 0 running, 0 waiting\n");
    Program slow("main: [ { gather: [ { sleep: 0 }, { sleep: 1h } ] } ]\n");
    Child child(slow.command({"--progress", "plain"}));
    REQUIRE(child.has_written("s, tasks: 1 done, 0 running, 2 waiting; gather: 1 of 2 (50 %); slowest: "));
    child.send(SIGTERM);
    Outcome stopped = child.finish();
    CHECK(lines_of(stopped.errors).back() == "error: CancelledError: the run was stopped by SIGTERM");
    CHECK(stopped.errors.find('\x1b') == std::string::npos);
}

TEST_CASE("progress is one more line of JSON where the log is") {
    Program program("main: [ { sleep: 1h } ]\n");
    Outcome outcome = run(program.command({"--progress", "plain", "--virtual-time", "--log-format", "json"}));
    CHECK(difference("{\"time\":*,\"level\":\"info\",\"message\":\"progress: 1h00m, tasks: 1 done, 0 running, 0 waiting\","
                     "\"fields\":{\"elapsed\":3600.0,\"done\":1,*}}\n",
                     outcome.errors) == "");
}

TEST_CASE("a run that is no one's to watch says nothing in its first seconds, and a deadlock is found as ever") {
    Program program("main: [ { sleep: 1.2 }, { print: done } ]\n");
    Outcome outcome = run(program.command());
    CHECK(outcome.errors.empty());
    Program deadlock("shared: { e: event }\nmain: [ { sleep: 1.2 }, { wait: e } ]\n");
    CHECK(run(deadlock.command({"--progress", "plain"})).status == 3);
    TerminalChild child(deadlock.command(), 80, 24);
    CHECK(child.finish() == 3);
    CHECK(remnants(child) == "");
}

}  // namespace
}  // namespace aiorun::programs
