#include "observe/shown_text.hpp"

#include "tests/support/catch.hpp"

namespace aiorun::observe {
namespace {

TEST_CASE("a text becomes valid JSON, whatever it holds") {
    value::Secrets none;
    ShownText shown(none);
    TextBuffer out;
    shown.add_json(out, "plain");
    shown.add_json(out, "\"\\\n\x01");
    shown.add_json(out, "\xff");
    shown.add_json(out, "");
    CHECK(out.text() == R"("plain""\"\\\n\u0001""�""")");
}

TEST_CASE("secrets are masked before anything else is done to a text") {
    value::Secrets secrets;
    secrets.add(value::Value("a\"b"));
    ShownText shown(secrets);
    CHECK(shown.json("x a\"b") == R"("x ***")");
    CHECK(shown.terminal("x a\"b\x1b") == "x ***\\x1b");
}

TEST_CASE("what is written of a step is made once") {
    int made = 0;
    StepTexts texts([&](const runtime::StepInfo& step) { return std::string(step.action) + std::to_string(++made); });
    runtime::StepInfo first{"a", "", {"f.yaml", 3, 4}};
    runtime::StepInfo second{"b", "", {}};
    CHECK(texts.of(first) == "a1");
    CHECK(texts.of(second) == "b2");
    CHECK(texts.of(first) == "a1");
    CHECK(place_of(first) == "f.yaml:3:4");
    CHECK(place_of(second).empty());
}

}  // namespace
}  // namespace aiorun::observe
