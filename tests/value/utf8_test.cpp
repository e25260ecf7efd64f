#include "value/utf8.hpp"

#include "tests/support/catch.hpp"

using namespace aiorun::value;
using namespace std::string_literals;

TEST_CASE("text that is UTF-8 stays as it is") {
    for (const std::string& text : {""s, "plain"s, "gr\xC3\xBC\xC3\x9F"s, "\xE2\x82\xAC\xF0\x9F\x98\x80"s,
                                    "a\0b"s, "\xF4\x8F\xBF\xBF"s, "\xED\x9F\xBF"s, "twelve bytes"s}) {
        CHECK(is_valid_utf8(text));
        CHECK(to_valid_utf8(text) == text);
    }
}

TEST_CASE("each maximal subpart that is not UTF-8 becomes one U+FFFD, as in CPython") {
    const std::string mark = "\xEF\xBF\xBD";
    CHECK(to_valid_utf8("a\xFFz") == "a" + mark + "z");
    CHECK(to_valid_utf8("\xC3") == mark);      // cut off
    CHECK(to_valid_utf8("\xE2\x82") == mark);  // cut off: one mark for both bytes
    CHECK(to_valid_utf8("\xE2\x82z") == mark + "z");
    CHECK(to_valid_utf8("\xC0\xAF") == mark + mark);                        // overlong
    CHECK(to_valid_utf8("\xE0\x80\x80") == mark + mark + mark);             // overlong
    CHECK(to_valid_utf8("\xED\xA0\x80") == mark + mark + mark);             // a surrogate
    CHECK(to_valid_utf8("\xF4\x90\x80\x80") == mark + mark + mark + mark);  // beyond U+10FFFF
    CHECK(to_valid_utf8("\xF0\x9F\x98 \x80") == mark + " " + mark);
    CHECK(to_valid_utf8("0123456789\xFE"
                        "abcdefghijk\x80") == "0123456789" + mark + "abcdefghijk" + mark);
}

TEST_CASE("the valid prefix ends before the first byte that is not UTF-8") {
    CHECK(valid_utf8_prefix("0123456789\xC3\xBC\xC3") == 12);
    CHECK(valid_utf8_prefix("\x80") == 0);
    CHECK(valid_utf8_prefix("") == 0);
}

TEST_CASE("what could act on a terminal is escaped") {
    CHECK(escape_for_terminal("\x1B[31mred\x07\x7F") == "\\x1b[31mred\\x07\\x7f");
    CHECK(escape_for_terminal("a\r\nb\tc") == "a\\r\\nb\\tc");
    CHECK(escape_for_terminal("\xC2\x9B"
                              "2J") == "\\u009b2J");  // C1: another CSI
    CHECK(escape_for_terminal("\xE2\x80\xAE"
                              "cod.exe") == "\\u202ecod.exe");  // right-to-left override
    CHECK(escape_for_terminal("\xF3\xA0\x80\x81") == "\\U000e0001");
    CHECK(escape_for_terminal("a\0b"s) == "a\\x00b");
}

TEST_CASE("bytes that are not UTF-8 are escaped one by one") {
    CHECK(escape_for_terminal("a\xFF\xE2\x82z") == "a\\xff\\xe2\\x82z");
}

TEST_CASE("letters of all scripts are shown as they are") {
    CHECK(escape_for_terminal("gr\xC3\xBC\xC3\x9F \xE4\xB8\xAD \xF0\x9F\x98\x80 \\n") ==
          "gr\xC3\xBC\xC3\x9F \xE4\xB8\xAD \xF0\x9F\x98\x80 \\n");
}

TEST_CASE("line feeds and tabs are kept when the caller wants them, carriage returns never") {
    CHECK(escape_for_terminal("a\n\tb\r\x1B", Whitespace::keep) == "a\n\tb\\r\\x1b");
}
