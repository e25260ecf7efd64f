// What goes into a process and comes out of it.
#include "tests/process/support.hpp"

using namespace aiorun::process;
using namespace aiorun::process::testing;
using namespace std::string_literals;

TEST_CASE("a process without input reads an empty standard input") {
    CHECK(run(shell("cat; echo end"))->output == "end\n");
}

TEST_CASE("the input reaches the process, and then its end") {
    Command command = shell("cat; echo end");
    command.input = "one\ntwo";
    CHECK(run(command)->output == "one\ntwoend\n");
    command.input = "";
    CHECK(run(command)->output == "end\n");
}

TEST_CASE("input and output may be larger than a pipe") {
    std::string text;
    for (int i = 0; text.size() < 3'000'000; ++i) {
        text += std::to_string(i) + "\n";
    }
    Command command = shell("cat");
    command.input = text;
    Outcome outcome = run(command);
    REQUIRE(outcome);
    CHECK((outcome->output == text));
}

TEST_CASE("a process that does not read its input is no error") {
    Command command = shell("exec <&-; echo done");
    command.input = std::string(1'000'000, 'x');
    Outcome outcome = run(command);
    REQUIRE(outcome);
    CHECK(outcome->code == 0);
    CHECK(outcome->output == "done\n");
}

TEST_CASE("a process that reads the begin of its input only is no error") {
    Command command = shell("head -c 5");
    command.input = std::string(1'000'000, 'x');
    CHECK(run(command)->output == "xxxxx");
}

TEST_CASE("output that is not UTF-8 is given with replacement characters") {
    CHECK(run(shell("printf 'a\\377\\303\\274\\342\\202'"))->output == "a\xEF\xBF\xBD\xC3\xBC\xEF\xBF\xBD");
    CHECK(run(shell("printf '\\377' >&2"))->errors == "\xEF\xBF\xBD");
    CHECK(run(shell("printf 'a\\000b'"))->output == "a\0b"s);
}

TEST_CASE("output of just the limit is kept") {
    Command command = shell("printf 0123456789; printf 0123456789 >&2");
    command.max_output = 10;
    Outcome outcome = run(command);
    REQUIRE(outcome);
    CHECK(outcome->output == "0123456789");
    CHECK(outcome->errors == "0123456789");
}

TEST_CASE("a process that writes more than the limit is stopped") {
    Command command = shell("yes");
    command.max_output = 100'000;
    Outcome outcome = run(command);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == FailureKind::too_much_output);
    CHECK(outcome.error().message ==
          "`sh` wrote more than 100000 bytes to standard output and was stopped; `max_output` allows more");
}

TEST_CASE("the limit counts for the standard error stream too, and one byte is enough") {
    Command command = shell("printf abc >&2");
    command.max_output = 2;
    Outcome outcome = run(command);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().message ==
          "`sh` wrote more than 2 bytes to standard error and was stopped; `max_output` allows more");
    command = shell("printf a");
    command.max_output = 0;
    CHECK_FALSE(run(command));
    command = shell("true");
    command.max_output = 0;
    CHECK(run(command));
}

TEST_CASE("a process that ignores SIGTERM while it writes too much is killed") {
    Command command = shell("trap '' TERM; while :; do echo 0123456789; done");
    command.max_output = 1000;
    command.kill_after = std::chrono::milliseconds(20);
    Outcome outcome = run(command);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == FailureKind::too_much_output);
}

TEST_CASE("lines are told as they arrive") {
    TemporaryFolder folder;
    std::string fifo = folder.file("fifo");
    REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
    // The process goes on only after its first line was told.
    Lines lines([&fifo](const std::string& line) {
        if (line == "first") {
            std::ofstream(fifo) << "go\n";
        }
    });
    Command command = shell("echo first; read answer < " + fifo + "; echo $answer");
    command.lines = &lines;
    CHECK(run(command)->output == "first\ngo\n");
    CHECK(lines.output == std::vector<std::string>{"first", "go"});
}

TEST_CASE("lines of both streams are told without their ends, the last one too") {
    Lines lines;
    Command command = shell("printf 'a\\n\\nb\\r\\n\\rc\\nlast'; printf 'x\\ny\\n' >&2");
    command.lines = &lines;
    CHECK(run(command)->errors == "x\ny\n");
    CHECK(lines.output == std::vector<std::string>{"a", "", "b", "\rc", "last"});
    CHECK(lines.errors == std::vector<std::string>{"x", "y"});
}

TEST_CASE("a line that comes in parts is told once") {
    TemporaryFolder folder;
    std::string text(200'000, 'x');
    Lines lines;
    Command command = shell("cat; echo; cat");
    command.input = text;
    command.lines = &lines;
    REQUIRE(run(command));
    CHECK(lines.output == std::vector<std::string>{text});
}
