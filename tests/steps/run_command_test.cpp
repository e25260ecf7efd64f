// `run:`: from YAML to a command, and what becomes of its result.
#include "tests/steps/fetch_world.hpp"
#include "tests/support/catch.hpp"

using namespace aiorun;
using test::FetchWorld;

namespace {

/// The command that a step makes.
process::Command command_of(const std::string& value, const std::string& head = "") {
    FetchWorld world;
    workflow::RunResult result = world.run(head + "main:\n  - run: " + value + "\n");
    return world.commands.empty() ? process::Command{{result.error ? value::describe(*result.error) : "none"}}
                                  : world.commands.front();
}

std::string problem(const std::string& value) {
    FetchWorld world;
    if (world.check("main:\n  - run: " + value + "\n")) {
        return "none";
    }
    std::string line = world.diagnostics.substr(0, world.diagnostics.find('\n'));
    return line.substr(line.find("error: ") + 7);
}

using Arguments = std::vector<std::string>;

}  // namespace

TEST_CASE("a text goes to the shell") {
    CHECK(command_of("echo a | cat").arguments == Arguments{"/bin/sh", "-c", "echo a | cat"});
    CHECK(command_of("{ command: \"exit 3\", check: false }").arguments ==
          Arguments{"/bin/sh", "-c", "exit 3"});
}

TEST_CASE("a list is a program and its arguments, values as text") {
    CHECK(command_of("[echo, 1, 2.0, true, \"${{ 1 + 1 }}\", \"a${{ [1] }}\"]").arguments ==
          Arguments{"echo", "1", "2.0", "true", "2", "a[1]"});
}

TEST_CASE("a shell command with an expression is refused") {
    CHECK(problem("\"echo ${{ 1 }}\"") ==
          "a shell command may hold no `${{ }}`: the shell would run what is in the value");
    CHECK(problem("{ command: \"echo ${{ 1 }}\" }") != "none");
    CHECK(problem("[echo, \"${{ 1 }}\"]") == "none");
}

TEST_CASE("a command is not empty and is made of texts") {
    CHECK(problem("\"\"") == "the command of run is empty");
    CHECK(problem("[]") == "the command of run is empty, expected a program and its arguments");
    CHECK(problem("[a, [b]]") == "an argument of run is text, found a list");
    CHECK(problem("[a, ~]") == "an argument of run is text, found null");
    CHECK(problem("~") == "the command of run is a list or a text, found null");
    CHECK(problem("{ cwd: / }") == "run needs the key \"command\"");
    CHECK(problem("{ command: a, chek: false }").find("did you mean \"check\"?") != std::string::npos);
    CHECK(problem("{ command: a, max_output: lots }").substr(0, 22) == "\"max_output\" of run is");
    CHECK(problem("{ command: a, env: [b] }") == "\"env\" of run is a map, found a list");
}

TEST_CASE("options reach the command") {
    process::Command command = command_of(
        "{ command: [a], env: { A: 1, B: ~, C: \"${{ 2 }}\" }, cwd: /tmp, stdin: text, max_output: 1KiB, "
        "kill_after: 2s }");
    REQUIRE(command.environment.size() == 3);
    CHECK(command.environment[0].value == "1");
    CHECK_FALSE(command.environment[1].value.has_value());
    CHECK(command.environment[2].value == "2");
    CHECK(command.directory == "/tmp");
    CHECK(command.input == "text");
    CHECK(command.max_output == 1024);
    CHECK(command.kill_after == std::chrono::seconds(2));
}

TEST_CASE("stdin that is no text is sent as JSON") {
    CHECK(command_of("{ command: [a], stdin: { b: [1] } }").input == "{\"b\":[1]}");
    CHECK_FALSE(command_of("{ command: [a], stdin: ~ }").input.has_value());
}

TEST_CASE("an argument that cannot be given is a ValueError") {
    CHECK(command_of("[a, \"${{ v }}\"]", "vars: { v: [1] }\n").arguments.front() ==
          "ValueError: argument 1 of run is text, found list [1]");
    CHECK(command_of("[a, \"a\\0b\"]").arguments.front() ==
          "ValueError: argument 1 of run holds a NUL, which no process can be given");
}

TEST_CASE("the result has code, stdout, stderr and ok") {
    FetchWorld world;
    world.process = [](const process::Command&) { return process::Result{0, "out\n", "err\n"}; };
    CHECK(world.outcome_of("run: [a]") ==
          "{\"code\":0,\"stdout\":\"out\\n\",\"stderr\":\"err\\n\",\"ok\":true}");
}

TEST_CASE("another code than 0 is a ProcessError with code, stdout and stderr") {
    FetchWorld world;
    world.process = [](const process::Command&) { return process::Result{3, "out", "one\ntwo \x1b[1m\n"}; };
    CHECK(world.outcome_of("run: [/bin/program, secret]") ==
          "ProcessError: `/bin/program` exited with status 3: one\\ntwo \\x1b[1m");
    CHECK(world.outcome_of("run: \"first line\\nsecond\"").substr(0, 31) == "ProcessError: `first line…` e");
    CHECK(world.outcome("main:\n  - try: [ { run: [a] } ]\n    except:\n      type: ProcessError\n"
                        "      do: [ { return: \"${{ [error.code, error.stdout, error.stderr] }}\" } ]\n") ==
          "[3,\"out\",\"one\\ntwo \\u001b[1m\\n\"]");
}

TEST_CASE("only the last lines of standard error are shown") {
    FetchWorld world;
    world.process = [](const process::Command&) { return process::Result{1, "", "1\n2\n3\n4\n5\n6\n7\n"}; };
    CHECK(world.outcome_of("run: [a]") == "ProcessError: `a` exited with status 1: 3\\n4\\n5\\n6\\n7");
    world.process = [](const process::Command&) {
        return process::Result{1, "", std::string(2000, 'x') + "\n"};
    };
    CHECK(world.outcome_of("run: [a]").size() < 600);
}

TEST_CASE("a signal is a negative code") {
    FetchWorld world;
    world.process = [](const process::Command&) { return process::Result{-9, "", ""}; };
    CHECK(world.outcome_of("run: [a]") == "ProcessError: `a` was ended by signal 9 (KILL)");
}

TEST_CASE("check false gives the result whatever the code is") {
    FetchWorld world;
    world.process = [](const process::Command&) { return process::Result{3, "", ""}; };
    CHECK(world.outcome_of("run: { command: [a], check: false }", "[result.code, result.ok]") == "[3,false]");
}

TEST_CASE("a command that does not start is a ProcessError, checked or not") {
    FetchWorld world;
    world.process = [](const process::Command&) -> process::Outcome {
        return std::unexpected(process::Failure{process::FailureKind::not_started, "cannot start `a`: none"});
    };
    CHECK(world.outcome_of("run: { command: [a], check: false }") == "ProcessError: cannot start `a`: none");
}

TEST_CASE("lines that a process writes go to the log, escaped") {
    FetchWorld world;
    CHECK(world.outcome_of("run: [program, secret]", "result.ok") == "true");
    CHECK(world.logged == std::vector<std::string>{"`program`: a \\x1b[31mline"});
}

TEST_CASE("a list without end is no input of a command") {
    FetchWorld world;
    CHECK(world.outcome_of("run: { command: [cat], stdin: \"${{ range(100000000000) }}\" }") ==
          "ValueError: the value is too large to be written: it has more than 50000000 items");
}
