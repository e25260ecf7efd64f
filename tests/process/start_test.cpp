// How a process is started, and what it finds there.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>

#include "tests/process/support.hpp"

using namespace aiorun::process;
using namespace aiorun::process::testing;
using namespace std::string_literals;

namespace {

Command program(std::vector<std::string> arguments) {
    Command command;
    command.arguments = std::move(arguments);
    return command;
}

void write_script(const std::string& path, const std::string& text, mode_t mode) {
    std::ofstream(path) << text;
    chmod(path.c_str(), mode);
}

}  // namespace

TEST_CASE("a command gives its exit status and what it wrote to both streams") {
    Outcome outcome = run(shell("printf out; printf err >&2; exit 3"));
    REQUIRE(outcome);
    CHECK(outcome->code == 3);
    CHECK(outcome->output == "out");
    CHECK(outcome->errors == "err");
}

TEST_CASE("the arguments reach the program as they are") {
    Outcome outcome = run(program({"printf", "<%s>", "a b", "$HOME", "*", "", "\"'\n"}));
    REQUIRE(outcome);
    CHECK(outcome->output == "<a b><$HOME><*><><\"'\n>");
}

TEST_CASE("the final newline of the output stays") {
    CHECK(run(program({"echo", "hello"}))->output == "hello\n");
}

TEST_CASE("death by signal N is code -N") {
    CHECK(run(shell("kill -9 $$"))->code == -9);
    CHECK(run(shell("kill -TERM $$"))->code == -15);
}

TEST_CASE("a program that does not exist cannot be started") {
    CHECK(refusal(program({"nosuch-program"})) == "cannot start `nosuch-program`: No such file or directory");
    CHECK(refusal(program({"/nosuch/program"})) ==
          "cannot start `/nosuch/program`: No such file or directory");
    CHECK(refusal(program({""})) == "cannot start ``: No such file or directory");
}

TEST_CASE("a file that may not be executed cannot be started") {
    TemporaryFolder folder;
    write_script(folder.file("plain"), "#!/bin/sh\n", 0644);
    CHECK(refusal(program({folder.file("plain")})) ==
          "cannot start `" + folder.file("plain") + "`: Permission denied");
    Command by_path = program({"plain"});
    by_path.environment = {{"PATH", "/nosuch:" + folder.path()}};
    CHECK(refusal(by_path) == "cannot start `plain`: Permission denied");
    CHECK(refusal(program({folder.path()})) == "cannot start `" + folder.path() + "`: Permission denied");
}

TEST_CASE("a file that is no program cannot be started") {
    TemporaryFolder folder;
    write_script(folder.file("text"), "no interpreter line\n", 0755);
    CHECK(refusal(program({folder.file("text")})) ==
          "cannot start `" + folder.file("text") + "`: Exec format error");
}

TEST_CASE("a folder that does not exist is named") {
    Command command = shell("true");
    command.directory = "/nosuch";
    CHECK(refusal(command) == "cannot start `sh` in `/nosuch`: No such file or directory");
    command.directory = "/etc/passwd";
    CHECK(refusal(command) == "cannot start `sh` in `/etc/passwd`: Not a directory");
}

TEST_CASE("what C strings cannot hold is refused, and never cut off") {
    CHECK(refusal(program({"echo", "a\0b"s})) == "cannot start `echo`: an argument holds a NUL character");
    CHECK(refusal(program({})) ==
          "cannot start ``: the command is empty, expected a program and its arguments");
    Command command = shell("true");
    command.environment = {{"A=B", "c"}};
    CHECK(refusal(command) == "cannot start `sh`: `A=B` cannot be the name of a variable");
    command.environment = {{"", "c"}};
    CHECK(refusal(command) == "cannot start `sh`: `` cannot be the name of a variable");
    command.environment = {{"A", "b\0c"s}};
    CHECK(refusal(command) == "cannot start `sh`: the value of the variable `A` holds a NUL character");
    command.environment = {};
    command.directory = "/tmp\0x"s;
    CHECK(refusal(command) == "cannot start `sh`: the name of its folder holds a NUL character");
}

TEST_CASE("a name from outside cannot act on the terminal that shows the message") {
    CHECK(refusal(program({"\x1B[2J"})) == "cannot start `\\x1b[2J`: No such file or directory");
}

TEST_CASE("variables are set, replaced and taken away, the others stay") {
    setenv("AIORUN_TEST_KEPT", "kept", 1);
    setenv("AIORUN_TEST_REPLACED", "old", 1);
    setenv("AIORUN_TEST_TAKEN", "old", 1);
    Command command = shell(
        "echo $AIORUN_TEST_KEPT-$AIORUN_TEST_REPLACED-${AIORUN_TEST_TAKEN-none}-$AIORUN_TEST_NEW-"
        "${AIORUN_TEST_EMPTY-none}");
    command.environment = {{"AIORUN_TEST_REPLACED", "first"},
                           {"AIORUN_TEST_REPLACED", "last"},
                           {"AIORUN_TEST_TAKEN", std::nullopt},
                           {"AIORUN_TEST_NEW", "new=1"},
                           {"AIORUN_TEST_EMPTY", ""}};
    CHECK(run(command)->output == "kept-last-none-new=1-\n");
    CHECK(getenv("AIORUN_TEST_TAKEN") == "old"s);
}

TEST_CASE("a program is looked for in the PATH that the process will have") {
    TemporaryFolder folder;
    write_script(folder.file("aiorun-test-program"), "#!/bin/sh\necho found\n", 0755);
    Command command = program({"aiorun-test-program"});
    command.environment = {{"PATH", "/usr/bin:/bin:" + folder.path()}};
    CHECK(run(command)->output == "found\n");
    command.environment = {{"PATH", std::nullopt}};
    CHECK_FALSE(run(command));
    CHECK(run(program({"env", "-i", "sh", "-c", "echo found"}))->output == "found\n");
}

TEST_CASE("a command runs in its folder, and a relative program is found from there") {
    TemporaryFolder folder;
    write_script(folder.file("here"), "#!/bin/sh\npwd -P\n", 0755);
    std::string real = std::filesystem::canonical(folder.path()).string();
    Command command = program({"./here"});
    command.directory = folder.path();
    CHECK(run(command)->output == real + "\n");
    command = program({"here"});
    command.directory = folder.path();
    command.environment = {{"PATH", ".:/bin:/usr/bin"}};
    CHECK(run(command)->output == real + "\n");
}

TEST_CASE("a process has only its three streams, whatever we have open") {
    int inherited = open("/dev/null", O_RDONLY);  // without close-on-exec, as an inherited one
    Outcome outcome = run(shell("for each in /proc/self/fd/*; do test -e $each && echo ${each##*/}; done"));
    close(inherited);
    REQUIRE(outcome);
    CHECK(outcome->output == "0\n1\n2\n");
}

TEST_CASE("a process starts with default signals and nothing blocked, whatever we do with them") {
    sigset_t blocked;
    sigset_t former;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGINT);
    sigaddset(&blocked, SIGTERM);
    sigprocmask(SIG_BLOCK, &blocked, &former);
    signal(SIGHUP, SIG_IGN);
    Outcome outcome = run(program({"sed", "-nE", "s/^Sig(Blk|Ign):.//p", "/proc/self/status"}));
    signal(SIGHUP, SIG_DFL);
    sigprocmask(SIG_SETMASK, &former, nullptr);
    REQUIRE(outcome);
    // Without the two that glibc keeps for itself, 32 and 33.
    constexpr unsigned long ordinary = 0x7FFFFFFF;
    CHECK((std::stoul(outcome->output, nullptr, 16) & ordinary) == 0);
    CHECK((std::stoul(outcome->output.substr(17), nullptr, 16) & ordinary) == 0);
}

TEST_CASE("a process leads a group of its own") {
    Outcome outcome =
        run(shell("read id name state parent group rest < /proc/$$/stat; test $group = $$ && echo own"));
    REQUIRE(outcome);
    CHECK(outcome->output == "own\n");
}

TEST_CASE("a run without descriptors left says so, and loses none") {
    rlimit former{};
    getrlimit(RLIMIT_NOFILE, &former);
    World world;  // outside the limit
    std::vector<std::string> messages;
    for (rlim_t spare = 0; spare < 20; ++spare) {
        int next = open("/dev/null", O_RDONLY | O_CLOEXEC);
        close(next);
        rlimit tight{static_cast<rlim_t>(next) + spare, former.rlim_max};
        setrlimit(RLIMIT_NOFILE, &tight);
        Command command = shell("true");
        command.input = "text";
        Outcome outcome = world.run(command);
        setrlimit(RLIMIT_NOFILE, &former);
        messages.push_back(outcome ? "" : outcome.error().message);
    }
    // Wherever it fails: at a pipe, at the program, at the watching.
    CHECK(messages.front() == "cannot start `sh`: Too many open files");
    CHECK(messages.back().empty());
    size_t failed = messages.size() - static_cast<size_t>(std::ranges::count(messages, ""));
    CHECK(static_cast<size_t>(std::ranges::count(messages, messages.front())) == failed);
}

TEST_CASE("more runs at once than there are descriptors for wait until others have ended") {
    rlimit former{};
    getrlimit(RLIMIT_NOFILE, &former);
    rlimit few{static_cast<rlim_t>(open_descriptors()) + 30, former.rlim_max};
    World world;
    std::vector<Outcome> outcomes(40);
    std::vector<aiorun::runtime::TaskReference> tasks;
    for (Outcome& outcome : outcomes) {
        tasks.push_back(world.start(shell("sleep 0.02; echo done"), outcome));
    }
    setrlimit(RLIMIT_NOFILE, &few);
    world.run_all();
    tasks.clear();
    setrlimit(RLIMIT_NOFILE, &former);
    for (const Outcome& outcome : outcomes) {
        CHECK((outcome ? outcome->output : outcome.error().message) == "done\n");
    }
}

TEST_CASE("a process gets its streams also when ours are closed") {
    int saved = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 10);
    close(STDIN_FILENO);
    Command command = shell("cat; echo error >&2");
    command.input = "text";
    Outcome outcome = run(command);
    dup2(saved, STDIN_FILENO);
    close(saved);
    REQUIRE(outcome);
    CHECK(outcome->output == "text");
    CHECK(outcome->errors == "error\n");
}

TEST_CASE("a code is described in words") {
    CHECK(describe_code(3) == "exited with status 3");
    CHECK(describe_code(-9) == "was ended by signal 9 (KILL)");
    CHECK(describe_code(-15) == "was ended by signal 15 (TERM)");
}
