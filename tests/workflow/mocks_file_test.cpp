#include "workflow/mocks_file.hpp"

#include "tests/support/catch.hpp"

namespace aiorun::workflow {
namespace {

using effects::MockRule;
using effects::Question;

struct Read {
    std::vector<MockRule> rules;
    std::vector<std::string> problems;
};

Read read(std::string text) {
    document::Diagnostics diagnostics;
    auto source = std::make_shared<document::Source>("mocks.yaml", std::move(text));
    Read result{read_mocks(source, diagnostics), {}};
    for (const document::Diagnostic& diagnostic : diagnostics.sorted()) {
        result.problems.push_back(std::to_string(source->position(diagnostic.span.begin).line) + ": " + diagnostic.message);
    }
    return result;
}

Question get(std::string url) { return {.kind = Question::Kind::transfer, .task = "main", .step = "fetch", .method = "GET", .url = std::move(url)}; }

TEST_CASE("a rule is for transfers or for processes") {
    CHECK(read("- { url: '*', code: 3 }\n").problems ==
          std::vector<std::string>{"1: \"code\" is for `run`, and \"url\" for `fetch`: a rule is for one of them"});
    CHECK(read("- { command: 'make*', answers: [ { status: 200 } ] }\n").problems.size() == 1);
    CHECK(read("- { command: 'make*', code: 3 }\n- { json: 1 }\n").problems.empty());
}

TEST_CASE("a rule's URL is a glob of the whole URL, or of its path") {
    Read file = read("- { url: '*/items' }\n- { url: /items/* }\n- { url: 'http://a.test/x?page=2' }\n");
    REQUIRE(file.rules.size() == 3);
    CHECK(file.rules[0].fits(get("http://a.test/items")));
    CHECK(file.rules[0].fits(get("http://a.test/items?page=2")));
    CHECK_FALSE(file.rules[0].fits(get("http://a.test/items/1")));
    CHECK(file.rules[1].fits(get("http://a.test:80/items/1?x")));
    CHECK_FALSE(file.rules[1].fits(get("http://a.test/v2/items/1")));
    CHECK(file.rules[2].fits(get("http://a.test/x?page=2")));
    CHECK_FALSE(file.rules[2].fits(get("http://a.test/x?page=3")));
}

TEST_CASE("all conditions of a rule have to hold") {
    Read file = read("mocks:\n  - { task: 'fetch_*', step: slow, method: post, url_regex: 'items/[0-9]+$' }\n");
    REQUIRE(file.rules.size() == 1);
    Question question{.task = "fetch_page[1]", .step = "slow", .method = "POST", .url = "http://a/items/12"};
    CHECK(file.rules[0].fits(question));
    for (auto change : {+[](Question& q) { q.task = "main"; }, +[](Question& q) { q.step = "x"; }, +[](Question& q) { q.method = "GET"; },
                        +[](Question& q) { q.url += "x"; }, +[](Question& q) { q.kind = Question::Kind::process; }}) {
        Question other = question;
        change(other);
        CHECK_FALSE(file.rules[0].fits(other));
    }
}

TEST_CASE("a rule is for what it speaks of, else for both") {
    Read file = read("- { command: 'make *' }\n- { step: x, code: 3 }\n- { step: x, failure: TimeoutError }\n- { step: x, json: {} }\n");
    REQUIRE(file.rules.size() == 4);
    CHECK(file.rules[0].kind == Question::Kind::process);
    CHECK(file.rules[1].kind == Question::Kind::process);
    CHECK_FALSE(file.rules[2].kind);
    CHECK(file.rules[3].kind == Question::Kind::transfer);
}

TEST_CASE("JSON gets its content type, headers their lower case, latencies their unit") {
    Read file = read(R"([{"url": "*", "json": {"a": [1]}, "headers": {"X-Total": 3}, "latency": "2s", "status": 201}])");
    REQUIRE(file.rules.size() == 1);
    const effects::MockAnswer& answer = file.rules[0].answers[0];
    CHECK(answer.body == "{\"a\":[1]}");
    CHECK(answer.status == 201);
    CHECK(answer.latency == std::chrono::seconds(2));
    REQUIRE(answer.headers.size() == 2);
    CHECK(answer.headers[0] == std::pair<std::string, std::string>("x-total", "3"));
    CHECK(answer.headers[1].second == "application/json");
}

TEST_CASE("what is wrong is said with its line, all at once") {
    CHECK(read("- { ulr: x }\n- { times: 0 }\n- 5\n").problems ==
          std::vector<std::string>{"1: a rule has no key \"ulr\", did you mean \"url\"?", "2: \"times\" is an int of at least 1, found \"0\"",
                                   "3: a rule is a map, found an int"});
    CHECK(read("a: [").problems.size() == 1);
    CHECK(read("- { url_regex: '(' }\n").problems.size() == 1);
    CHECK(read("- { url: x, answers: [ { status: 200, times: 3 } ] }\n").problems.size() == 1);
}

}  // namespace
}  // namespace aiorun::workflow
