#include "cli/options.hpp"

#include <cstdlib>

#include "cli/exit_status.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::cli {
namespace {

ParseResult parse(std::vector<const char*> words) {
    words.insert(words.begin(), "aiorun");
    return parse_options(static_cast<int>(words.size()), words.data());
}

/// A variable of the environment, for as long as this lives.
class Variable {
  public:
    Variable(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
    ~Variable() { unsetenv(name_); }

  private:
    const char* name_;
};

}  // namespace

TEST_CASE("a file without a command is run") {
    ParseResult result = parse({"flow.yaml"});
    REQUIRE(result.parsed);
    CHECK(result.parsed->command == Command::run);
    CHECK(result.parsed->run.file == "flow.yaml");
    CHECK(parse({"run", "-"}).parsed->run.file == "-");
}

TEST_CASE("a word that is no command is said to be none") {
    CHECK(parse({"chekc", "flow.yaml"}).answer.to_errors.starts_with("error: unknown command \"chekc\", did you mean \"check\"?"));
    CHECK(parse({"a.yaml", "b.yaml"}).answer.to_errors.starts_with("error: unexpected argument \"b.yaml\""));
    CHECK(parse({"run", "a", "b"}).answer.to_errors.starts_with("error: unexpected argument \"b\""));
}

TEST_CASE("the options of run") {
    ParseResult result = parse({"run", "flow.yaml", "-p", "a=1", "-p", "b=x=y", "--params", "p.yaml", "--env-file", ".env",
                                "--virtual-time", "--output", "out.json", "--timeout", "1m30s", "--seed", "7",
                                "--max-connections", "5", "--insecure", "--log-level", "warning", "--log-format", "json",
                                "--quiet", "--color", "never"});
    REQUIRE(result.parsed);
    const RunArguments& run = result.parsed->run;
    CHECK(run.params == std::vector<std::string>{"a=1", "b=x=y"});
    CHECK(run.params_files == std::vector<std::string>{"p.yaml"});
    CHECK(run.env_files == std::vector<std::string>{".env"});
    CHECK(run.virtual_time);
    CHECK(run.output == "out.json");
    CHECK(run.timeout == std::chrono::seconds(90));
    CHECK(run.seed == 7);
    CHECK(run.max_connections == 5);
    CHECK(run.insecure);
    CHECK(run.log_level == steps::LogLevel::warning);
    CHECK(run.log_format == LogFormat::json);
    CHECK(run.quiet);
    CHECK(result.parsed->color == ColorChoice::never);
}

TEST_CASE("options come from the environment as well, and the command line wins") {
    Variable format("AIORUN_LOG_FORMAT", "json");
    Variable timeout("AIORUN_TIMEOUT", "5s");
    Variable quiet("AIORUN_QUIET", "true");
    ParseResult result = parse({"flow.yaml", "--timeout", "7s"});
    REQUIRE(result.parsed);
    CHECK(result.parsed->run.log_format == LogFormat::json);
    CHECK(result.parsed->run.timeout == std::chrono::seconds(7));
    CHECK(result.parsed->run.quiet);
}

TEST_CASE("wrong usage is status 2, with what was wrong") {
    for (std::vector<const char*> words : std::vector<std::vector<const char*>>{{"run"},
                                                                               {"flow.yaml", "more"},
                                                                               {"flow.yaml", "--nothing"},
                                                                               {"flow.yaml", "--timeout", "soon"},
                                                                               {"flow.yaml", "--seed", "x"},
                                                                               {"flow.yaml", "--log-level", "loud"},
                                                                               {"flow.yaml", "--max-connections", "0"},
                                                                               {"flow.yaml", "--output"},
                                                                               {"check"}}) {
        ParseResult result = parse(words);
        INFO(words.back());
        CHECK_FALSE(result.parsed);
        CHECK(result.answer.status == exit_status::usage);
        CHECK_THAT(result.answer.to_errors, Catch::Matchers::StartsWith("error: "));
        CHECK(result.answer.to_output.empty());
    }
}

TEST_CASE("an option with an empty value is not one that was not given") {
    for (const char* name : {"--output", "--mocks", "--trace", "--otlp", "--report", "--params", "--env-file", "--seed", "--timeout", "--log-level"}) {
        INFO(name);
        std::string joined = std::string(name) + "=";
        for (const ParseResult& result : {parse({name, "", "flow.yaml"}), parse({"run", "flow.yaml", joined.c_str()}),
                                          parse({joined.c_str(), "flow.yaml"})}) {
            CHECK(result.answer.status == exit_status::usage);
            CHECK(result.answer.to_errors.starts_with("error: the value of " + std::string(name) + " is empty, expected "));
        }
    }
    CHECK(parse({"--trace", "", "flow.yaml"}).answer.to_errors ==
          "error: the value of --trace is empty, expected FILE, or no --trace; aiorun --help tells what can be said\n");
    CHECK(parse({"-p", "", "flow.yaml"}).answer.to_errors.starts_with("error: the value of -p is empty, expected NAME=VALUE"));
    CHECK(parse({"--dry-run=", "flow.yaml"}).answer.to_errors.starts_with("error: the value of --dry-run is empty"));
    CHECK(parse({"graph", "--format=", "flow.yaml"}).answer.to_errors.starts_with("error: the value of --format is empty, expected mermaid"));
    CHECK(parse({"-p", "a=", "flow.yaml"}).parsed->run.params == std::vector<std::string>{"a="});
    CHECK(parse({"--param=a=", "flow.yaml"}).parsed->run.params == std::vector<std::string>{"a="});
}

TEST_CASE("an empty variable of the environment counts as one that is not set") {
    Variable output("AIORUN_OUTPUT", "");
    Variable mocks("AIORUN_MOCKS", "");
    Variable trace("AIORUN_TRACE", "");
    Variable otlp("AIORUN_OTLP", "");
    Variable report("AIORUN_REPORT", "");
    ParseResult result = parse({"flow.yaml"});
    REQUIRE(result.parsed);
    CHECK((result.parsed->run.output + result.parsed->run.mocks + result.parsed->run.trace + result.parsed->run.otlp).empty());
    CHECK(result.parsed->run.reports.empty());
}

TEST_CASE("a wrong value in the environment is wrong usage too") {
    Variable timeout("AIORUN_TIMEOUT", "soon");
    CHECK(parse({"flow.yaml"}).answer.status == exit_status::usage);
}

TEST_CASE("help and version go to standard output, with status 0") {
    for (const char* word : {"--help", "--version"}) {
        ParseResult result = parse({word});
        CHECK_FALSE(result.parsed);
        CHECK(result.answer.status == exit_status::success);
        CHECK_FALSE(result.answer.to_output.empty());
        CHECK(result.answer.to_errors.empty());
    }
}

}  // namespace aiorun::cli
