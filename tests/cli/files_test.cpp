#include "cli/files.hpp"

#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::cli {
namespace {

/// A folder that is gone afterwards.
class Folder {
  public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "aiorun-files-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    [[nodiscard]] std::string file(const std::string& name, const std::string& text) const {
        std::ofstream(path_ + "/" + name) << text;
        return path_ + "/" + name;
    }
    [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + "/" + name; }
    [[nodiscard]] size_t size() const {
        return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(path_), {}));
    }

  private:
    std::string path_;
};

}  // namespace

TEST_CASE("a file is read whole, and one that is not there is the system's error") {
    Folder folder;
    CHECK(read_file(folder.file("a", "text\n")).value() == "text\n");
    CHECK(read_file(folder / "none").error() == "No such file or directory");
    CHECK(read_file(folder / ".").error() == "Is a directory");
}

TEST_CASE("params come from YAML and JSON files that hold a map") {
    Folder folder;
    CHECK(value::to_json(*read_params_file(folder.file("p.yaml", "a: 1\nb: [x]\n"))) == R"({"a":1,"b":["x"]})");
    CHECK(value::to_json(*read_params_file(folder.file("p.json", R"({"a": 1.5})"))) == R"({"a":1.5})");
    std::string list = folder.file("list.json", "[1]");
    CHECK(read_params_file(list).error() == list + ": params are a map of names to values, found a list");
    std::string broken = folder.file("broken.yaml", "a: 1\na: 2\n");
    CHECK(read_params_file(broken).error() == broken + ":2:1: the key \"a\" comes again, it stands in line 1 already");
}

TEST_CASE("an environment file has NAME=VALUE lines, comments, export and quotes") {
    Folder folder;
    auto read = read_env_file(folder.file("e.env", "# comment\nA=1\n\nexport B = x y # rest\nC='a # b'\nD=\"l\\nm\"\nE=a=b\r\nF=\n"));
    REQUIRE(read);
    CHECK(*read == Environment{{"A", "1"}, {"B", "x y"}, {"C", "a # b"}, {"D", "l\nm"}, {"E", "a=b"}, {"F", ""}});
}

TEST_CASE("a malformed line of an environment file is named") {
    Folder folder;
    for (const char* line : {"A", "=1", "A B=1", "A='x", "A=\"x\" y"}) {
        std::string path = folder.file("e.env", std::string("OK=1\n") + line + "\n");
        INFO(line);
        CHECK(read_env_file(path).error() == path + ":2: expected NAME=VALUE");
    }
}

TEST_CASE("a file is written whole or not at all, and leaves nothing beside it") {
    Folder folder;
    std::string path = folder.file("out", "old");
    CHECK(write_file(path, "new"));
    CHECK(read_file(path).value() == "new");
    CHECK(folder.size() == 1);
    CHECK(write_file(folder / "none/out", "x").error() == "No such file or directory");
    CHECK(write_file("/dev/full", "x").error() == "No space left on device");
}

}  // namespace aiorun::cli
