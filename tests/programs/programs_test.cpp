// Runs every folder NAME/ here as a test. It holds `workflow.yaml`, and as far as they are needed:
//   arguments    the command line, one argument a line (without it: workflow.yaml)
//   environment  NAME=VALUE, one a line
//   stdin        standard input
//   stdout, stderr, exit   what is expected: the text, lines in which * stands for anything, the status (0)
//   written/     files that have to be there afterwards
// The program runs in a copy of the folder, where `workflows` is the project's folder of that name.
#include <algorithm>
#include <filesystem>

#include "tests/programs/child.hpp"
#include "tests/programs/golden.hpp"
#include "tests/programs/temporary_folder.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::programs {
namespace {

namespace fs = std::filesystem;

const fs::path programs = fs::path(AIORUN_SOURCE_DIR) / "tests/programs";

std::vector<fs::path> sorted_entries(const fs::path& folder) {
    std::vector<fs::path> entries(fs::directory_iterator(folder), fs::directory_iterator{});
    std::sort(entries.begin(), entries.end());
    return entries;
}

/// Folders that hold one program each; the others are collections.
std::vector<fs::path> program_folders() {
    std::vector<fs::path> folders;
    for (const fs::path& entry : sorted_entries(programs)) {
        if (fs::exists(entry / "workflow.yaml") || fs::exists(entry / "arguments")) {
            folders.push_back(entry);
        }
    }
    return folders;
}

std::vector<fs::path> workflows_in(const std::string& collection) {
    std::vector<fs::path> files;
    for (const fs::path& entry : sorted_entries(programs / collection)) {
        if (entry.extension() == ".yaml") {
            files.push_back(entry);
        }
    }
    return files;
}

Command command_of(const fs::path& folder, const fs::path& working_folder) {
    Command command{.arguments = {AIORUN_BINARY},
                    .environment = plain_environment(),
                    .folder = working_folder,
                    .input = read_file(folder / "stdin")};
    std::string arguments =
        fs::exists(folder / "arguments") ? read_file(folder / "arguments") : "workflow.yaml";
    for (std::string& argument : lines_of(arguments)) {
        command.arguments.push_back(std::move(argument));
    }
    for (std::string& variable : lines_of(read_file(folder / "environment"))) {
        command.environment.push_back(std::move(variable));
    }
    return command;
}

std::string compare_written(const fs::path& golden_folder, const fs::path& working_folder) {
    std::string differences;
    if (fs::exists(golden_folder)) {
        for (const fs::path& golden : sorted_entries(golden_folder)) {
            differences += compare_with_golden(golden, read_file(working_folder / golden.filename()));
        }
    }
    return differences;
}

std::string run_folder(const fs::path& folder) {
    TemporaryFolder working;
    fs::copy(folder, working.path(), fs::copy_options::recursive);
    fs::create_directory_symlink(fs::path(AIORUN_SOURCE_DIR) / "workflows", working.path() / "workflows");
    Outcome outcome = run(command_of(folder, working.path()));
    if (outcome.overdue) {
        return "did not end in time\n" + outcome.output + outcome.errors;
    }
    std::string status = outcome.status == 0 ? "" : std::to_string(outcome.status) + "\n";
    return compare_with_golden(folder / "stdout", outcome.output) +
           compare_with_golden(folder / "stderr", outcome.errors) +
           compare_with_golden(folder / "exit", status) + compare_written(folder / "written", working.path());
}

/// The last line of standard error, when it is the error of the run.
std::string final_error(const std::string& errors) {
    std::vector<std::string> lines = lines_of(errors);
    return !lines.empty() && lines.back().starts_with("error: ") ? lines.back() + "\n" : "";
}

std::string run_on_virtual_clock(const fs::path& file) {
    Outcome outcome = run({.arguments = {AIORUN_BINARY, "--virtual-time", file.filename()},
                           .environment = plain_environment(),
                           .folder = file.parent_path()});
    std::string found = outcome.output + "--- exit " + std::to_string(outcome.status) + "\n";
    return compare_with_golden(fs::path(file).replace_extension(".expected"),
                               found + final_error(outcome.errors));
}

std::string run_invalid(const fs::path& file) {
    Outcome outcome = run({.arguments = {AIORUN_BINARY, "run", file.filename()},
                           .environment = plain_environment(),
                           .folder = file.parent_path()});
    std::string differences =
        compare_with_golden(fs::path(file).replace_extension(".expected"), outcome.errors);
    if (outcome.status != 2 || !outcome.output.empty()) {
        differences +=
            "exit status " + std::to_string(outcome.status) + " where 2 was expected\n" + outcome.output;
    }
    return differences;
}

TEST_CASE("each folder's program writes what its golden files say") {
    for (const fs::path& folder : program_folders()) {
        DYNAMIC_SECTION(folder.filename().string()) {
            std::string differences = run_folder(folder);
            INFO(differences);
            CHECK(differences.empty());
        }
    }
}

TEST_CASE("each case of asyncio's behaviour runs on the virtual clock as in CPython") {
    for (const fs::path& file : workflows_in("asyncio")) {
        DYNAMIC_SECTION(file.stem().string()) {
            std::string differences = run_on_virtual_clock(file);
            INFO(differences);
            CHECK(differences.empty());
        }
    }
}

TEST_CASE("each invalid workflow is refused before anything runs, with the place and what to do") {
    for (const fs::path& file : workflows_in("invalid")) {
        DYNAMIC_SECTION(file.stem().string()) {
            std::string differences = run_invalid(file);
            INFO(differences);
            CHECK(differences.empty());
        }
    }
}

}  // namespace
}  // namespace aiorun::programs
