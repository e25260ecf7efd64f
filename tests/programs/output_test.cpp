// Standard output that cannot be written to, and the limits of what a run may hold.
#include "tests/programs/child.hpp"
#include "tests/programs/golden.hpp"
#include "tests/programs/temporary_folder.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::programs {
namespace {

Outcome run_with(OutputTo output, const std::string& workflow) {
    return run({.arguments = {AIORUN_BINARY, "-"},
                .environment = plain_environment(),
                .input = workflow,
                .output = output});
}

/// Whether the last line is the error of a standard output that takes nothing.
bool says_that_output_failed(const Outcome& outcome) {
    std::vector<std::string> lines = lines_of(outcome.errors);
    return !lines.empty() && difference("error: *cannot write to standard output: *", lines.back()).empty();
}

TEST_CASE("a print to a full disk ends the run with a clear error and status 1") {
    Outcome outcome = run_with(OutputTo::full_device, "main: [ { print: text } ]\n");
    CHECK(outcome.status == 1);
    CHECK(says_that_output_failed(outcome));
}

TEST_CASE("a result that cannot be written is an error too") {
    Outcome outcome = run_with(OutputTo::full_device, "main: [ { return: 1 } ]\n");
    CHECK(outcome.status == 1);
    CHECK(says_that_output_failed(outcome));
}

TEST_CASE("every command says so when its answer cannot be written") {
    for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
             {AIORUN_BINARY, "graph", "-"}, {AIORUN_BINARY, "schema"}, {AIORUN_BINARY, "completion", "bash"}, {AIORUN_BINARY, "--help"}}) {
        Outcome outcome = run({.arguments = arguments,
                               .environment = plain_environment(),
                               .input = "main: [ { print: text } ]\n",
                               .output = OutputTo::full_device});
        INFO(arguments[1]);
        CHECK(outcome.status == 1);
        CHECK(says_that_output_failed(outcome));
    }
}

TEST_CASE("a closed standard output ends the run with a clear error and status 1") {
    Outcome outcome = run_with(OutputTo::closed, "main: [ { print: text } ]\n");
    CHECK(outcome.status == 1);
    CHECK(says_that_output_failed(outcome));
}

TEST_CASE("a closed standard output is no matter to a run that writes nothing") {
    CHECK(run_with(OutputTo::closed, "main: [ { sleep: 0 } ]\n").status == 0);
}

TEST_CASE("a run that prints without end stops when nobody reads any more") {
    Outcome outcome = run({.arguments = {"/bin/sh", "-c", AIORUN_BINARY " - | head -n 1; wait"},
                           .environment = plain_environment(),
                           .input = "main: [ { while: 1 < 2, do: [ { print: y } ] } ]\n"});
    CHECK_FALSE(outcome.overdue);
    CHECK(outcome.output == "y\n");
    CHECK(says_that_output_failed(outcome));
}

TEST_CASE("what is printed is there at once, also in a pipe") {
    Child child({.arguments = {AIORUN_BINARY, "-"},
                 .environment = plain_environment(),
                 .input = "main: [ { print: now }, { sleep: 1h } ]\n"});
    CHECK(child.has_written("now\n"));
}

}  // namespace
}  // namespace aiorun::programs
