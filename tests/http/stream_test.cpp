// Bodies that are read while they arrive.
#include "tests/http/client_fixture.hpp"

namespace aiorun::http {
namespace {

using runtime::Completion;
using runtime::Coro;
using std::chrono::milliseconds;

struct Reading {
    std::string bytes{};
    size_t pieces = 0;
    int status = 0;
    std::optional<Failure> failure{};
    Response response{};
    Duration first{0};  ///< until the first piece
};

class Delay final : public runtime::Waiter, private runtime::Timer {
  public:
    Delay(runtime::Loop& loop, Duration duration) : Waiter(*loop.current()) {
        loop.set_timer(*this, loop.now() + duration);
    }
    [[nodiscard]] runtime::WaitSubject subject() const noexcept override { return {}; }

  private:
    void run() override { wake(); }
};

/// Reads a stream to its end, or `pieces` of it, waiting `delay` between them.
Coro<Completion> read_all(ClientFixture& fixture, Request request, Reading& reading, Duration delay,
                          size_t pieces) {
    auto begin = std::chrono::steady_clock::now();
    Result<Stream> stream = co_await fixture.client().open(std::move(request));
    if (!stream) {
        reading.failure = stream.error();
        co_return Completion();
    }
    reading.status = stream->response().status;
    while (reading.pieces < pieces) {
        Result<std::string> piece = co_await stream->read();
        if (!piece) {
            reading.failure = piece.error();
            co_return Completion();
        }
        if (piece->empty()) {
            break;
        }
        if (reading.pieces == 0) {
            reading.first = std::chrono::steady_clock::now() - begin;
        }
        ++reading.pieces;
        reading.bytes += *piece;
        if (delay > Duration(0)) {
            Delay wait(fixture.loop(), delay);
            if (co_await wait == runtime::Wakeup::cancelled) {
                co_return Completion::cancelled();
            }
        }
    }
    reading.response = stream->response();
    co_return Completion();
}

Reading read(ClientFixture& fixture, Request request, Duration delay = Duration(0),
             size_t pieces = SIZE_MAX) {
    Reading reading;
    fixture.start(read_all(fixture, std::move(request), reading, delay, pieces));
    fixture.run();
    return reading;
}

TEST_CASE("a stream gives bytes as they come, and the head before them") {
    ClientFixture fixture;
    Reading reading = read(fixture, {.url = server_url("/stream/lines?count=5&delay=50")});
    CHECK(reading.status == 200);
    CHECK(reading.bytes == "line 0\nline 1\nline 2\nline 3\nline 4\n");
    CHECK(reading.pieces == 5);
    CHECK(reading.first < milliseconds(150));
    CHECK(reading.response.size == 35);
    CHECK(reading.response.timings.total >= milliseconds(200));
    CHECK(header_of(reading.response, "content-type") == "text/plain");
    CHECK(fixture.client().counters().open == 0);
}

struct Heard final : runtime::Callback {
    void run() override { happened = true; }
    bool happened = false;
};

/// Reads nothing for `pause`; then to the end.
Coro<Completion> read_late(ClientFixture& fixture, Request request, Duration pause, Heard& heard, Reading& reading) {
    Result<Stream> stream = co_await fixture.client().open(std::move(request));
    REQUIRE(stream);
    stream->on_timeout(&heard);
    Delay wait(fixture.loop(), pause);
    (void)co_await wait;
    bool was_heard = heard.happened;
    Result<std::string> piece;
    while ((piece = co_await stream->read()) && !piece->empty()) {
        reading.bytes += *piece;
    }
    reading.failure = piece ? std::optional<Failure>() : piece.error();
    heard.happened = was_heard;
    co_return Completion();
}

TEST_CASE("who does not read hears of the timeout all the same, and of no other end") {
    ClientFixture fixture;
    Heard heard;
    Reading reading;
    fixture.start(read_late(fixture, {.url = server_url("/drip?count=100&delay=50"), .timeout = milliseconds(200)},
                            milliseconds(600), heard, reading));
    fixture.run();
    CHECK(heard.happened);
    CHECK_FALSE(reading.bytes.empty());
    REQUIRE(reading.failure);
    CHECK(reading.failure->kind == FailureKind::timeout);

    Heard nothing;
    Reading all;
    fixture.start(read_late(fixture, {.url = server_url("/bytes/1000"), .timeout = milliseconds(200)},
                            milliseconds(400), nothing, all));
    fixture.run();
    CHECK_FALSE(nothing.happened);
    CHECK(all.bytes.size() == 1000);
    CHECK_FALSE(all.failure);
}

TEST_CASE("a stream is unpacked, follows redirects, and may be empty") {
    ClientFixture fixture;
    CHECK(read(fixture, {.url = server_url("/encoded/gzip")}).bytes.size() == 10'000);
    CHECK(read(fixture, {.url = server_url("/redirect-to?url=%2F")}).bytes == "hello\n");
    Reading empty = read(fixture, {.url = server_url("/bytes/0")});
    CHECK(empty.status == 200);
    CHECK(empty.bytes.empty());
    CHECK_FALSE(empty.failure);
}

TEST_CASE("a stream with another status is read all the same") {
    ClientFixture fixture;
    Reading reading = read(fixture, {.url = server_url("/status/404")});
    CHECK(reading.status == 404);
    CHECK(reading.bytes == "status 404\n");
}

TEST_CASE("a slow reader pauses the transfer, and nothing is lost") {
    ClientFixture fixture;
    Reading reading = read(
        fixture, {.url = server_url("/bytes/20000000"), .low_speed = {.limit = 1, .time = milliseconds(300)}},
        milliseconds(10));
    CHECK_FALSE(reading.failure);
    REQUIRE(reading.bytes.size() == 20'000'000);
    CHECK(reading.pieces >= 20'000'000 / (limits::stream_buffer + 16384 * 2));
    bool intact = true;
    for (size_t i = 0; i < reading.bytes.size(); ++i) {
        intact = intact && reading.bytes[i] == static_cast<char>('a' + (i + i / 26) % 26);
    }
    CHECK(intact);
}

TEST_CASE("an endless stream holds only so much until it is read") {
    ClientFixture fixture;
    Reading reading = read(fixture, {.url = server_url("/fault/endless-body")}, milliseconds(20), 10);
    CHECK_FALSE(reading.failure);
    CHECK(reading.pieces == 10);
    CHECK(reading.bytes.size() < 10 * (limits::stream_buffer + 65536));
    CHECK(fixture.client().counters().open == 0);
}

TEST_CASE("a stream that breaks off fails after the bytes that came") {
    ClientFixture fixture;
    for (const char* path : {"/fault/truncated", "/fault/reset-in-body"}) {
        Reading reading = read(fixture, {.url = server_url(path)});
        CHECK(reading.bytes.size() == 500);
        REQUIRE(reading.failure);
        CHECK(reading.failure->kind == FailureKind::connection);
        CHECK(reading.failure->message.starts_with("GET " + server_url(path)));
    }
    Reading refused = read(fixture, {.url = std::string(dead_url)});
    REQUIRE(refused.failure);
    CHECK(refused.failure->kind == FailureKind::connection);
}

TEST_CASE("a stream's timeout is its whole time") {
    ClientFixture fixture;
    Reading reading =
        read(fixture, {.url = server_url("/stream/lines?count=100&delay=50"), .timeout = milliseconds(220)});
    REQUIRE(reading.failure);
    CHECK(reading.failure->kind == FailureKind::timeout);
    CHECK(reading.pieces >= 3);
}

}  // namespace
}  // namespace aiorun::http
