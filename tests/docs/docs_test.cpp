// The documentation is true: its examples print what it says.
#include <filesystem>
#include <fstream>

#include "tests/docs/examples.hpp"
#include "tests/programs/child.hpp"
#include "tests/programs/temporary_folder.hpp"
#include "tests/server/server_fixture.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::docs {
namespace {

/// The pages with examples, in order of their names.
std::vector<std::string> pages() {
    std::vector<std::string> found{"README.md"};
    for (const auto& entry : std::filesystem::directory_iterator(AIORUN_SOURCE_DIR "/docs")) {
        if (entry.path().extension() == ".md") {
            found.push_back("docs/" + entry.path().filename().string());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::string last_line(std::string text) {
    text.erase(text.find_last_not_of('\n') + 1);
    return text.substr(text.rfind('\n') + 1) + "\n";
}

std::string run_example(const Example& example, const std::string& server) {
    programs::TemporaryFolder folder;
    std::string path = (folder.path() / "example.yaml").string();
    std::ofstream(path) << example.workflow;
    programs::Command command{.arguments = {AIORUN_BINARY, "run", "--virtual-time", "--seed", "0", path},
                              .environment = programs::plain_environment(),
                              .folder = folder.path().string()};
    if (example.kind == Example::Kind::graph) {
        command.arguments = {AIORUN_BINARY, "graph", path};
    } else if (example.kind == Example::Kind::plan || example.kind == Example::Kind::exploration) {
        bool explores = example.kind == Example::Kind::exploration;
        command.arguments = {AIORUN_BINARY, explores ? "--explore=20" : "--dry-run", "example.yaml"};
        if (!example.mocks.empty()) {
            std::ofstream(folder.path() / "mocks.yaml") << example.mocks;
            command.arguments.insert(command.arguments.end(), {"--mocks", "mocks.yaml"});
        }
    } else if (example.workflow.find("base_url:") != std::string::npos) {
        command.arguments.insert(command.arguments.end(), {"-p", "base_url=" + server});
    }
    programs::Outcome outcome = programs::run(command);
    if (example.kind == Example::Kind::plan || example.kind == Example::Kind::exploration) {
        return outcome.output;
    }
    return outcome.status == 0 ? outcome.output : outcome.output + last_line(outcome.errors);
}

}  // namespace

TEST_CASE("every example of the documentation prints what stands below it") {
    test_server::ServerFixture server;
    size_t count = 0;
    for (const std::string& page : pages()) {
        for (const Example& example : read_examples(page)) {
            INFO(example.place << "\n" << example.workflow);
            CHECK(run_example(example, server.url("")) == example.output);
            ++count;
        }
    }
    CHECK(count > 45);
}

}  // namespace aiorun::docs
