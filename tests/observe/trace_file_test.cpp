#include "observe/trace_file.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "observe/trace_chrome.hpp"
#include "observe/trace_jsonl.hpp"
#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::observe {
namespace {

class TraceFolder {
  public:
    TraceFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "aiorun-trace-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~TraceFolder() { std::filesystem::remove_all(path_); }
    TraceFolder(const TraceFolder&) = delete;
    TraceFolder& operator=(const TraceFolder&) = delete;
    [[nodiscard]] std::string file(const std::string& name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

std::string content(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

/// Pages are filled with blanks between lines.
std::string without_blanks(const std::string& text) {
    std::string kept;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        line.erase(0, line.find_first_not_of(' '));
        line.erase(line.find_last_not_of(' ') + 1);
        kept += line + "\n";
    }
    return kept;
}

const value::Secrets no_secrets;

TEST_CASE("a trace holds all that it took, in order, between its beginning and its end") {
    TraceFolder folder;
    std::string path = folder.file("t.jsonl");
    auto file = TraceFile::open(path, std::make_unique<JsonLinesTrace>(no_secrets), {.program = "p", .workflow = "w"});
    REQUIRE(file.has_value());
    std::string expected = content(path);
    CHECK(expected.find("\"workflow\":\"w\"") != std::string::npos);
    for (uint64_t task = 1; task <= 50'000; ++task) {
        TraceEvent event;
        event.type = TraceEvent::Type::cancel_requested;
        event.task = task;
        (*file)->take(event);
        expected += R"({"type":"cancel_requested","time":0.000000000,"task":)" + std::to_string(task) + "}\n";
    }
    CHECK((*file)->finish({.status = "failed", .exit_status = 1, .error_type = "E", .error_message = "m"}).empty());
    expected += R"({"type":"run_ended","time":0.000000000,"status":"failed","exit_status":1,"error":{"type":"E","message":"m"}})"
                "\n";
    CHECK(without_blanks(content(path)) == expected);
}

TEST_CASE("an array of JSON has its bracket whenever the file is looked at") {
    TraceFolder folder;
    std::string path = folder.file("t.json");
    auto file = TraceFile::open(path, std::make_unique<ChromeTrace>(no_secrets), {.program = "p", .workflow = "w"});
    REQUIRE(file.has_value());
    auto events = [&] {
        auto parsed = value::parse_json(content(path));
        return parsed.has_value() ? parsed->as_list().size() : 0;
    };
    CHECK(events() == 3);
    for (uint64_t task = 1; task <= 3; ++task) {
        TraceEvent event;
        event.type = TraceEvent::Type::cancel_requested;
        event.task = task;
        (*file)->take(event);
        auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (events() != 3 + task && std::chrono::steady_clock::now() < deadline) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        CHECK(events() == 3 + task);
    }
    CHECK((*file)->finish({.status = "success"}).empty());
    CHECK(events() > 6);
    CHECK(content(path).ends_with("}}\n]\n"));
}

TEST_CASE("a file that cannot be created is known before the run") {
    auto file = TraceFile::open("/nowhere/t.jsonl", std::make_unique<JsonLinesTrace>(no_secrets), {});
    REQUIRE_FALSE(file.has_value());
    CHECK(file.error() == "No such file or directory");
}

TEST_CASE("a full disk is told of at the end") {
    auto file = TraceFile::open("/dev/full", std::make_unique<JsonLinesTrace>(no_secrets), {});
    REQUIRE(file.has_value());
    (*file)->take({});
    CHECK((*file)->finish({}) == "No space left on device");
}

}  // namespace
}  // namespace aiorun::observe
