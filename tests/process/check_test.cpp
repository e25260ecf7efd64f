// Whether a command can be started is known without starting it, in the words of one that was.
#include "process/check.hpp"

#include <sys/stat.h>

#include "tests/process/support.hpp"

using namespace aiorun::process;
using namespace aiorun::process::testing;
using namespace std::string_literals;

namespace {

/// What find_obstacle says of it; the same as a try to start it, which has to fail.
std::string obstacle_of(const Command& command) {
    std::string obstacle = find_obstacle(command);
    Outcome outcome = run(command);
    CHECK(!outcome);
    CHECK((outcome || outcome.error().message == obstacle));
    return obstacle;
}

}  // namespace

TEST_CASE("a program that is not there is an obstacle") {
    CHECK(obstacle_of({.arguments = {"nosuch-program", "x"}}) == "cannot start `nosuch-program`: No such file or directory");
    CHECK(obstacle_of({.arguments = {"./nosuch"}}) == "cannot start `./nosuch`: No such file or directory");
    CHECK(obstacle_of({.arguments = {"ls"}, .environment = {{"PATH", "/nowhere"}}}) ==
          "cannot start `ls`: No such file or directory");
}

TEST_CASE("a program that cannot be executed is an obstacle") {
    TemporaryFolder folder;
    std::ofstream(folder.file("script")) << "#!/bin/sh\n";
    CHECK(obstacle_of({.arguments = {folder.file("script")}}) == "cannot start `" + folder.file("script") + "`: Permission denied");
    CHECK(obstacle_of({.arguments = {folder.path()}}).ends_with("Permission denied"));
    chmod(folder.file("script").c_str(), 0755);
    CHECK(find_obstacle({.arguments = {folder.file("script")}}).empty());
    CHECK(find_obstacle({.arguments = {"./script"}, .directory = folder.path()}).empty());
}

TEST_CASE("a folder that is not there, or is none, is an obstacle") {
    CHECK(obstacle_of({.arguments = {"ls"}, .directory = "/nowhere"}) == "cannot start `ls` in `/nowhere`: No such file or directory");
    CHECK(obstacle_of({.arguments = {"ls"}, .directory = "/etc/passwd"}) == "cannot start `ls` in `/etc/passwd`: Not a directory");
}

TEST_CASE("what can be started has no obstacle, and is not started") {
    TemporaryFolder folder;
    CHECK(find_obstacle({.arguments = {"touch", folder.file("x")}}).empty());
    CHECK_FALSE(std::filesystem::exists(folder.file("x")));
}

TEST_CASE("what no machine can start is said as an attempt says it") {
    Command command{.arguments = {"echo", "a\0b"s}};
    CHECK(find_unfit(command) == "cannot start `echo`: an argument holds a NUL character");
    CHECK(run(command).error().message == find_unfit(command));
    CHECK(find_unfit({}) == "cannot start ``: the command is empty, expected a program and its arguments");
    CHECK(find_unfit({.arguments = {"echo"}}).empty());
}
