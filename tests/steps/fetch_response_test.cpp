// What a workflow sees of responses, and of transfers that fail.
#include "tests/steps/fetch_world.hpp"
#include "tests/support/catch.hpp"

using namespace aiorun;
using test::FetchWorld;
using test::respond;

namespace {

const std::string fetch = "fetch: http://h/a";

/// A world in which every transfer answers with this.
FetchWorld answering(http::Response response) {
    FetchWorld world;
    world.answer = [response = std::move(response)](const http::Request&) { return response; };
    return world;
}

}  // namespace

TEST_CASE("a response has status, ok, text, size and url") {
    FetchWorld world = answering(respond(201, "héllo"));
    CHECK(world.outcome_of(fetch, "[result.status, result.ok, result.text, result.size, result.url]") ==
          "[201,true,\"héllo\",6,\"http://h/a\"]");
}

TEST_CASE("a response has times in seconds") {
    http::Response response = respond(200, "");
    response.timings = {.dns = std::chrono::milliseconds(1),
                        .connect = std::chrono::milliseconds(2),
                        .tls = std::chrono::milliseconds(3),
                        .first_byte = std::chrono::milliseconds(4),
                        .total = std::chrono::milliseconds(1500)};
    FetchWorld world = answering(response);
    CHECK(world.outcome_of(fetch, "[result.elapsed, result.timings]") ==
          "[1.5,{\"redirect\":0.0,\"dns\":0.001,\"connect\":0.002,\"tls\":0.003,\"first_byte\":0.004,\"total\":1.5}]");
}

TEST_CASE("json is parsed, with integers exact") {
    FetchWorld world = answering(respond(200, "{\"items\":[{\"id\":9007199254740993}]}"));
    CHECK(world.outcome_of(fetch, "result.json.items[0].id") == "9007199254740993");
    CHECK(world.outcome_of(fetch, "result['json']") == "{\"items\":[{\"id\":9007199254740993}]}");
    CHECK(world.outcome_of(fetch, "has(result.json) && has(result.json.items) && !has(result.json.other)") ==
          "true");
}

TEST_CASE("a body that is not JSON is a ValueError when json is asked for, and not before") {
    FetchWorld world = answering(respond(200, "<html>\n"));
    CHECK(world.outcome_of(fetch, "result.text") == "\"<html>\\n\"");
    CHECK(world.outcome_of(fetch, "result.json").substr(0, 76) ==
          "ValueError: the body of http://h/a is not JSON: invalid value at byte 0; it ");
    CHECK(world.outcome_of(fetch, "result['json']").substr(0, 10) == "ValueError");
    CHECK(world.outcome_of(fetch, "result.json.items").substr(0, 10) == "ValueError");
    CHECK(world.outcome_of(fetch, "has(result.json)") == "false");
    CHECK(world.outcome_of(fetch, "result.?json.orValue(5)") == "5");
}

TEST_CASE("an empty body is not JSON") {
    FetchWorld world = answering(respond(204, ""));
    CHECK(world.outcome_of(fetch, "result.json").substr(0, 58) ==
          "ValueError: the body of http://h/a is not JSON, it is empt");
    CHECK(world.outcome_of(fetch, "result.text") == "\"\"");
}

TEST_CASE("json null is a value") {
    FetchWorld world = answering(respond(200, "null"));
    CHECK(world.outcome_of(fetch, "[result.json, has(result.json)]") == "[null,true]");
}

TEST_CASE("headers are looked up regardless of case, and are a map in all other ways") {
    FetchWorld world = answering(respond(200, "", {{"content-type", "text/plain"}, {"etag", "x"}}));
    CHECK(world.outcome_of(fetch,
                           "[result.headers['Content-Type'], result.headers.etag, result.headers.ETag]") ==
          "[\"text/plain\",\"x\",\"x\"]");
    CHECK(world.outcome_of(fetch,
                           "['ETAG' in result.headers, has(result.headers.Etag), 'no' in result.headers]") ==
          "[true,true,false]");
    CHECK(world.outcome_of(fetch, "[keys(result.headers), size(result.headers)]") ==
          "[[\"content-type\",\"etag\"],2]");
    CHECK(world.outcome_of(fetch, "result.headers.?missing.orValue('none')") == "\"none\"");
    CHECK(world.outcome_of(fetch, "result.headers.etaf").find("did you mean \"etag\"?") != std::string::npos);
}

TEST_CASE("text has U+FFFD for what is not UTF-8, and size counts the bytes") {
    FetchWorld world = answering(respond(200,
                            "a\xff\xfe"
                            "b"));
    CHECK(world.outcome_of(fetch, "[result.text, result.size]") ==
          "[\"a\xEF\xBF\xBD\xEF\xBF\xBD"
          "b\",4]");
}

TEST_CASE("a response is a map: printed, merged, compared, passed on") {
    FetchWorld world = answering(respond(200, "{\"a\":1}"));
    std::string whole =
        "{\"status\":200,\"ok\":true,\"headers\":{},\"text\":\"{\\\"a\\\":1}\",\"json\":{\"a\":1},\"size\":7,"
        "\"url\":\"http://h/a\",\"elapsed\":0.0,"
        "\"timings\":{\"redirect\":0.0,\"dns\":0.0,\"connect\":0.0,\"tls\":0.0,\"first_byte\":0.0,\"total\":0.0}}";
    CHECK(world.outcome_of(fetch, "result") == whole);
    CHECK(world.outcome_of(fetch, "to_json(result) == to_json(merge(result, {}))") == "true");
    CHECK(world.outcome_of(fetch, "[result == result, result == merge(result, {}), result == {}]") ==
          "[true,true,false]");
    CHECK(world.outcome_of(fetch, "[type(result) == map, size(result), 'json' in result]") ==
          "[true,9,true]");
    CHECK(world.run("main: [ { fetch: \"http://h/a\", as: r }, { print: \"${{ r }}\" } ]").error == nullptr);
    CHECK(world.printed == std::vector<std::string>{whole});
}

TEST_CASE("a response whose body is not JSON prints with json null") {
    FetchWorld world = answering(respond(200, "x"));
    CHECK(world.outcome_of(fetch, "result").find("\"json\":null") != std::string::npos);
    CHECK(world.outcome_of(fetch, "result == result") == "true");
}

TEST_CASE("a response goes through variables and queues") {
    FetchWorld world = answering(respond(200, "[1,2]"));
    CHECK(world.outcome(
              "vars: { kept: ~ }\nshared: { q: { queue: {} } }\nmain:\n  - fetch: http://h/a\n    as: r\n"
              "  - put: { queue: q, item: \"${{ r }}\" }\n  - assign: { kept: \"${{ r }}\" }\n"
              "  - get: q\n    as: s\n  - return: ${{ [kept.json[1], s.json[0]] }}\n") == "[2,1]");
}

TEST_CASE("a saved body is neither text nor json") {
    http::Response response = respond(200, "");
    response.saved = true;
    response.size = 5;
    FetchWorld world = answering(response);
    CHECK(world.outcome_of("fetch: { url: \"http://h/a\", save: /f }",
                           "[result.text, result.json, result.size]") == "[null,null,5]");
}

TEST_CASE("an unexpected status is an HTTPError with status and response") {
    FetchWorld world = answering(respond(404, "no such\npage \x1b[31m", {{"x-a", "1"}}));
    CHECK(world.outcome(
              "main:\n  - try: [ { fetch: { url: \"http://u:secret@h/a\", method: PUT } } ]\n    except:\n"
              "      type: HTTPError\n      do:\n        - return: "
              "${{ [error.status, error.response.headers['X-A'], error.response.text.size(), "
              "error.response.ok] }}\n") == "[404,\"1\",18,false]");
    CHECK(world.outcome_of("fetch: { url: \"http://u:secret@h/a\", method: PUT }") ==
          "HTTPError: PUT http://h/a: status 404 Not Found: \"no such\\npage \\x1b[31m\"");
}

TEST_CASE("an unexpected status below 400 says what was expected") {
    FetchWorld world = answering(respond(200, ""));
    CHECK(world.outcome_of("fetch: { url: \"http://h/a\", expect: [201, 3xx] }") ==
          "HTTPError: GET http://h/a: status 200 OK, expected 201 or 300 to 399");
}

TEST_CASE("a long body is cut in the message") {
    FetchWorld world = answering(respond(500, std::string(1000, 'x')));
    std::string message = world.outcome_of(fetch);
    CHECK(message.find(std::string(200, 'x') + "…\"") != std::string::npos);
    CHECK(message.size() < 300);
}

TEST_CASE("a transfer that fails raises the failure's error") {
    FetchWorld world;
    world.answer = [](const http::Request&) {
        return test::broken(http::FailureKind::connection, "GET http://h/a: connection refused", false);
    };
    CHECK(world.outcome_of(fetch) == "ConnectionError: GET http://h/a: connection refused");
}

TEST_CASE("too many redirects have the status and the response of the last one, without its body") {
    FetchWorld world;
    world.answer = [](const http::Request&) -> test::Answer {
        http::Failure failure{.kind = http::FailureKind::http, .message = "too many", .status = 302};
        failure.response =
            std::make_shared<const http::Response>(http::Response{.status = 302, .url = "http://h/last"});
        return std::unexpected(std::move(failure));
    };
    CHECK(world.outcome("main:\n  - try: [ { fetch: \"http://h/a\" } ]\n    except:\n      type: HTTPError\n"
                        "      do: [ { return: \"${{ [error.status, error.response.status, error.response.url, "
                        "error.response.text] }}\" } ]\n") == "[302,302,\"http://h/last\",null]");
}

TEST_CASE("sha256 without save is checked against the body") {
    FetchWorld world = answering(respond(200, "abc"));
    const std::string digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    CHECK(world.outcome_of("fetch: { url: \"http://h/a\", sha256: " + digest + " }", "result.text") ==
          "\"abc\"");
    CHECK(world.outcome_of("fetch: { url: \"http://h/a\", sha256: " + std::string(64, 'a') + " }")
              .substr(0, 50) == "ValueError: GET http://h/a: the sha256 of the body");
}
