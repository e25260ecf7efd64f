#include "http/batch_post.hpp"

#include "tests/http/client_fixture.hpp"
#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::http {
namespace {

using namespace std::chrono_literals;

BatchPostOptions to(const std::string& path) {
    return {.url = server_url(path), .headers = {{"Content-Type", "application/json"}}, .prefix = "[", .suffix = "]"};
}

/// What the server's /echo says of the request that came first.
std::string echoed(const BatchPostSummary& summary, std::string_view field) {
    auto answer = value::parse_json(summary.answer);
    REQUIRE(answer.has_value());
    return value::to_text(*answer->as_map().find(field));
}

TEST_CASE("items are posted in one body when few are there at the end") {
    BatchPost post(to("/echo"));
    (void)post.add("1");
    (void)post.add("{\"a\":2}");
    BatchPostSummary summary = post.finish(10s);
    CHECK(summary.taken == 2);
    CHECK(summary.lost == 0);
    CHECK(echoed(summary, "method") == "POST");
    CHECK(echoed(summary, "body") == "[1,{\"a\":2}]");
}

TEST_CASE("a batch that is full is sent before the end") {
    BatchPostOptions options = to("/echo");
    options.limits = {.due_items = 2, .most_items = 2};
    options.pause = 1h;
    BatchPost post(options);
    for (int i = 0; i < 5; ++i) {
        (void)post.add(std::to_string(i));
    }
    BatchPostSummary summary = post.finish(10s);
    CHECK(summary.taken == 5);
    CHECK(echoed(summary, "body") == "[0,1]");
}

TEST_CASE("nothing is sent when there is nothing") {
    BatchPost post(to("/echo"));
    BatchPostSummary summary = post.finish(10s);
    CHECK(summary.taken == 0);
    CHECK(summary.answer.empty());
}

TEST_CASE("what a server does not take is lost, with the reason") {
    BatchPostOptions options = to("/status/404");
    BatchPost post(options);
    (void)post.add("1");
    BatchPostSummary summary = post.finish(10s);
    CHECK(summary.lost == 1);
    CHECK(summary.problem == "status 404");

    options.url = dead_url;
    BatchPost dead(options);
    (void)dead.add("1");
    summary = dead.finish(10s);
    CHECK(summary.lost == 1);
    CHECK_FALSE(summary.problem.empty());
}

TEST_CASE("a server that is busy is asked again") {
    BatchPostOptions options = to("/flaky/batch");
    options.retry_delay = 1ms;
    BatchPost post(options);
    (void)post.add("1");
    BatchPostSummary summary = post.finish(30s);
    INFO(summary.problem);
    CHECK(summary.taken == 1);
}

TEST_CASE("a server that does not answer costs no more than the time that it is given") {
    auto begin = std::chrono::steady_clock::now();
    BatchPost post(to("/fault/hang"));
    (void)post.add("1");
    BatchPostSummary summary = post.finish(100ms);
    CHECK(summary.lost == 1);
    CHECK(summary.problem == "it did not answer in time");
    CHECK(std::chrono::steady_clock::now() - begin < 5s);
}

TEST_CASE("what comes faster than the server takes it, beyond what there is room for, is dropped and counted") {
    BatchPostOptions options = to("/fault/hang");
    options.limits = {.due_items = 2, .most_items = 2, .waiting_bytes = 1000};
    options.patience = 1ms;
    BatchPost post(options);
    uint64_t dropped = 0;
    for (int i = 0; i < 100; ++i) {
        dropped += post.add("1") ? 0 : 1;
    }
    CHECK(dropped > 50);
    BatchPostSummary summary = post.finish(1ms);
    CHECK(summary.taken == 0);
    CHECK(summary.lost == 100);
}

TEST_CASE("nothing is lost with a server that keeps up, however little room there is") {
    BatchPostOptions options = to("/echo");
    options.limits = {.due_items = 10, .most_items = 100, .waiting_bytes = 10'000};
    options.patience = 60s;
    BatchPost post(options);
    for (int i = 0; i < 3000; ++i) {
        CHECK(post.add("1"));
    }
    BatchPostSummary summary = post.finish(60s);
    CHECK(summary.taken == 3000);
    CHECK(summary.lost == 0);
}

TEST_CASE("a server that is behind is waited for once, not for each item") {
    BatchPostOptions options = to("/fault/hang");
    options.limits = {.due_items = 1, .most_items = 1, .waiting_bytes = 300};
    options.patience = 50ms;
    BatchPost post(options);
    auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 1000; ++i) {
        (void)post.add("1");
    }
    CHECK(std::chrono::steady_clock::now() - begin < 10s);  // and not 50
    CHECK(post.finish(1ms).lost == 1000);
}

TEST_CASE("what the answer says was refused counts as lost") {
    BatchPostOptions options = to("/echo");
    options.limits = {.due_items = 2, .most_items = 2};
    options.read_answer = [](std::string_view answer) {
        return answer.find("[3,4]") == std::string_view::npos ? BatchAnswer{.words = "fine"} : BatchAnswer{1, "too old"};
    };
    BatchPost post(options);
    for (int i = 1; i <= 5; ++i) {
        (void)post.add(std::to_string(i));
    }
    BatchPostSummary summary = post.finish(10s);
    CHECK(summary.taken == 4);
    CHECK(summary.lost == 1);
    CHECK(summary.refused == 1);
    CHECK(summary.words == "too old");
}

}  // namespace
}  // namespace aiorun::http
