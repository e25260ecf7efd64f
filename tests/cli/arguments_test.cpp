#include "cli/arguments.hpp"

#include "tests/support/catch.hpp"

namespace aiorun::cli {

TEST_CASE("-p gives texts by name, a later one wins, and only the first = divides") {
    RunArguments arguments;
    arguments.params = {"a=1", "b=x=y", "a=2", "c="};
    auto collected = collect_params(arguments);
    REQUIRE(collected);
    CHECK(collected->texts.at("a") == "2");
    CHECK(collected->texts.at("b") == "x=y");
    CHECK(collected->texts.at("c").empty());
}

TEST_CASE("-p without a name or without = is refused") {
    for (const char* text : {"a", "=1", ""}) {
        RunArguments arguments;
        arguments.params = {text};
        CHECK(collect_params(arguments).error() == "-p needs NAME=VALUE, found \"" + std::string(text) + "\"");
    }
}

TEST_CASE("files that cannot be read are told by their names") {
    RunArguments arguments;
    arguments.params_files = {"/nowhere/p.yaml"};
    arguments.env_files = {"/nowhere/e.env"};
    CHECK(collect_params(arguments).error() == "cannot read /nowhere/p.yaml: No such file or directory");
    CHECK(collect_environment(arguments).error() == "cannot read /nowhere/e.env: No such file or directory");
}

}  // namespace aiorun::cli
