#include "document/diagnostic.hpp"

#include "document/shown_text.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::document {
namespace {

std::string shown(const std::string& text, Span span, std::string message = "wrong", std::string hint = "") {
    Source source("flow.yaml", text);
    return render({Severity::error, "code", &source, span, std::move(message), std::move(hint)}, Color::none);
}

}  // namespace

TEST_CASE("a diagnostic shows its place, the line, a caret and the hint") {
    CHECK(shown("main:\n  - slep: 2\n", {10, 14}, "unknown action \"slep\", did you mean \"sleep\"?",
                "look at it") ==
          "flow.yaml:2:5: error: unknown action \"slep\", did you mean \"sleep\"?\n"
          "   2 |   - slep: 2\n"
          "     |     ^~~~\n"
          "  hint: look at it\n");
}

TEST_CASE("a place without width is one caret") {
    CHECK(shown("abc", {1, 1}) == "flow.yaml:1:2: error: wrong\n   1 | abc\n     |  ^\n");
}

TEST_CASE("a place behind the end of a line is shown behind it") {
    CHECK(shown("abc\nd", {3, 4}) == "flow.yaml:1:4: error: wrong\n   1 | abc\n     |    ^\n");
    CHECK(shown("abc", {50, 60}) == "flow.yaml:1:4: error: wrong\n   1 | abc\n     |    ^\n");
}

TEST_CASE("a place over several lines is underlined in its first") {
    CHECK(shown("ab\ncd", {0, 5}) == "flow.yaml:1:1: error: wrong\n   1 | ab\n     | ^~\n");
}

TEST_CASE("the caret stands below its place behind tabs and characters of several bytes") {
    CHECK(shown("\té: x", {5, 6}) == "flow.yaml:1:5: error: wrong\n   1 |     é: x\n     |        ^\n");
}

TEST_CASE("control characters and bidi marks of a source line are escaped") {
    CHECK(shown("a\x1b[31mb\xE2\x80\xAE"
                "c",
                {10, 11}) ==
          "flow.yaml:1:9: error: wrong\n   1 | a\\x1b[31mb\\u202ec\n     |                 ^\n");
}

TEST_CASE("bytes that are not UTF-8 are shown as such") {
    CHECK(shown("a\xff"
                "b",
                {1, 2}) == "flow.yaml:1:2: error: wrong\n   1 | a\\xffb\n     |  ^~~~\n");
}

TEST_CASE("names, messages and hints cannot act on a terminal") {
    Source source("a\x1b]0;b.yaml", "x");
    std::string text = render({Severity::error, "code", &source, {0, 1}, "m\x1b[2J", "h\r\n"}, Color::none);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find('\r') == std::string::npos);
}

TEST_CASE("a long line is cut around the place") {
    std::string line = std::string(500, 'a') + "HERE" + std::string(500, 'b');
    std::string text = shown(line, {500, 504});
    CHECK(text.find("…" + std::string(50, 'a') + "HERE" + std::string(66, 'b') + "…\n") != std::string::npos);
    CHECK(text.find("     | " + std::string(51, ' ') + "^~~~\n") != std::string::npos);
}

TEST_CASE("a line of megabytes is shown without reading all of it") {
    std::string line(8'000'000, 'x');
    CHECK(shown(line, {4'000'000, 8'000'000}).size() < 1000);
}

TEST_CASE("a cut never splits a character") {
    std::string line;
    for (int i = 0; i < 400; ++i) {
        line += "é";
    }
    std::string text = shown(line, {401, 402});
    CHECK(text.find("\\x") == std::string::npos);
}

TEST_CASE("line numbers of five digits widen the margin") {
    std::string text(12344, '\n');
    CHECK(shown(text + "abc", {12344, 12347}) ==
          "flow.yaml:12345:1: error: wrong\n12345 | abc\n      | ^~~\n");
}

TEST_CASE("a diagnostic without a source has no place") {
    CHECK(render({Severity::warning, "code", nullptr, {}, "wrong", "try"}, Color::none) ==
          "warning: wrong\n  hint: try\n");
}

TEST_CASE("colours are ANSI sequences and only when asked for") {
    Diagnostic diagnostic{Severity::error, "code", nullptr, {}, "wrong", ""};
    CHECK(render(diagnostic, Color::ansi).find("\x1b[1;31merror:\x1b[0m") == 0);
    CHECK(render(diagnostic, Color::none).find('\x1b') == std::string::npos);
}

TEST_CASE("a diagnostic of the same code at the same place is kept once") {
    Source source("a", "text");
    Diagnostics diagnostics;
    diagnostics.error(source, {0, 1}, "one", "first");
    diagnostics.error(source, {0, 1}, "one", "again");
    diagnostics.error(source, {0, 2}, "one", "other place");
    diagnostics.error(source, {0, 1}, "two", "other code");
    CHECK(diagnostics.error_count() == 3);
    CHECK(diagnostics.sorted().front().message == "first");
}

TEST_CASE("errors come before warnings and each in the order of files and places") {
    Source second("b", "text");
    Source first("a", "text");
    Diagnostics diagnostics;
    diagnostics.warning(second, {0, 1}, "w", "5");
    diagnostics.error(second, {3, 4}, "e", "2");
    diagnostics.error(first, {0, 1}, "e", "3");
    diagnostics.error(second, {1, 2}, "e", "1");
    diagnostics.warning(first, {0, 1}, "w", "6");
    diagnostics.error(first, {0, 1}, "f", "4");
    std::string order;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        order += diagnostic.message;
    }
    CHECK(order == "123456");
    CHECK(diagnostics.error_count() == 4);
    CHECK(diagnostics.has_errors());
}

TEST_CASE("warnings alone are no errors") {
    Source source("a", "text");
    Diagnostics diagnostics;
    CHECK(diagnostics.empty());
    diagnostics.warning(source, {}, "w", "careful");
    CHECK_FALSE(diagnostics.has_errors());
    CHECK_FALSE(diagnostics.empty());
}

TEST_CASE("a text in a message is quoted, escaped and cut") {
    CHECK(document::quoted("a\nb") == "\"a\\nb\"");
    CHECK(document::quoted(std::string(100, 'x')) == "\"" + std::string(60, 'x') + "…\"");
}

}  // namespace aiorun::document
