#include "cli/output_paths.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/support/catch.hpp"

namespace aiorun::cli {
namespace {

class Folder {
  public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "aiorun-paths-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    [[nodiscard]] std::string make(const std::string& name) const {
        std::ofstream(path_ + "/" + name) << "text";
        return path_ + "/" + name;
    }
    [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + "/" + name; }

  private:
    std::string path_;
};

struct Given {
    std::vector<std::string> params_files{};
    std::vector<std::string> env_files{};
    std::string output{};
    std::string mocks{};
    std::string trace{};
    std::vector<std::string> reports{};
};

std::optional<std::string> conflict(const Given& given, const std::vector<std::string>& sources = {}) {
    RunArguments arguments;
    arguments.params_files = given.params_files;
    arguments.env_files = given.env_files;
    arguments.output = given.output;
    arguments.mocks = given.mocks;
    arguments.trace = given.trace;
    arguments.reports = given.reports;
    return find_output_conflict(arguments, sources);
}

}  // namespace

TEST_CASE("files that differ are no matter, nor is one that is read twice") {
    Folder folder;
    std::string both = folder.make("both.yaml");
    CHECK_FALSE(conflict({.params_files = {both},
                           .env_files = {both},
                           .output = folder / "out.json",
                           .mocks = both,
                           .trace = folder / "t.json",
                           .reports = {folder / "r.xml", folder / "r.html"}},
                          {both}));
    CHECK_FALSE(conflict({.trace = "-"}, {"-"}));
}

TEST_CASE("two options that write one file are told of, however it is spelt, whether it is there or not") {
    Folder folder;
    std::string path = folder / "x.json";
    CHECK(conflict({.output = path, .trace = path}) ==
          "--trace and --output are the same file, " + path + ": choose another one for --trace");
    std::string other = folder / "./no/../x.json";
    CHECK(conflict({.output = other, .trace = path}) ==
          "--trace and --output are the same file, " + path + " (" + other + "): choose another one for --trace");
    CHECK(conflict({.reports = {folder / "r.xml", folder / "r.xml"}}).has_value());
    (void)folder.make("x.json");
    std::filesystem::create_symlink(path, folder / "link.json");
    std::filesystem::create_hard_link(path, folder / "hard.json");
    CHECK(conflict({.output = folder / "link.json", .trace = path}).has_value());
    CHECK(conflict({.output = folder / "hard.json", .trace = path}).has_value());
}

TEST_CASE("what is read may not be written") {
    Folder folder;
    std::string file = folder.make("x.json");
    CHECK(conflict({.trace = file}, {folder.make("main.yaml"), file})->starts_with("--trace and the workflow are"));
    CHECK(conflict({.params_files = {file}, .output = file})->starts_with("--output and --params are"));
    CHECK(conflict({.env_files = {file}, .output = file})->starts_with("--output and --env-file are"));
    CHECK(conflict({.mocks = file, .trace = file})->starts_with("--trace and --mocks are"));
}

TEST_CASE("what is no file may be written twice") {
    CHECK_FALSE(conflict({.output = "/dev/null", .trace = "/dev/null"}));
}

}  // namespace aiorun::cli
