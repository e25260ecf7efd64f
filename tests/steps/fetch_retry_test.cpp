// Which fetches are sent again.
#include "tests/steps/fetch_world.hpp"
#include "tests/support/catch.hpp"

using namespace aiorun;
using test::FetchWorld;
using test::respond;

namespace {

/// How often a fetch of this method is sent when each fails in this way.
size_t attempts(const std::string& method, const test::Answer& answer, const std::string& retry = "3") {
    FetchWorld world;
    world.answer = [&](const http::Request&) { return answer; };
    (void)world.run("main: [ { fetch: { url: \"http://h/\", method: " + method + " }, retry: " + retry +
                    " } ]");
    return world.requests.size();
}

const test::Answer refused = test::broken(http::FailureKind::connection, "refused", false);
const test::Answer reset = test::broken(http::FailureKind::connection, "reset", true);

}  // namespace

TEST_CASE("idempotent methods are sent again after any transient failure") {
    for (const char* method : {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"}) {
        CHECK(attempts(method, reset) == 3);
        CHECK(attempts(method, respond(503, "")) == 3);
    }
    CHECK(attempts("GET", respond(404, "")) == 1);
}

TEST_CASE("POST and PATCH are sent again only when nothing was sent") {
    for (const char* method : {"POST", "PATCH"}) {
        CHECK(attempts(method, refused) == 3);
        CHECK(attempts(method, reset) == 1);
        CHECK(attempts(method, respond(503, "")) == 1);
    }
}

TEST_CASE("unsafe sends a POST again after any transient failure") {
    CHECK(attempts("POST", reset, "{ attempts: 3, unsafe: true }") == 3);
    CHECK(attempts("POST", respond(503, ""), "{ attempts: 3, unsafe: true }") == 3);
}

TEST_CASE("a group is tried again only when all of its errors may be") {
    auto requests = [](const std::string& branches, const std::string& retry) {
        FetchWorld world;
        world.answer = [](const http::Request&) { return respond(503, ""); };
        (void)world.run("main:\n  - task_group: " + branches + "\n    retry: { attempts: 3, on: ExceptionGroup" + retry +
                        " }\n");
        return world.requests.size();
    };
    const std::string get = "{ fetch: http://h/ }";
    const std::string post = "{ fetch: { url: \"http://h/\", json: {} } }";
    CHECK(requests("[ " + get + " ]", "") == 3);
    CHECK(requests("[ " + post + " ]", "") == 1);
    CHECK(requests("[ " + post + " ]", ", unsafe: true") == 3);
    CHECK(requests("[ [ { task_group: [ " + post + " ] } ] ]", "") == 1);
    CHECK(requests("[ " + get + ", " + post + " ]", "") <= 2);
}

TEST_CASE("a POST that was cut off by the timeout of an attempt is not sent again") {
    FetchWorld world;
    world.latency = std::chrono::seconds(5);
    std::string step = "fetch: { url: \"http://h/\", method: POST }\n    retry: { attempts: 3, timeout: 1s }";
    CHECK(world.outcome_of(step).substr(0, 12) == "TimeoutError");
    CHECK(world.requests.size() == 1);
}

TEST_CASE("a POST of a branch that was cut off with its group is not sent again") {
    for (const char* group : {"gather", "task_group", "race"}) {
        FetchWorld world;
        world.latency = std::chrono::seconds(5);
        (void)world.run("main:\n  - " + std::string(group) +
                        ":\n      - fetch: { url: \"http://h/\", json: {} }\n      - sleep: 9s\n"
                        "    retry: { attempts: 3, timeout: 1s }\n");
        CAPTURE(group);
        CHECK(world.requests.size() == 1);
    }
    FetchWorld world;
    world.latency = std::chrono::seconds(5);
    (void)world.run("main:\n  - task_group:\n      - fetch: { url: \"http://h/\", json: {} }\n"
                    "      - [ { sleep: 1s }, { raise: { type: ConnectionError, message: x } } ]\n"
                    "    retry: { attempts: 3, on: ExceptionGroup }\n");
    CHECK(world.requests.size() == 1);
}

TEST_CASE("a GET that was cut off by the timeout of an attempt is sent again") {
    FetchWorld world;
    world.latency = std::chrono::seconds(5);
    std::string step = "fetch: http://h/\n    retry: { attempts: 3, timeout: 1s }";
    CHECK(world.outcome_of(step, "elapsed()").substr(0, 12) == "TimeoutError");
    CHECK(world.requests.size() == 3);
}

TEST_CASE("Retry-After of the response is obeyed") {
    FetchWorld world;
    world.answer = [&](const http::Request&) -> test::Answer {
        return world.requests.size() == 1 ? respond(503, "", {{"retry-after", "7"}}) : respond(200, "");
    };
    CHECK(world.outcome_of("fetch: http://h/\n    retry: 2", "elapsed()") == "7.0");
}
