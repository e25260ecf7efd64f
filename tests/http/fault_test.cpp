// Servers that misbehave on purpose: every fault is an error of the right kind, in time, that says where and
// what.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/http/client_fixture.hpp"

namespace aiorun::http {
namespace {

using std::chrono::milliseconds;

struct Fault {
    const char* path;
    FailureKind kind;
    const char* says;
};

void check_fault(ClientFixture& fixture, const Fault& fault) {
    auto begin = std::chrono::steady_clock::now();
    auto outcome = fixture.fetch({.url = server_url(fault.path), .timeout = milliseconds(1000)});
    auto took = std::chrono::steady_clock::now() - begin;
    CAPTURE(fault.path, body_of(outcome).substr(0, 300));
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == fault.kind);
    CHECK(outcome.error().message.starts_with("GET " + server_url(fault.path) + ": "));
    CHECK(outcome.error().message.find(fault.says) != std::string::npos);
    CHECK(took < milliseconds(1250));
}

TEST_CASE("what the peer breaks is a ConnectionError that says how") {
    const std::vector<Fault> faults{
        {"/fault/reset", FailureKind::connection, "connection broke"},
        {"/fault/close", FailureKind::connection, "without a response"},
        {"/fault/switches-protocol", FailureKind::connection, "status 101"},
        {"/fault/no-chunk-size", FailureKind::connection, "chunks of the body are malformed"},
        {"/fault/fold-first", FailureKind::connection, "begins with a blank"},
        {"/fault/four-digits", FailureKind::connection, ""},
        {"/fault/reset-in-body", FailureKind::connection, "broke"},
        {"/fault/reset-in-headers", FailureKind::connection, "broke"},
        {"/fault/close-in-headers", FailureKind::connection, ""},
        {"/fault/truncated", FailureKind::connection, "broke off after 500 bytes"},
        {"/fault/bad-chunk", FailureKind::connection, ""},
        {"/fault/huge-chunk", FailureKind::connection, ""},
        {"/fault/truncated-chunk", FailureKind::connection, ""},
        {"/fault/no-last-chunk", FailureKind::connection, ""},
        {"/fault/garbage", FailureKind::connection, "no valid HTTP"},
        {"/fault/http09", FailureKind::connection, "no valid HTTP"},
        {"/fault/bad-status", FailureKind::connection, ""},
        {"/fault/bad-version", FailureKind::connection, ""},
        {"/fault/empty-status", FailureKind::connection, ""},
        {"/fault/huge-header", FailureKind::connection, ""},
        {"/fault/many-headers", FailureKind::connection, "headers are larger"},
        {"/fault/endless-headers", FailureKind::connection, ""},
        {"/fault/endless-interim", FailureKind::connection, "headers are larger"},
        {"/fault/negative-length", FailureKind::connection, ""},
        {"/fault/wordy-length", FailureKind::connection, "Content-Length"},
        {"/fault/overflowing-length", FailureKind::connection, "Content-Length"},
        {"/fault/conflicting-length", FailureKind::connection, "conflicting Content-Length"},
        {"/fault/listed-length", FailureKind::connection, "conflicting Content-Length"},
        {"/fault/nul-header", FailureKind::connection, ""},
        {"/fault/truncated-gzip", FailureKind::connection, "compressed body breaks off"},
        {"/fault/corrupt-gzip", FailureKind::connection, "compressed body is corrupt"},
    };
    ClientFixture fixture;
    for (const Fault& fault : faults) {
        check_fault(fixture, fault);
    }
}

TEST_CASE("what takes too long is a TimeoutError, at most 250 ms late") {
    const std::vector<Fault> faults{
        {"/fault/hang", FailureKind::timeout, "not finished within 1 s (timeout)"},
        {"/fault/hang-in-body", FailureKind::timeout, "500 bytes of the body came"},
        {"/fault/hang-in-headers", FailureKind::timeout, "no byte of the body"},
        {"/fault/slow-headers?delay=100", FailureKind::timeout, "timeout"},
        {"/drip?count=1000&delay=50", FailureKind::timeout, "timeout"},
        {"/delay/5000", FailureKind::timeout, "timeout"},
    };
    ClientFixture fixture;
    for (const Fault& fault : faults) {
        check_fault(fixture, fault);
    }
}

TEST_CASE("an endless body, or a small one that unpacks to a large one, is stopped at max_body") {
    ClientFixture fixture;
    for (const char* path :
         {"/fault/endless-body", "/bomb?size=100000000", "/bytes/1000001", "/chunked?count=2000&size=1000"}) {
        auto outcome = fixture.fetch({.url = server_url(path), .max_body = 1'000'000});
        CAPTURE(path, body_of(outcome).substr(0, 300));
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().kind == FailureKind::value);
        CHECK(outcome.error().message.find("max_body") != std::string::npos);
    }
    CHECK(fixture.fetch({.url = server_url("/bytes/1000000"), .max_body = 1'000'000}));
}

TEST_CASE("what is odd but unambiguous is accepted") {
    ClientFixture fixture;
    CHECK(body_of(fixture.get("/fault/doubled-length")) == "hello");
    CHECK(body_of(fixture.get("/fault/excess-body")) == "hello");
    CHECK(body_of(fixture.get("/fault/bare-newlines")) == "ok");
    CHECK(body_of(fixture.get("/fault/slow-headers?delay=1")) == "ok");
}

TEST_CASE("a transfer that is too slow for too long is a TimeoutError") {
    ClientFixture fixture;
    Request request{.url = server_url("/drip?count=1000&delay=50"),
                    .low_speed = {.limit = 1000, .time = milliseconds(500)}};
    auto begin = std::chrono::steady_clock::now();
    auto outcome = fixture.fetch(request);
    auto took = std::chrono::steady_clock::now() - begin;
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == FailureKind::timeout);
    CHECK(outcome.error().message.find("slower than 1000 bytes/s for 0.5 s") != std::string::npos);
    CHECK(took > milliseconds(450));
    CHECK(took < milliseconds(1250));
    request.low_speed.limit = 5;
    request.url = server_url("/drip?count=20&delay=50");
    CHECK(fixture.fetch(request));
}

TEST_CASE("a refused connection says so, and that nothing was sent") {
    ClientFixture fixture;
    auto outcome =
        fixture.fetch({.method = "POST", .url = std::string(dead_url), .body = TextBody{"x", "text/plain"}});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == FailureKind::connection);
    CHECK_FALSE(outcome.error().request_sent);
    CHECK(outcome.error().message ==
          "POST http://127.0.0.1:9/: connection refused by 127.0.0.1:9, is the server running?");
    auto reset = fixture.fetch(
        {.method = "POST", .url = server_url("/fault/reset"), .body = TextBody{"x", "text/plain"}});
    REQUIRE_FALSE(reset);
    CHECK(reset.error().request_sent);
}

TEST_CASE("a name that does not exist is a ConnectionError") {
    ClientFixture fixture;
    auto outcome = fixture.fetch({.url = "http://does-not-exist.invalid/"});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == FailureKind::connection);
    CHECK(outcome.error().message.find("does-not-exist.invalid cannot be resolved") != std::string::npos);
    CHECK_FALSE(outcome.error().request_sent);
}

TEST_CASE("a connection that does not come about is a TimeoutError after connect_timeout") {
    ClientFixture fixture;
    // A listener whose queue is full answers no more SYNs.
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    REQUIRE(bind(listener, reinterpret_cast<sockaddr*>(&address), length) == 0);
    REQUIRE(listen(listener, 0) == 0);
    getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length);
    std::vector<int> fillers;
    for (int i = 0; i < 4; ++i) {
        fillers.push_back(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        (void)connect(fillers.back(), reinterpret_cast<sockaddr*>(&address), length);
    }
    auto begin = std::chrono::steady_clock::now();
    auto outcome = fixture.fetch({.url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/",
                                  .connect_timeout = milliseconds(300)});
    auto took = std::chrono::steady_clock::now() - begin;
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == FailureKind::timeout);
    CHECK(outcome.error().message.find("within 300 ms (connect_timeout)") != std::string::npos);
    CHECK_FALSE(outcome.error().request_sent);
    CHECK(took < milliseconds(550));
    for (int filler : fillers) {
        close(filler);
    }
    close(listener);
}

TEST_CASE("a server that closes kept connections costs nothing") {
    ClientFixture fixture;
    for (const char* path : {"/fault/false-keep-alive", "/fault/closes-later"}) {
        for (int round = 0; round < 3; ++round) {
            CHECK(body_of(fixture.get(path)) == "ok");
            usleep(40'000);
        }
    }
    for (int round = 0; round < 4; ++round) {
        CHECK(body_of(fixture.get("/fault/once-a-connection")) == "first\n");
    }
}

TEST_CASE("a response whose first header begins with a blank ends a transfer, and not the program") {
    ClientFixture fixture;
    auto redirected = fixture.get("/redirect-to?url=%2Ffault%2Ffold-first");
    REQUIRE_FALSE(redirected);
    CHECK(redirected.error().kind == FailureKind::connection);
    for (int round = 0; round < 20; ++round) {
        CHECK(fixture.get("/headers"));
        auto folded = fixture.get("/fault/fold-first");
        REQUIRE_FALSE(folded);
        CHECK(folded.error().message.find("begins with a blank") != std::string::npos);
    }
    // Lines that are longer than what libcurl hands over at once, and bodies that look like heads.
    CHECK(header_of(*fixture.get("/fault/long-header-with-blanks"), "x-long").size() == 40'000);
    CHECK(body_of(fixture.get("/fault/body-like-a-head")) == " HTTP/1.1 200 OK\r\n folded\r\n\r\n");
}

TEST_CASE("a POST on a kept connection that ends without an answer is not sent again, a PUT is") {
    ClientFixture fixture;
    const std::string path = "/fault/ends-at-second";
    int bodies = 0;
    for (const char* method : {"POST", "PATCH", "MINE"}) {
        CHECK(body_of(fixture.get(path)) == std::to_string(bodies));  // leaves a connection
        auto outcome =
            fixture.fetch({.method = method, .url = server_url(path), .body = TextBody{"x", "text/plain"}});
        CAPTURE(method, body_of(outcome));
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().kind == FailureKind::connection);
        CHECK(outcome.error().request_sent);
        CHECK(outcome.error().message.find("not sent again") != std::string::npos);
        ++bodies;
    }
    CHECK(body_of(fixture.get(path)) == std::to_string(bodies));
    auto put = fixture.fetch({.method = "PUT", .url = server_url(path), .body = TextBody{"x", "text/plain"}});
    CHECK(body_of(put) == std::to_string(bodies + 2));
}

TEST_CASE("a POST with digest authentication goes out once more after the server has asked for it") {
    ClientFixture fixture;
    for (int round = 0; round < 3; ++round) {
        auto outcome = fixture.fetch({.method = "POST",
                                      .url = server_url("/auth/digest/user/password"),
                                      .body = TextBody{"x", "text/plain"},
                                      .auth = DigestAuth{"user", "password"}});
        CAPTURE(body_of(outcome));
        REQUIRE(outcome);
        CHECK(outcome->status == 200);
    }
}

TEST_CASE("an answer that comes before the body was sent is an answer") {
    ClientFixture fixture;
    auto outcome = fixture.fetch({.method = "POST",
                                  .url = server_url("/fault/answers-before-the-body"),
                                  .body = TextBody{"small", "text/plain"}});
    REQUIRE(outcome);
    CHECK(outcome->status == 413);
}

TEST_CASE("a timeout of zero sends nothing") {
    ClientFixture fixture;
    auto outcome = fixture.fetch({.url = server_url("/"), .timeout = Duration(0)});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == FailureKind::timeout);
    CHECK_FALSE(outcome.error().request_sent);
}

}  // namespace
}  // namespace aiorun::http
