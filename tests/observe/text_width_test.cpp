#include "observe/text_width.hpp"

#include "tests/support/catch.hpp"

namespace aiorun::observe {
namespace {

TEST_CASE("wide characters take two columns, combining ones none") {
    CHECK(columns_of("") == 0);
    CHECK(columns_of("plain é") == 7);
    CHECK(columns_of("漢字") == 4);
    CHECK(columns_of("한글") == 4);
    CHECK(columns_of("\U0001F600") == 2);
    CHECK(columns_of("e\u0301") == 1);
    CHECK(columns_of("\u2026") == 1);
}

TEST_CASE("a text that is too wide is cut before the character that does not fit") {
    CHECK(fit_columns("abcdef", 6) == "abcdef");
    CHECK(fit_columns("abcdef", 5) == "abcd…");
    CHECK(fit_columns("漢字漢字", 8) == "漢字漢字");
    CHECK(fit_columns("漢字漢字", 7) == "漢字漢…");
    CHECK(fit_columns("漢字漢字", 6) == "漢字…");
    CHECK(fit_columns("abc", 1) == "…");
    CHECK(fit_columns("abc", 0).empty());
}

}  // namespace
}  // namespace aiorun::observe
