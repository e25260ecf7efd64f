// The ordinary life of a fetch: methods, headers, bodies, responses.
#include "tests/http/client_fixture.hpp"
#include "value/json.hpp"

namespace aiorun::http {
namespace {

value::Value parse(const Result<Response>& outcome) {
    auto parsed = value::parse_json(body_of(outcome));
    INFO(body_of(outcome));
    REQUIRE(parsed);
    return *parsed;
}

std::string field(const value::Value& map, std::string_view name) {
    const value::Value* value = map.as_map().find(name);
    return value == nullptr ? "(none)" : value::to_text(*value);
}

TEST_CASE("a GET gives status, headers, body, URL and times") {
    ClientFixture fixture;
    auto outcome = fixture.get("/");
    REQUIRE(outcome);
    CHECK(outcome->status == 200);
    CHECK(body_of(outcome) == "hello\n");
    CHECK(outcome->size == 6);
    CHECK(outcome->url == server_url("/"));
    CHECK(header_of(*outcome, "content-type") == "text/plain; charset=utf-8");
    CHECK(outcome->http_version == "1.1");
    CHECK(outcome->timings.total > Duration(0));
    CHECK(outcome->timings.total >= outcome->timings.first_byte);
}

TEST_CASE("a POST sends its body with its type and length") {
    ClientFixture fixture;
    auto outcome = fixture.fetch(
        {.method = "POST", .url = server_url("/echo"), .body = TextBody{R"({"a":1})", "application/json"}});
    value::Value echo = parse(outcome);
    CHECK(field(echo, "method") == "POST");
    CHECK(field(echo, "body") == R"({"a":1})");
    const value::Value headers = *echo.as_map().find(std::string_view("headers"));
    CHECK(field(headers, "content-type") == "application/json");
    CHECK(field(headers, "content-length") == "7");
}

}  // namespace
}  // namespace aiorun::http
