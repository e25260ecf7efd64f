// Bodies that go into a queue while they arrive.
#include "steps/stream_items.hpp"
#include "tests/steps/fetch_world.hpp"
#include "tests/support/catch.hpp"

using namespace aiorun;
using steps::StreamFormat;
using test::FetchWorld;
using test::respond;

namespace {

/// The items of a body that comes in these chunks, as JSON.
std::string items_of(StreamFormat format, const std::vector<std::string>& chunks, size_t longest = 1000) {
    steps::StreamItems items(format, longest);
    std::vector<value::Value> all;
    auto take = [&] {
        while (auto item = items.next()) {
            all.push_back(item->is_failure() ? value::Value(value::describe(item->as_failure())) : *item);
            if (item->is_failure()) {
                return;
            }
        }
    };
    for (const std::string& chunk : chunks) {
        items.add(chunk);
        take();
    }
    items.finish();
    take();
    return value::to_json(value::make_list(std::move(all)));
}

/// The same bytes one by one.
std::vector<std::string> bytes_of(const std::string& text) {
    std::vector<std::string> bytes;
    for (char c : text) {
        bytes.emplace_back(1, c);
    }
    return bytes;
}

const std::string head = "shared: { jobs: { queue: { maxsize: 1 } } }\n";

}  // namespace

TEST_CASE("lines end with LF or CR LF wherever the bytes are cut") {
    const std::string text = "a\nb\r\n\nç\rd";
    CHECK(items_of(StreamFormat::lines, {text}) == "[\"a\",\"b\",\"\",\"ç\\rd\"]");
    CHECK(items_of(StreamFormat::lines, bytes_of(text)) == "[\"a\",\"b\",\"\",\"ç\\rd\"]");
    CHECK(items_of(StreamFormat::lines, {"a\n"}) == "[\"a\"]");
    CHECK(items_of(StreamFormat::lines, {""}) == "[]");
    CHECK(items_of(StreamFormat::lines, {"\xff\n"}) == "[\"\xEF\xBF\xBD\"]");
}

TEST_CASE("a line that never ends is an error") {
    CHECK(items_of(StreamFormat::lines, {"ab\n", "12345678901"}, 10)
              .find("ValueError: line 2 of the stream is longer than") != std::string::npos);
}

TEST_CASE("an event that never ends is an error") {
    CHECK(items_of(StreamFormat::sse, {"data: 12345\n", "data: 67890\n"}, 20) == "[]");
    CHECK(items_of(StreamFormat::sse, {"data: 12345\n", "data: 67890\n", "data: 12345678\n"}, 15)
              .find("ValueError: an event of the stream is longer than") != std::string::npos);
}

TEST_CASE("each line of ndjson is a value, and blank ones are none") {
    CHECK(items_of(StreamFormat::ndjson, {"{\"a\":1}\n\n  \r\n[2]", "\r\nnull\n3"}) ==
          "[{\"a\":1},[2],null,3]");
    CHECK(items_of(StreamFormat::ndjson, {"1\n{\n2\n"})
              .find("ValueError: line 2 of the stream is not JSON: ") != std::string::npos);
}

TEST_CASE("an event has a name, data, an id and a retry") {
    CHECK(items_of(StreamFormat::sse, {"event: add\ndata: 1\nid: 7\nretry: 50\n\n"}) ==
          "[{\"event\":\"add\",\"data\":\"1\",\"id\":\"7\",\"retry\":50}]");
    CHECK(items_of(StreamFormat::sse, {"data: x\n\n"}) ==
          "[{\"event\":\"message\",\"data\":\"x\",\"id\":null,\"retry\":null}]");
}

TEST_CASE("data of several lines is joined, comments and unknown fields are skipped, an id stays") {
    const std::string text = "\xEF\xBB\xBF: comment\rid:1\rdata:a\rdata:  b\rdata\rother: x\r\r\ndata:c\n\n";
    const std::string expected =
        "[{\"event\":\"message\",\"data\":\"a\\n b\\n\",\"id\":\"1\",\"retry\":null},"
        "{\"event\":\"message\",\"data\":\"c\",\"id\":\"1\",\"retry\":null}]";
    CHECK(items_of(StreamFormat::sse, {text}) == expected);
    CHECK(items_of(StreamFormat::sse, bytes_of(text)) == expected);
}

TEST_CASE("an event without data is none, and one that the end cuts off is dropped") {
    CHECK(items_of(StreamFormat::sse, {"event: x\n\ndata: 1\nretry: 1x\n"}) == "[]");
}

TEST_CASE("a consumer works on items while the body arrives") {
    FetchWorld world;
    world.chunks = {"1\n2\n3", "\n4\n"};
    CHECK(world.outcome(head + R"(main:
  - task_group:
      - - fetch: { url: "http://h/", stream: ndjson, into: jobs }
          as: end
        - shutdown: jobs
        - return: ${{ [end.status, end.count, end.text, end.headers] }}
      - - try:
            - while: true
              do:
                - get: jobs
                  as: job
                - print: ${{ job }}
          except: { type: QueueShutDown, do: [] }
        - return: done
    as: results
  - return: ${{ results }}
)") == "[[200,4,null,{}],\"done\"]");
    CHECK(world.printed == std::vector<std::string>{"1", "2", "3", "4"});
}

TEST_CASE("an item that is none is an error with the method and the URL, without its credentials") {
    FetchWorld world;
    world.chunks = {"{\n"};
    std::string error = world.outcome(
        head + "main: [ { fetch: { url: \"http://u:secret@h/\", stream: ndjson, into: jobs } } ]");
    CHECK(error.find("ValueError: GET http://h/: line 1 of the stream is not JSON: ") == 0);
}

TEST_CASE("the queue is not shut down by the end of the stream") {
    FetchWorld world;
    world.chunks = {"a\n"};
    CHECK(world.outcome(head + R"(main:
  - fetch: { url: "http://h/", stream: lines, into: jobs }
  - get: jobs
  - put: { queue: jobs, item: b }
  - get: jobs
    as: item
  - return: ${{ item }}
)") == "\"b\"");
}

TEST_CASE("a stream that is refused is an HTTPError with the body") {
    FetchWorld world;
    world.answer = [](const http::Request&) { return respond(500, ""); };
    world.chunks = {"it ", "broke"};
    CHECK(world.outcome(head + "main: [ { fetch: { url: \"http://h/\", stream: lines, into: jobs } } ]") ==
          "HTTPError: GET http://h/: status 500 Internal Server Error: \"it broke\"");
}

TEST_CASE("a queue that is shut down ends the stream with its error") {
    FetchWorld world;
    world.chunks = {"a\nb\n"};
    CHECK(
        world
            .outcome(
                head +
                "main: [ { shutdown: jobs }, { fetch: { url: \"http://h/\", stream: lines, into: jobs } } ]")
            .substr(0, 13) == "QueueShutDown");
}
