// What is said to whoever writes `${ … }`.
#include "document/brace_hint.hpp"

#include "document/diagnostic.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::document {
namespace {

std::string hint_for(const std::string& text, Span span) { return brace_hint(Source("flow.yaml", text), span); }
std::string hint_for(const std::string& text) { return hint_for(text, {0, static_cast<uint32_t>(text.size())}); }

TEST_CASE("a value in one brace is shown in two") {
    CHECK(hint_for("${range(3)}") == "an expression is written with two braces: ${{ range(3) }}");
    CHECK(hint_for("\"${ delay }\"") == "an expression is written with two braces: ${{ delay }}");
    CHECK(hint_for("'${base}/x'") == "an expression is written with two braces: ${{ base }}/x");
    CHECK(hint_for("${ {'a': 1} }") == "an expression is written with two braces: ${{ … }}");
}

TEST_CASE("an expression that stands alone needs no braces") {
    CHECK(hint_for("while: ${ x < 2 }\n", {7, 8}) == "an expression stands alone here, without `${ }`: x < 2");
}

TEST_CASE("other values get no such hint") {
    CHECK(hint_for("${{ x }}").empty());
    CHECK(hint_for("$x").empty());
    CHECK(hint_for("${x").empty());
    CHECK(hint_for("three").empty());
    CHECK(hint_for("").empty());
    CHECK(hint_for("\"${HOME} ${{ x }}\"").empty());
    CHECK(hint_for("x", {0, 9}).empty());
    CHECK(hint_for("x", {7, 9}).empty());
}

TEST_CASE("an error at such a value carries the hint, in place of another one") {
    Source source("flow.yaml", "sleep: ${delay}\n");
    Diagnostics diagnostics;
    diagnostics.error(source, {7, 15}, "wrong-type", "\"sleep\" is a duration", "for example 2s");
    CHECK(diagnostics.sorted().at(0).hint == "an expression is written with two braces: ${{ delay }}");
    diagnostics.error(source, {0, 5}, "unknown-key", "unknown key", "its keys are a or b");
    CHECK(diagnostics.sorted().at(0).hint == "its keys are a or b");
}

}  // namespace
}  // namespace aiorun::document
