// The workflows of workflows/ that fetch, against the tests' server.
#include "tests/programs/child.hpp"
#include "tests/programs/golden.hpp"
#include "tests/programs/temporary_folder.hpp"
#include "tests/server/server_fixture.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::programs {
namespace {

/// Runs an example with its `base_url` at a server of its own.
Outcome run_example(const std::string& name, const std::vector<std::string>& options) {
    test_server::ServerFixture server;
    Command command{.arguments = {AIORUN_BINARY, AIORUN_SOURCE_DIR "/workflows/" + name + ".yaml", "-p",
                                  "base_url=" + server.url("")},
                    .environment = plain_environment()};
    command.arguments.insert(command.arguments.end(), options.begin(), options.end());
    return run(command);
}

TEST_CASE("fetch-pages fetches all pages and sums them up") {
    Outcome outcome = run_example("fetch-pages", {"-p", "pages=6", "-p", "limit=3"});
    CHECK(difference("fetched 6 of 6 pages, * bytes\n{\"fetched\":6,\"failed\":0,\"bytes\":*}\n",
                     outcome.output) == "");
    CHECK(outcome.status == 0);
}

TEST_CASE("fetch-pages counts the pages of a server that is not there") {
    Outcome outcome = run({.arguments = {AIORUN_BINARY, AIORUN_SOURCE_DIR "/workflows/fetch-pages.yaml", "-p",
                                         "base_url=http://127.0.0.1:9", "-p", "pages=2", "--virtual-time"},
                           .environment = plain_environment()});
    CHECK(outcome.output == "fetched 0 of 2 pages, 0 bytes\n{\"fetched\":0,\"failed\":2,\"bytes\":0}\n");
    CHECK(outcome.status == 0);
}

TEST_CASE("poll-job polls until the job is done") {
    Outcome outcome = run_example("poll-job", {"-p", "every=20ms"});
    CHECK(outcome.output == "started job 1\njob 1 is done\n{\"rows\":1200}\n");
    CHECK(outcome.status == 0);
}

TEST_CASE("poll-job gives up when its patience ends") {
    Outcome outcome = run_example("poll-job", {"-p", "every=10s", "-p", "patience=100ms"});
    CHECK(outcome.output == "started job 1\n");
    CHECK(outcome.errors.find("\nerror: TimeoutError") != std::string::npos);
    CHECK(outcome.status == 1);
}

TEST_CASE("download-files writes each file whole, and nothing else") {
    TemporaryFolder folder;
    Outcome outcome = run_example("download-files", {"-p", "folder=" + folder.path().string()});
    CHECK(outcome.output.ends_with("3 files, 15360 bytes\n"));
    CHECK(outcome.status == 0);
    for (const char* name : {"a.bin", "b.bin", "c.bin"}) {
        CHECK(std::filesystem::file_size(folder.path() / name) == 5 * 1024);
    }
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 3);
}

TEST_CASE("download-files says so when the folder is missing") {
    Outcome outcome = run_example("download-files", {"-p", "folder=/nonexistent/folder"});
    CHECK(outcome.output.empty());
    CHECK(outcome.errors.find("/nonexistent/folder") != std::string::npos);
    CHECK(outcome.status == 1);
}

}  // namespace
}  // namespace aiorun::programs
