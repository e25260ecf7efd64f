#include "http/content_range.hpp"

#include <string>

#include "tests/support/catch.hpp"

using aiorun::http::agrees;
using aiorun::http::ContentRange;
using aiorun::http::Head;
using aiorun::http::read_content_range;
using aiorun::http::validator_of;

namespace {

Head head_of(const std::string& lines) {
    Head head;
    REQUIRE(head.add_line("HTTP/1.1 206 Partial Content\r\n"));
    for (size_t begin = 0; begin < lines.size();) {
        size_t end = lines.find('\n', begin);
        REQUIRE(head.add_line(lines.substr(begin, end - begin) + "\r\n"));
        begin = end + 1;
    }
    return head;
}

/// `FIRST-LAST/TOTAL` as it was understood; `none` for a header that was not.
std::string understood(const std::string& value) {
    std::optional<ContentRange> range = read_content_range(head_of("Content-Range: " + value + "\n"));
    if (!range) {
        return "none";
    }
    return (range->part ? std::to_string(range->part->first) + "-" + std::to_string(range->part->last) : "*") + "/" +
           (range->total ? std::to_string(*range->total) : "*");
}

}  // namespace

TEST_CASE("a Content-Range is a part of a whole, or the size of a whole") {
    CHECK(understood("bytes 100-199/200") == "100-199/200");
    CHECK(understood("Bytes 0-0/1") == "0-0/1");
    CHECK(understood("bytes 100-199/*") == "100-199/*");
    CHECK(understood("bytes */200") == "*/200");
}

TEST_CASE("a Content-Range that contradicts itself is none") {
    for (const char* value :
         {"bytes 200-199/300", "bytes 100-200/200", "bytes */*", "bytes 1-/5", "bytes -1/5", "bytes 1/5", "bytes 1-2",
          "items 1-2/5", "bytes 1-2x/5", "bytes 99999999999999999999-2/5", "bytes=1-2/5", ""}) {
        CAPTURE(value);
        CHECK(understood(value) == "none");
    }
    CHECK_FALSE(read_content_range(head_of("")));
}

TEST_CASE("a strong ETag stands for a state, else a date") {
    CHECK(validator_of(head_of("ETag: \"a\"\nLast-Modified: Mon\n")) == "\"a\"");
    CHECK(validator_of(head_of("ETag: W/\"a\"\nLast-Modified: Mon\n")) == "Mon");
    CHECK(validator_of(head_of("")).empty());
}

TEST_CASE("a response agrees with a state unless it says another one") {
    CHECK(agrees(head_of("ETag: \"a\"\n"), "\"a\""));
    CHECK_FALSE(agrees(head_of("ETag: \"b\"\n"), "\"a\""));
    CHECK_FALSE(agrees(head_of("ETag: W/\"a\"\n"), "\"a\""));
    CHECK(agrees(head_of("Last-Modified: Mon\n"), "\"a\""));
    CHECK_FALSE(agrees(head_of("Last-Modified: Tue\n"), "Mon"));
    CHECK(agrees(head_of("ETag: \"b\"\n"), ""));
}
