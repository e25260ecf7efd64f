// A dry-run has no effect outside, and explorations can be repeated.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>

#include "tests/programs/child.hpp"
#include "tests/programs/golden.hpp"
#include "tests/programs/temporary_folder.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::programs {
namespace {

namespace fs = std::filesystem;

/// A port on which connections are counted, and never answered.
class CountingPort {
  public:
    CountingPort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0);
        REQUIRE(::listen(socket_, 16) == 0);
        REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
        port_ = ntohs(address.sin_port);
    }
    CountingPort(const CountingPort&) = delete;
    ~CountingPort() { ::close(socket_); }
    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    [[nodiscard]] int connections() const {
        int count = 0;
        for (int peer = ::accept(socket_, nullptr, nullptr); peer >= 0; peer = ::accept(socket_, nullptr, nullptr)) {
            ::close(peer);
            ++count;
        }
        return count;
    }

  private:
    int socket_;
    uint16_t port_ = 0;
};

const std::string effects = R"(
params: { base_url: string }
shared: { lines: queue }
http: { base_url: "${{ base_url }}" }
main:
  - fetch: { url: /file, save: saved.bin, sha256: "0000000000000000000000000000000000000000000000000000000000000000" }
  - fetch: { url: /upload, upload: nothing.bin }
  - fetch: { url: /lines, stream: lines, into: lines }
  - fetch: { url: /pages, paginate: { next: response.json.next } }
  - run: touch started; echo x > written
  - run: [touch, started-too]
  - return: 1
)";

Outcome dry_run(const std::string& file, const std::vector<std::string>& options, const fs::path& folder = ".") {
    Command command{.arguments = {AIORUN_BINARY, "--dry-run"}, .environment = plain_environment(), .folder = folder};
    command.environment.push_back("API_TOKEN=token");
    command.arguments.insert(command.arguments.end(), options.begin(), options.end());
    command.arguments.push_back(file);
    return run(command);
}

std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
        names.push_back(entry.path().filename());
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// The last word of the first line that begins with `start`, or nothing.
std::string rest_of_line(const std::string& text, const std::string& start) {
    for (const std::string& line : lines_of(text)) {
        if (size_t at = line.find(start); at != std::string::npos) {
            return line.substr(at + start.size());
        }
    }
    return {};
}

TEST_CASE("a dry-run makes no connection, starts no process and writes no file") {
    CountingPort port;
    TemporaryFolder folder;
    write_file(folder.path() / "flow.yaml", effects);
    for (const std::string& mode : {std::string("--dry-run"), std::string("--explore=5")}) {
        Outcome outcome = dry_run("flow.yaml", {mode, "-p", "base_url=" + port.url(), "--output", "result.json"}, folder.path());
        INFO(outcome.output << outcome.errors);
        CHECK((outcome.status == 0 || mode != "--dry-run"));
        CHECK(port.connections() == 0);
        CHECK(names_in(folder.path()) == std::vector<std::string>{"flow.yaml"});
    }
}

TEST_CASE("a dry-run says that --output is not written") {
    TemporaryFolder folder;
    write_file(folder.path() / "flow.yaml", "main: [ { return: 7 } ]\n");
    Outcome outcome = dry_run("flow.yaml", {"--output", "result.json"}, folder.path());
    CHECK(outcome.output.find("the result would be written to result.json") != std::string::npos);
}

TEST_CASE("each workflow for users can be simulated without any mocks") {
    for (const auto& entry : fs::directory_iterator(AIORUN_SOURCE_DIR "/workflows")) {
        if (entry.path().extension() == ".yaml") {
            DYNAMIC_SECTION(entry.path().stem().string()) {
                Outcome outcome = dry_run(entry.path(), {});
                INFO(outcome.output << outcome.errors);
                CHECK(outcome.status == 0);
                CHECK(outcome.errors.empty());
                CHECK(outcome.output.find("\nsummary\n") != std::string::npos);
            }
        }
    }
}

TEST_CASE("two dry-runs of one workflow are the same") {
    const std::string text = "main:\n  - print: \"${{ random() }} ${{ uuid() }} ${{ now() }}\"\n  - sleep: ${{ random() }}\n";
    TemporaryFolder folder;
    write_file(folder.path() / "flow.yaml", text);
    CHECK(dry_run("flow.yaml", {}, folder.path()).output == dry_run("flow.yaml", {}, folder.path()).output);
    CHECK(dry_run("flow.yaml", {}, folder.path()).output != dry_run("flow.yaml", {"--seed", "5"}, folder.path()).output);
}

TEST_CASE("the command that an exploration prints shows what it found again") {
    for (const std::string& name : {std::string("explore-deadlock"), std::string("explore-lost-update")}) {
        DYNAMIC_SECTION(name) {
            fs::path folder = fs::path(AIORUN_SOURCE_DIR) / "tests/programs" / name;
            Outcome explored = dry_run("workflow.yaml", {"--explore", "40"}, folder);
            std::string kind = name == "explore-deadlock" ? "deadlock: " : "difference: ";
            REQUIRE(!rest_of_line(explored.output, kind).empty());
            std::string seed = rest_of_line(rest_of_line(explored.output, "first with seed ") + "\n", "--seed ");
            seed = seed.substr(0, seed.find(' '));
            Outcome again = dry_run("workflow.yaml", {"--seed", seed, "--explore", "1"}, folder);
            INFO(explored.output << again.output);
            CHECK(rest_of_line(again.output, kind) == rest_of_line(explored.output, kind));
            CHECK(again.status == explored.status);
            CHECK(explored.status == (name == "explore-deadlock" ? 3 : 1));
        }
    }
}

TEST_CASE("a workflow that never ends is given up") {
    TemporaryFolder folder;
    write_file(folder.path() / "flow.yaml", "main:\n  - while: \"true\"\n    do: [ { sleep: 1 } ]\n");
    Outcome outcome = dry_run("flow.yaml", {"--timeout", "1h"}, folder.path());
    CHECK(outcome.status == 124);
    CHECK(outcome.output.find("and 3,500 more like it, until 3600.000 s") != std::string::npos);
}

}  // namespace
}  // namespace aiorun::programs
