#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

namespace {

/// What a run makes of `-p x=TEXT` for a param with these keys: its value as JSON, or the problem.
std::string given(const std::string& keys, const std::string& text) {
    Scenario scenario;
    scenario.text = "params: { x: { " + keys + " } }\nmain: [ { return: [ \"${{ x }}\" ] } ]\n";
    scenario.params["x"] = text;
    Outcome outcome = run_workflow(scenario);
    return outcome.was_run ? outcome.result : outcome.problems.empty() ? outcome.diagnostics.at(0) : outcome.problems[0];
}

}  // namespace

TEST_CASE("each type of param reads its own texts") {
    CHECK(given("type: string", "5") == R"(["5"])");
    CHECK(given("type: int", "-5") == "[-5]");
    CHECK(given("type: number", "5") == "[5]");
    CHECK(given("type: number", "1.5e3") == "[1500.0]");
    CHECK(given("type: bool", "true") == "[true]");
    CHECK(given("type: list", "[1, \"a\"]") == R"([[1,"a"]])");
    CHECK(given("type: map", R"({"a":1})") == R"([{"a":1}])");
    CHECK(given("type: duration", "1m30s") == R"(["1m30s"])");
}

TEST_CASE("each type of param refuses what it is not") {
    CHECK(given("type: int", "5.0") == "param \"x\" (-p): expected int, found \"5.0\"");
    CHECK(given("type: int", "") == "param \"x\" (-p): expected int, found \"\"");
    CHECK(given("type: int", "9223372036854775808") == "param \"x\" (-p): expected int, found \"9223372036854775808\"");
    CHECK(given("type: number", "nan") == "param \"x\" (-p): expected number, found \"nan\"");
    CHECK(given("type: number", "inf") == "param \"x\" (-p): expected number, found \"inf\"");
    CHECK(given("type: bool", "yes") == "param \"x\" (-p): expected bool, found \"yes\"");
    CHECK(given("type: list", "{}") == "param \"x\" (-p): expected list, found {}");
    CHECK(given("type: map", "{") == "param \"x\" (-p): expected map as JSON, found \"{\"");
    CHECK(given("type: duration", "soon") == "param \"x\" (-p): expected duration, found \"soon\"");
}

TEST_CASE("bounds and choices") {
    CHECK(given("type: int, min: 1", "0") == "param \"x\" (-p): 0 is less than the minimum, 1");
    CHECK(given("type: duration, max: 1m", "90s") == "param \"x\" (-p): \"90s\" is more than the maximum, \"1m\"");
    CHECK(given("choices: [a, b]", "c") == "param \"x\" (-p): \"c\" is none of the choices [\"a\",\"b\"]");
    CHECK(given("choices: [a, b]", "b") == R"(["b"])");
}

TEST_CASE("a secret value is not shown in what is wrong with it") {
    CHECK(given("type: int, secret: true", "hunter2") == "param \"x\" (-p): expected int, found another value");
}

TEST_CASE("the type of a param is that of its default") {
    CHECK(given("default: 5", "x") == "param \"x\" (-p): expected int, found \"x\"");
    CHECK(given("default: 1.5", "2") == "[2]");
    CHECK(given("default: [1]", "[]") == "[[]]");
    CHECK(run_text("params: { x: 5, y: { type: int, default: ~ } }\nmain: [ { return: [ \"${{ x }}\", \"${{ y }}\" ] } ]\n").result == "[5,null]");
}

TEST_CASE("wrong keys and defaults are check errors") {
    CHECK(diagnostics_of("params: { x: { typ: int } }\nmain: []\n") == Lines{"1:16: error: a param has no key \"typ\", did you mean \"type\"? [unknown-key]"});
    CHECK(diagnostics_of("params: { x: { type: int, default: a } }\nmain: []\n") ==
          Lines{"1:36: error: the default of \"x\": expected int, found \"a\" [wrong-type]"});
    CHECK(diagnostics_of("params: { x: { type: string, min: 1 } }\nmain: []\n") ==
          Lines{"1:35: error: \"min\" is for params of type int, number or duration [wrong-type]"});
    CHECK(diagnostics_of("params: { x: \"${{ 1 }}\" }\nmain: []\n") ==
          Lines{"1:14: error: the default of a param is written out, found an expression [not-literal]"});
}

TEST_CASE("bounds that allow nothing, and choices that do not fit, are check errors") {
    auto error = [](const std::string& keys) { return diagnostics_of("params: { x: { " + keys + " } }\nmain: []\n"); };
    CHECK(error("type: int, min: 5, max: 1") ==
          Lines{"1:40: error: \"max\" is less than \"min\", so no value is allowed: 1 and 5 [wrong-value]"});
    CHECK(error("type: duration, min: 1m, max: 5").size() == 1);
    CHECK(error("type: int, choices: [\"2\", abc, 3]") ==
          Lines{"1:37: error: a choice of \"x\": expected int, found \"2\" [wrong-type]",
                "1:42: error: a choice of \"x\": expected int, found \"abc\" [wrong-type]"});
    CHECK(error("type: int, max: 5, choices: [6]") ==
          Lines{"1:45: error: a choice of \"x\": 6 is more than the maximum, 5 [wrong-type]"});
    CHECK(error("choices: []") == Lines{"1:25: error: \"choices\" is empty, so no value is allowed [wrong-value]"});
    CHECK(error("type: int, min: 5s") == Lines{"1:32: error: \"min\" is a number, found a string [wrong-type]"});
    CHECK(error("type: int, min: 1, max: 1, choices: [1], default: 1").empty());
}

TEST_CASE("an unknown type is the only error, and a near one is named") {
    CHECK(diagnostics_of("params: { x: { type: integer, default: 5, min: 1 } }\nmain: []\n") ==
          Lines{"1:22: error: the type of a param is string, int, number, bool, list, map or duration, found \"integer\", did you mean "
                "\"int\"? [wrong-value]"});
}

TEST_CASE("expressions stand in no key of a param") {
    CHECK(diagnostics_of("params: { x: { env: \"${{ x }}\" } }\nmain: []\n") ==
          Lines{"1:21: error: \"env\" of a param is written out, found an expression [not-literal]"});
    CHECK(diagnostics_of("params: { x: { default: [ \"${{ 1 }}\" ] } }\nmain: []\n") ==
          Lines{"1:25: error: the default of a param is written out, found an expression [not-literal]"});
}

TEST_CASE("a text from outside that is no UTF-8 is mended, as the output of a command is") {
    workflow::Param param;
    CHECK(*workflow::parse_argument(param, "a\xff" "b") == value::Value("a\xEF\xBF\xBD" "b"));
}

}  // namespace aiorun::testing
