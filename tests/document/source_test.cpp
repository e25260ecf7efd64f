#include "document/source.hpp"

#include "tests/support/catch.hpp"

namespace aiorun::document {
namespace {

std::string place(const Source& source, uint32_t offset) {
    Position position = source.position(offset);
    return std::to_string(position.line) + ':' + std::to_string(position.column);
}

}  // namespace

TEST_CASE("a position counts lines and columns from one") {
    Source source("a.yaml", "ab\ncd\n");
    CHECK(place(source, 0) == "1:1");
    CHECK(place(source, 2) == "1:3");
    CHECK(place(source, 3) == "2:1");
    CHECK(place(source, 6) == "3:1");
}

TEST_CASE("a column counts characters and not bytes") {
    Source source("a.yaml", "é€😀x");
    CHECK(place(source, 2) == "1:2");
    CHECK(place(source, 5) == "1:3");
    CHECK(place(source, 9) == "1:4");
}

TEST_CASE("a byte order mark takes no column") {
    Source source("a.yaml",
                  "\xEF\xBB\xBF"
                  "ab\nc");
    CHECK(place(source, 0) == "1:1");
    CHECK(place(source, 3) == "1:1");
    CHECK(place(source, 4) == "1:2");
    CHECK(source.line(1) == "ab");
}

TEST_CASE("lines end with a line feed, a carriage return or both") {
    Source source("a.yaml", "a\r\nb\rc\nd");
    CHECK(source.line_count() == 4);
    CHECK(source.line(1) == "a");
    CHECK(source.line(2) == "b");
    CHECK(source.line(3) == "c");
    CHECK(source.line(4) == "d");
    CHECK(place(source, 3) == "2:1");
}

TEST_CASE("an offset beyond the end counts as the end") {
    Source source("a.yaml", "ab");
    CHECK(place(source, 1000) == "1:3");
    CHECK(source.text({1, 1000}) == "b");
    CHECK(source.text({1000, 2000}).empty());
}

TEST_CASE("an empty source has one empty line") {
    Source source("a.yaml", "");
    CHECK(source.line_count() == 1);
    CHECK(source.line(1).empty());
    CHECK(place(source, 0) == "1:1");
}

TEST_CASE("positions in one long line are exact and quick") {
    std::string text = "first\n";
    while (text.size() < 3'000'000) {
        text += "aé";
    }
    text += "\nlast";
    Source source("a.yaml", text);
    uint64_t sum = 0;
    for (uint32_t offset = 6; offset < 3'000'000; offset += 30) {
        Position position = source.position(offset);
        REQUIRE(position.line == 2);
        REQUIRE(position.column == (offset - 6) / 3 * 2 + 1);
        sum += position.column;
    }
    CHECK(sum > 0);
    CHECK(source.position(static_cast<uint32_t>(text.size())).line == 3);
}

}  // namespace aiorun::document
