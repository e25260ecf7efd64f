// `--report` and what CI systems read: each JUnit report is validated against a schema by xmllint, whatever became of the run.
#include <signal.h>

#include "tests/programs/child.hpp"
#include "tests/programs/golden.hpp"
#include "tests/programs/temporary_folder.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::programs {
namespace {

class Reported {
  public:
    explicit Reported(const std::string& workflow) { write_file(folder_.path() / "flow.yaml", workflow); }

    [[nodiscard]] Command command(std::vector<std::string> options) const {
        Command command{.arguments = {AIORUN_BINARY, "run", "flow.yaml"},
                        .environment = plain_environment(),
                        .folder = folder_.path()};
        command.arguments.insert(command.arguments.end(), options.begin(), options.end());
        return command;
    }
    [[nodiscard]] Outcome run_with(std::vector<std::string> options) const { return run(command(std::move(options))); }
    /// The report, when it is a valid one; else what is wrong with it.
    [[nodiscard]] std::string report() const {
        Outcome outcome = run({.arguments = {"/usr/bin/xmllint", "--noout", "--schema",
                                             AIORUN_SOURCE_DIR "/tests/programs/junit.xsd", "out.xml"},
                               .environment = plain_environment(),
                               .folder = folder_.path()});
        return outcome.status == 0 ? read_file(file("out.xml")) : "invalid: " + outcome.errors;
    }
    [[nodiscard]] std::filesystem::path file(const std::string& name) const { return folder_.path() / name; }

  private:
    TemporaryFolder folder_;
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_CASE("--report writes a valid JUnit report of a run that succeeds") {
    Reported reported("name: smoke\nmain: [ { print: \"a ]]> b \\u0001\\e\" }, { name: rests, sleep: 1s } ]\n");
    Outcome outcome = reported.run_with({"--virtual-time", "--seed", "7", "--report", "out.xml"});
    CHECK(outcome.status == 0);
    std::string report = reported.report();
    CHECK(has(report, R"(<testsuites name="smoke" tests="2" failures="0" errors="0" time="1.000">)"));
    CHECK(has(report, R"(<testcase name="rests" classname="flow.main" time="1.000"/>)"));
    CHECK(has(report, R"(<property name="seed" value="7"/>)"));
    CHECK(has(report, "<system-out>a ]]&gt; b \uFFFD\uFFFD\n</system-out>"));
}

TEST_CASE("a run that fails has its report, with the error and its place, and secrets hidden") {
    Reported reported(R"(
params: { token: { type: string, secret: true } }
tasks:
  check: { params: { n: ~ }, do: [ { name: "n is small", assert: "n < 3 && token != ''" } ] }
main:
  - gather: { for: n, in: [1, 3], do: { check: { n: "${{ n }}" } } }
  - print: never
)");
    Outcome outcome = reported.run_with({"--report", "out.xml", "-p", "token=hunter22"});
    CHECK(outcome.status == 1);
    std::string report = reported.report();
    CHECK(has(report, R"(tests="3" failures="1" errors="0" skipped="0")"));
    CHECK(has(report, R"(type="AssertionError")"));
    CHECK(has(report, "flow.yaml:4:58: in step \"n is small\" of task gather[1]\n"));
    CHECK_FALSE(has(report, "hunter22"));
}

TEST_CASE("deadlocks, timeouts and unawaited failures have their reports") {
    Reported deadlock("shared: { e: event }\nmain: [ { wait: e } ]\n");
    CHECK(deadlock.run_with({"--report", "out.xml"}).status == 3);
    CHECK(has(deadlock.report(), R"(type="DeadlockError">DeadlockError: no task can ever run again
  main waits for event e, at wait in flow.yaml:2)"));
    Reported late("main: [ { sleep: 1h } ]\n");
    CHECK(late.run_with({"--virtual-time", "--timeout", "5s", "--report", "out.xml"}).status == 124);
    CHECK(has(late.report(), R"(<error message="the run took longer than 5s" type="TimeoutError">)"));
    Reported unawaited("main: [ { spawn: { raise: lost }, as: h }, { sleep: 1 } ]\n");
    CHECK(unawaited.run_with({"--virtual-time", "--report", "out.xml"}).status == 1);
    CHECK(has(unawaited.report(), R"(<testcase name="task h" classname="flow")"));
}

TEST_CASE("a run that a signal ends has its report") {
    Reported reported("main: [ { print: started }, { sleep: 1h } ]\n");
    Child child(reported.command({"--report", "out.xml"}));
    REQUIRE(child.has_written("started\n"));
    child.send(SIGTERM);
    CHECK(child.finish().status == 143);
    CHECK(has(reported.report(), R"(<error message="the run was stopped by SIGTERM" type="CancelledError">)"));
}

TEST_CASE("ten thousand tests fit into a report") {
    Reported reported(R"(
tasks: { check: { params: { n: ~ }, do: [ { sleep: 1 }, { return: "${{ n }}" } ] } }
main: [ { gather: { for: n, in: "${{ range(10000) }}", limit: 100, do: { check: { n: "${{ n }}" } } } } ]
)");
    CHECK(reported.run_with({"--virtual-time", "--report", "out.xml"}).status == 0);
    CHECK(has(reported.report(), R"(tests="10000" failures="0" errors="0" skipped="0" time="100.000")"));
}

TEST_CASE("another ending, or a path that cannot be written, ends with 2 before the run") {
    Reported reported("main: [ { print: ran } ]\n");
    for (const char* path : {"out.txt", "out", "missing/out.xml", "folder.xml"}) {
        std::filesystem::create_directory(reported.file("folder.xml"));
        Outcome outcome = reported.run_with({"--report", path});
        INFO(path << ": " << outcome.errors);
        CHECK(outcome.status == 2);
        CHECK(outcome.output.empty());
        CHECK(has(outcome.errors, path));
        CHECK(outcome.errors.starts_with("error: "));
    }
}

TEST_CASE("several reports are written, and the environment can name one") {
    Reported reported("main: [ { print: ran } ]\n");
    CHECK(reported.run_with({"--report", "out.xml", "--report", "b.xml"}).status == 0);
    CHECK(read_file(reported.file("b.xml")).starts_with("<?xml"));
    Command command = reported.command({});
    command.environment.push_back("AIORUN_REPORT=c.xml");
    CHECK(run(command).status == 0);
    CHECK(has(read_file(reported.file("c.xml")), "tests=\"1\""));
}

TEST_CASE("on GitHub Actions a failed run is annotated at its line, and the last line is the error") {
    Reported reported(R"(
shared: { a: lock }
main:
  - name: works, mostly
    assert: 1 == 2
)");
    Command command = reported.command({"--quiet"});
    command.environment.insert(command.environment.end(), {"GITHUB_ACTIONS=true", "GITHUB_STEP_SUMMARY=summary.md",
                                                           "GITHUB_WORKSPACE=" + reported.file("").parent_path().parent_path().string()});
    Outcome outcome = run(command);
    std::string folder = reported.file("").parent_path().filename().string();
    CHECK(outcome.status == 1);
    CHECK(outcome.output.empty());
    CHECK(outcome.errors.starts_with("::error file=" + folder +
                                     "/flow.yaml,line=5,col=5,title=AssertionError in step \"works%2C mostly\"::1 == 2\n"));
    CHECK(lines_of(outcome.errors).back() == "error: AssertionError: 1 == 2");
    CHECK(read_file(reported.file("summary.md")).starts_with("**flow.yaml** failed after "));
    CHECK(has(read_file(reported.file("summary.md")), "\n    AssertionError: 1 == 2\n"));
}

TEST_CASE("on GitHub Actions the steps of a deadlock are annotated, in a run as in a dry-run") {
    Reported reported("shared: { e: event }\nmain:\n  - wait: e\n");
    for (const char* option : {"--dry-run", "--virtual-time"}) {
        Command command = reported.command({option});
        command.environment.push_back("GITHUB_ACTIONS=true");
        Outcome outcome = run(command);
        CHECK(outcome.status == 3);
        CHECK(has(outcome.errors, "::error file=flow.yaml,line=3,col=5,title=DeadlockError::main waits for event e\n"));
        CHECK(lines_of(outcome.errors).back() == "error: DeadlockError: no task can ever run again");
    }
}

TEST_CASE("on GitHub Actions a param that is missing or does not fit is annotated where it stands") {
    Reported reported("params:\n  page: { type: int }\nmain: [ { print: x } ]\n");
    Command command = reported.command({});
    command.environment.push_back("GITHUB_ACTIONS=true");
    Outcome missing = run(command);
    CHECK(missing.status == 2);
    CHECK(has(missing.errors, "::error file=flow.yaml,line=2,col=3,title=param::param \"page\" is required"));
    CHECK(lines_of(missing.errors).back().starts_with("error: param \"page\" is required"));
    Command wrong = reported.command({"-p", "page=x", "-p", "pag=1"});
    wrong.environment.push_back("GITHUB_ACTIONS=true");
    Outcome outcome = run(wrong);
    CHECK(has(outcome.errors, "::error file=flow.yaml,line=2,col=3,title=param::param \"page\" (-p)"));
    CHECK(has(outcome.errors, "::error title=param::the workflow has no param \"pag\""));
}

TEST_CASE("on GitHub Actions check and invalid workflows annotate errors and warnings") {
    Reported reported("main:\n  - print: x\n  - return: 1\n  - print: never\n");
    Command check = reported.command({});
    check.environment.push_back("GITHUB_ACTIONS=true");
    check.arguments[1] = "check";
    Outcome warned = run(check);
    INFO(warned.errors);
    CHECK(warned.errors.starts_with("::warning file=flow.yaml,line=4,col=5,title="));
    write_file(reported.file("flow.yaml"), "main:\n  - pritn: x\n");
    for (const char* command : {"check", "run"}) {
        check.arguments[1] = command;
        Outcome outcome = run(check);
        CHECK(outcome.status == 2);
        CHECK(outcome.errors.starts_with("::error file=flow.yaml,line=2,col=5,title=unknown-action::unknown action \"pritn\""));
        CHECK(lines_of(outcome.errors).back().starts_with("error: 1 error in "));
    }
}

}  // namespace
}  // namespace aiorun::programs
