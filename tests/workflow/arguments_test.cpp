#include "tests/support/catch.hpp"
#include "tests/support/contains_text.hpp"
#include "tests/support/run_workflow.hpp"
#include "value/json.hpp"
#include "workflow/arguments.hpp"

namespace aiorun::testing {

namespace {

/// Loads `secret.txt` only.
class OneFile final : public workflow::Loader {
  public:
    std::expected<std::string, std::string> load(const std::string& path) override {
        if (path.ends_with("secret.txt")) {
            return "from the file\n";
        }
        return std::unexpected("No such file or directory");
    }
};

struct Bound {
    std::string value;  ///< of `x`, as JSON
    Lines problems;
    Lines secrets;
};

Bound bind_x(const std::string& keys, const workflow::Arguments& arguments, const std::map<std::string, std::string>& environment = {}) {
    OneFile loader;
    document::Diagnostics diagnostics;
    auto source = std::make_shared<document::Source>("flow.yaml", "params: { x: { " + keys + " } }\nmain: []\n");
    auto read = workflow::read_workflow(source, loader, diagnostics);
    REQUIRE_FALSE(diagnostics.has_errors());
    FakeEffects effects;
    effects.environment = {environment.begin(), environment.end()};
    workflow::BoundParams bound = workflow::bind_params(*read, arguments, effects, loader);
    Bound result;
    result.problems = bound.problems;
    for (const value::Value& secret : bound.secrets) {
        result.secrets.push_back(value::to_text(secret));
    }
    if (!bound.values.empty()) {
        result.value = value::to_json(bound.values.begin()->second);
    }
    return result;
}

const std::string all_sources = "type: string, default: d, env: X_VARIABLE, file: secret.txt";

}  // namespace

TEST_CASE("a param's value comes from the command line, the params file, the environment, a file, the default, in this order") {
    workflow::Arguments arguments;
    arguments.texts["x"] = "from -p";
    arguments.values["x"] = value::Value("from --params");
    std::map<std::string, std::string> environment{{"X_VARIABLE", "from env"}};
    CHECK(bind_x(all_sources, arguments, environment).value == "\"from -p\"");
    arguments.texts.clear();
    CHECK(bind_x(all_sources, arguments, environment).value == "\"from --params\"");
    arguments.values.clear();
    CHECK(bind_x(all_sources, arguments, environment).value == "\"from env\"");
    CHECK(bind_x(all_sources, arguments).value == "\"from the file\"");
    CHECK(bind_x("type: string, default: d, file: none.txt", arguments).value == "\"d\"");
}

TEST_CASE("a required param that nobody gives says where it could come from") {
    CHECK(bind_x("type: string", {}).problems == Lines{"param \"x\" is required: give -p x=VALUE"});
    CHECK(bind_x("type: string, env: X_VARIABLE", {}).problems == Lines{"param \"x\" is required: give -p x=VALUE, or set the variable X_VARIABLE"});
    CHECK(bind_x("type: string, file: none.txt", {}).problems ==
          Lines{"param \"x\" is required: give -p x=VALUE, or write it to none.txt"});
}

TEST_CASE("a value from a variable or a file has to fit as well") {
    CHECK(bind_x("type: int, env: X_VARIABLE", {}, {{"X_VARIABLE", "many"}}).problems ==
          Lines{"param \"x\" (variable X_VARIABLE): expected int, found \"many\""});
    workflow::Arguments arguments;
    arguments.values["x"] = value::Value(true);
    CHECK(bind_x("type: int", arguments).problems == Lines{"param \"x\" (--params): expected int, found true"});
}

TEST_CASE("arguments for params that there are not are problems") {
    workflow::Arguments arguments;
    arguments.texts["y"] = "1";
    Lines problems = bind_x("default: 1", arguments).problems;
    REQUIRE(problems.size() == 1);
    CHECK_THAT(problems[0], contains_text("\"y\""));
}

TEST_CASE("the values of secret params are told, wherever they come from") {
    CHECK(bind_x("type: string, secret: true, file: secret.txt", {}).secrets == Lines{"from the file"});
    CHECK(bind_x("type: string, file: secret.txt", {}).secrets.empty());
}

}  // namespace aiorun::testing
