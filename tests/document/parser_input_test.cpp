#include "document/parser_input.hpp"

#include <string>

#include "tests/support/catch.hpp"

namespace aiorun::document {
namespace {

std::string all_of(ParserInput& input) {
    std::string result;
    char buffer[1000];
    for (auto count = input.sgetn(buffer, sizeof buffer); count > 0;
         count = input.sgetn(buffer, sizeof buffer)) {
        result.append(buffer, static_cast<size_t>(count));
    }
    return result;
}

std::string seen(const std::string& text) {
    ParserInput input(text);
    return all_of(input);
}

std::string repeated(std::string_view text, size_t times) {
    std::string result;
    for (size_t i = 0; i < times; ++i) {
        result += text;
    }
    return result;
}

}  // namespace

TEST_CASE("the parser sees the text as it is") {
    std::string text = "a: b\r\n" + repeated("c, d: [e]\n", 5000);
    CHECK(seen(text) == text);
}

TEST_CASE("the parser sees question marks only where a key may begin") {
    CHECK(seen("? a\n- ? b: [? c, {? d}]") == "? a\n- ? b: [? c, {? d}]");
    CHECK(seen("a?b x? y ? z ?w") ==
          "a\xff"
          "b x\xff y \xff z \xff"
          "w");
}

TEST_CASE("the parser sees no backslash before the halves of a surrogate pair") {
    CHECK(seen(R"("\ud83d\uDE00 \\ud83d \ud83d \ude00\ud83d")") == "\"\xfeud83d\xfeuDE00 \\\\ud83d \\ud83d \\ude00\\ud83d\"");
    CHECK(seen(R"("\\ud83d\ude00")") == R"("\\ud83d\ude00")");
}

TEST_CASE("the parser sees a lone carriage return as a line feed") {
    CHECK(seen("a\rb\r\nc\r") == "a\nb\r\nc\n");
}

TEST_CASE("a text that begins with a bracket has a tab before it") {
    CHECK(seen("[a]") == "\t[a]");
    CHECK(seen(" [a]") == " [a]");
}

TEST_CASE("the input ends where brackets nest too deep and the parser tells of no progress") {
    std::string text = "a: " + repeated("[", 1'000'000);
    ParserInput input(text);
    CHECK(all_of(input).size() < 300'000);
    REQUIRE(input.stopped());
    CHECK(input.stopped()->bound == ParserInput::Bound::depth);
    CHECK(input.stopped()->at == 203);
}

TEST_CASE("the input ends where brackets hold too many nodes and the parser tells of no progress") {
    std::string text = "a: [[" + repeated("[],", 6'000'000);
    ParserInput input(text);
    CHECK(all_of(input).size() < 15'000'000);
    REQUIRE(input.stopped());
    CHECK(input.stopped()->bound == ParserInput::Bound::nodes);
}

TEST_CASE("the input does not end while the parser makes progress") {
    std::string text = repeated("[", 1'000'000);
    ParserInput input(text);
    size_t read = 0;
    char buffer[1000];
    for (auto count = input.sgetn(buffer, sizeof buffer); count > 0;
         count = input.sgetn(buffer, sizeof buffer)) {
        read += static_cast<size_t>(count);
        input.progress(read);
    }
    CHECK_FALSE(input.stopped());
}

TEST_CASE("brackets in quotes, comments and blocks do not end the input") {
    for (const std::string& text : {"a: \"" + repeated("[", 1'000'000), "a: |\n" + repeated("[\n", 500'000),
                                    "a: b\n" + repeated("# [[[[[[[[[[\n", 100'000)}) {
        ParserInput input(text);
        CHECK(all_of(input).size() == text.size());
        CHECK_FALSE(input.stopped());
    }
}

}  // namespace aiorun::document
