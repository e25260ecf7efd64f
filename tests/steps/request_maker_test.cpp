// One step that makes several requests: parts that are the same for all are made once.
#include "tests/steps/fetch_world.hpp"
#include "tests/support/catch.hpp"

using namespace aiorun;
using test::FetchWorld;
using test::fields_text;

namespace {

/// The requests of one fetch step that runs for n = 1, 2, 2, 3.
std::vector<http::Request> requests_of(const std::string& options, const std::string& defaults) {
    FetchWorld world;
    std::string outcome =
        world.outcome("http: " + defaults +
                      "\nmain:\n  - for: n\n    in: [1, 2, 2, 3]\n    do:\n      - fetch: " + options + "\n");
    CHECK(outcome == "null");
    return world.requests;
}

std::string text_of(const http::Request& request) {
    const auto* body = std::get_if<http::TextBody>(&request.body);
    return body == nullptr ? "none" : body->text;
}

}  // namespace

TEST_CASE("each request has what its expressions gave") {
    auto requests = requests_of("{ url: \"/p/${{ n }}\", query: { n: \"${{ n * 2 }}\" } }",
                                "{ base_url: \"http://h\", headers: { a: b } }");
    REQUIRE(requests.size() == 4);
    CHECK(requests[0].url == "http://h/p/1");
    CHECK(requests[1].url == "http://h/p/2");
    CHECK(requests[2].url == "http://h/p/2");
    CHECK(requests[3].url == "http://h/p/3");
    CHECK(fields_text(requests[2].query) == fields_text(requests[1].query));
    CHECK(fields_text(requests[3].query) != fields_text(requests[2].query));
    for (const http::Request& request : requests) {
        CHECK(request.headers.size() == 1);
    }
}

TEST_CASE("headers are merged anew when the step's have expressions") {
    for (const char* headers : {"{ b: \"${{ n }}\", c: 1 }", "{ c: 1, b: \"${{ n }}\" }"}) {
        auto requests = requests_of("{ url: \"http://h/\", headers: " + std::string(headers) + " }",
                                    "{ headers: { a: 0, b: 0 } }");
        REQUIRE(requests.size() == 4);
        std::string first = fields_text(requests[0].headers);
        CAPTURE(first);
        CHECK(requests[0].headers.size() == 3);
        CHECK(requests[0].headers.front().name == "a");
        CHECK(fields_text(requests[1].headers) != first);
        CHECK(fields_text(requests[1].headers) == fields_text(requests[2].headers));
    }
}

TEST_CASE(
    "an Authorization that an expression gives replaces the default credentials only when it is there") {
    auto requests =
        requests_of("{ url: \"http://h/\", headers: { authorization: \"${{ n == 2 ? 'Own x' : null }}\" } }",
                    "{ auth: { bearer: token } }");
    REQUIRE(requests.size() == 4);
    CHECK(std::holds_alternative<http::BearerAuth>(requests[0].auth));
    CHECK(std::holds_alternative<std::monostate>(requests[1].auth));
    CHECK(std::holds_alternative<std::monostate>(requests[2].auth));
    CHECK(std::holds_alternative<http::BearerAuth>(requests[3].auth));
}

TEST_CASE("a body that an expression gives replaces the default body only when it is there") {
    auto requests =
        requests_of("{ url: \"http://h/\", body: \"${{ n == 2 ? null : string(n) }}\" }", "{ json: [0] }");
    REQUIRE(requests.size() == 4);
    CHECK(text_of(requests[0]) == "1");
    CHECK(text_of(requests[1]) == "[0]");
    CHECK(text_of(requests[2]) == "[0]");
    CHECK(text_of(requests[3]) == "3");
    CHECK(requests[1].method == "POST");
}

TEST_CASE("a default that an expression gives is evaluated for each request") {
    FetchWorld world;
    CHECK(world.outcome("vars: { token: a }\nhttp: { auth: { bearer: \"${{ token }}\" } }\nmain:\n"
                        "  - for: n\n    in: [a, b, b, a]\n    do:\n"
                        "      - assign: { token: \"${{ n }}\" }\n      - fetch: http://h/\n") == "null");
    std::string tokens;
    for (const http::Request& request : world.requests) {
        tokens += std::get<http::BearerAuth>(request.auth).token;
    }
    CHECK(tokens == "abba");
}

TEST_CASE("an option that does not fit fails its own request and no other") {
    FetchWorld world;
    CHECK(world.outcome(
              "main:\n  - for: n\n    in: [1, x, 1]\n    do:\n      - try:\n"
              "          - fetch: { url: http://h/, max_redirects: \"${{ n }}\" }\n"
              "        except: { type: ValueError, do: [ { print: \"${{ error.message }}\" } ] }\n") ==
          "null");
    CHECK(world.requests.size() == 2);
    REQUIRE(world.printed.size() == 1);
    CHECK(world.printed[0].find("max_redirects") != std::string::npos);
}
