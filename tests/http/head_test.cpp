#include "http/head.hpp"

#include <initializer_list>
#include <string>

#include "tests/support/catch.hpp"
#include "value/json.hpp"

using aiorun::http::Head;

namespace {

/// What is wrong with the lines, or the headers as JSON.
std::string read(Head& head, std::initializer_list<std::string> lines) {
    for (const std::string& line : lines) {
        if (!head.add_line(line + "\r\n")) {
            return head.problem();
        }
    }
    return aiorun::value::to_json(head.headers());
}

}  // namespace

TEST_CASE("headers are a map of lower-case names in order") {
    Head head;
    CHECK(read(head, {"HTTP/1.1 201 Created", "X-B:  1 ", "a:2", "Empty:", ""}) ==
          R"({"x-b":"1","a":"2","empty":""})");
    CHECK(head.status() == 201);
    CHECK(head.complete());
    CHECK(head.find("x-b") == "1");
    CHECK_FALSE(head.find("x"));
}

TEST_CASE("repeated headers are joined, cookies are a list") {
    Head head;
    CHECK(read(head, {"HTTP/1.1 200 OK", "Vary: a", "Set-Cookie: x=1", "vary: b"}) ==
          R"({"vary":"a, b","set-cookie":["x=1"]})");
    CHECK(head.joined("vary") == "a, b");
    CHECK(head.find("vary") == "a");
}

TEST_CASE("a line that begins with a space belongs to the value before") {
    Head head;
    CHECK(read(head, {"HTTP/1.1 200 OK", "A: 1", "\t 2 ", "B: 3"}) == R"({"a":"1 2","b":"3"})");
    CHECK(read(head, {"", "HTTP/1.1 200 OK", " of nothing"}) ==
          "the first header of the response begins with a blank");
}

TEST_CASE("a status is a number of three digits") {
    const std::string problem = "the status of the response is no number of three digits";
    for (const char* line : {"HTTP/1.1 2000 OK", "HTTP/1.1 20 OK", "HTTP/1.1 abc", "HTTP/1.1", "HTTP/1.1 -20 OK"}) {
        Head head;
        CAPTURE(line);
        CHECK(read(head, {line}) == problem);
    }
    for (const char* line : {"HTTP/1.1 200", "http/1.0 200 OK", "HTTP/2 200 ", "HTTP/1.1 200 2000"}) {
        Head head;
        CAPTURE(line);
        CHECK(read(head, {line}) == "{}");
        CHECK(head.status() == 200);
    }
}

TEST_CASE("a line of a head is expected until a response that is final is complete") {
    Head head;
    CHECK(head.is_expected());
    (void)read(head, {"HTTP/1.1 103 Early Hints", "A: 1", ""});
    CHECK(head.is_expected());
    (void)read(head, {"HTTP/1.1 200 OK"});
    CHECK(head.lacks_field_for(" x"));
    (void)read(head, {"A: 1"});
    CHECK_FALSE(head.lacks_field_for(" x"));
    CHECK(head.is_expected());
    (void)read(head, {""});
    CHECK_FALSE(head.is_expected());
}

TEST_CASE("values that are not UTF-8 are read as ISO-8859-1") {
    Head head;
    CHECK(read(head, {"HTTP/1.1 200 OK", "A: caf\xe9", "B: caf\xc3\xa9"}) ==
          "{\"a\":\"caf\xc3\xa9\",\"b\":\"caf\xc3\xa9\"}");
}

TEST_CASE("a further status line begins anew, and trailers are no headers") {
    Head head;
    CHECK(read(head, {"HTTP/1.1 100 Continue", "A: 1", "Content-Length: 5", "Content-Encoding: x", "",
                      "HTTP/1.1 200 OK", "B: 2", "", "C: 3"}) == R"({"b":"2"})");
    CHECK(head.status() == 200);
    CHECK_FALSE(head.content_length());
    CHECK_FALSE(head.is_encoded());
}

TEST_CASE("the length of the body is one number, and a transfer coding overrides it") {
    Head one;
    (void)read(one, {"HTTP/1.1 200 OK", "content-LENGTH: 5, 5"});
    CHECK(one.content_length() == 5);
    Head two;
    CHECK(read(two, {"HTTP/1.1 200 OK", "Content-Length: 5", "Content-Length: 6"}) ==
          "the response has conflicting Content-Length headers (5 and 6)");
    Head coded;
    (void)read(coded, {"HTTP/1.1 200 OK", "Content-Length: 5", "Transfer-Encoding: chunked"});
    CHECK_FALSE(coded.content_length());
    Head spaced;
    CHECK(read(spaced, {"HTTP/1.1 200 OK", "Content-Length : 5"}) ==
          "the response has a space behind the name Content-Length");
    Head unknown;
    CHECK(read(unknown, {"HTTP/1.1 200 OK", "Transfer-Encoding: gzip, chunked"}) ==
          R"(the response's Transfer-Encoding is "gzip, chunked", expected "chunked" or none)");
}

TEST_CASE("headers are bounded in lines and in bytes") {
    Head lines;
    bool taken = lines.add_line("HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 1000; ++i) {
        taken = taken && lines.add_line("a: b\r\n");
    }
    CHECK(taken);
    CHECK_FALSE(lines.add_line("a: b\r\n"));
    Head bytes;
    CHECK_FALSE(bytes.add_line("a: " + std::string(300'000, 'x') + "\r\n"));
}

TEST_CASE("a head that was cleared is as new") {
    Head head;
    (void)read(head, {"HTTP/1.1 404 Not Found", "A: 1", "Content-Length: 7", ""});
    auto kept = head.headers();
    head.clear();
    CHECK(head.status() == 0);
    CHECK_FALSE(head.complete());
    CHECK_FALSE(head.content_length());
    CHECK(aiorun::value::to_json(head.headers()) == "{}");
    CHECK(aiorun::value::to_json(kept) == R"({"a":"1","content-length":"7"})");
}
