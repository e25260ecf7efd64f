// Every option can be given by the environment.
#include "tests/programs/child.hpp"
#include "tests/programs/golden.hpp"
#include "tests/programs/temporary_folder.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::programs {
namespace {

const std::string plain = R"(
params: { count: { type: int, default: 1 } }
main:
  - log: { level: info, message: informative }
  - sleep: 30s
  - print: ${{ count }}
  - return: ${{ count }}
)";

class Environment {
  public:
    /// Runs `plain` in a folder of its own with these variables.
    [[nodiscard]] Outcome run_with(const std::vector<std::string>& variables) const {
        write_file(folder_.path() / "workflow.yaml", plain);
        Command command{.arguments = {AIORUN_BINARY, "workflow.yaml"},
                        .environment = plain_environment(),
                        .folder = folder_.path()};
        command.environment.push_back("AIORUN_VIRTUAL_TIME=true");
        command.environment.insert(command.environment.end(), variables.begin(), variables.end());
        return run(command);
    }
    [[nodiscard]] std::filesystem::path file(const std::string& name) const { return folder_.path() / name; }

  private:
    TemporaryFolder folder_;
};

TEST_CASE("AIORUN_VIRTUAL_TIME lets the clock jump") {
    Outcome outcome = Environment().run_with({});
    CHECK(outcome.output == "1\n1\n");
}

TEST_CASE("AIORUN_PARAMS names a file of params") {
    Environment environment;
    write_file(environment.file("values.json"), R"({"count": 5})");
    CHECK(environment.run_with({"AIORUN_PARAMS=values.json"}).output == "5\n5\n");
}

TEST_CASE("AIORUN_OUTPUT takes the result") {
    Environment environment;
    CHECK(environment.run_with({"AIORUN_OUTPUT=result.json"}).output == "1\n");
    CHECK(read_file(environment.file("result.json")) == "1\n");
}

TEST_CASE("AIORUN_LOG_LEVEL and AIORUN_LOG_FORMAT form the log") {
    Environment environment;
    CHECK(environment.run_with({"AIORUN_LOG_LEVEL=info"}).errors.find("info: informative") !=
          std::string::npos);
    CHECK(environment.run_with({"AIORUN_LOG_LEVEL=info", "AIORUN_LOG_FORMAT=json"})
              .errors.find(R"("message":"informative")") != std::string::npos);
    CHECK(environment.run_with({"AIORUN_LOG_LEVEL=info", "AIORUN_QUIET=true"}).errors.empty());
}

TEST_CASE("AIORUN_TIMEOUT bounds the run") {
    CHECK(Environment().run_with({"AIORUN_TIMEOUT=10s"}).status == 124);
}

TEST_CASE("AIORUN_COLOR paints messages, and without a terminal there is no colour") {
    Environment environment;
    CHECK(environment.run_with({"AIORUN_TIMEOUT=10s", "AIORUN_COLOR=always"}).errors.find('\x1b') !=
          std::string::npos);
    CHECK(environment.run_with({"AIORUN_TIMEOUT=10s"}).errors.find('\x1b') == std::string::npos);
}

TEST_CASE("AIORUN_SEED and AIORUN_MAX_CONNECTIONS are read, and a bad value is refused") {
    Environment environment;
    CHECK(
        environment.run_with({"AIORUN_SEED=7", "AIORUN_MAX_CONNECTIONS=4", "AIORUN_INSECURE=false"}).status ==
        0);
    Outcome outcome = environment.run_with({"AIORUN_SEED=many"});
    CHECK(outcome.status == 2);
    CHECK(outcome.errors.find("many") != std::string::npos);
}

}  // namespace
}  // namespace aiorun::programs
