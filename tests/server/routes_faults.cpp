// Every way to misbehave: /fault/NAME.
#include "tests/server/routes.hpp"

namespace aiorun::test_server {
namespace {

constexpr int64_t for_ever = 3'600'000;
constexpr std::string_view ok = "HTTP/1.1 200 OK\r\n";

std::string with_length(uint64_t length) {
    return std::string(ok) + "Content-Length: " + std::to_string(length) + "\r\n\r\n";
}
std::string chunked_head() {
    return std::string(ok) + "Transfer-Encoding: chunked\r\n\r\n";
}

Script reset_at_once(const Incoming&, State&) {
    return {reset()};
}
Script close_at_once(const Incoming&, State&) {
    return {close()};
}
Script hang(const Incoming&, State&) {
    return {pause(for_ever)};
}
Script reset_in_body(const Incoming&, State&) {
    return {send(with_length(1000)), fill(500), pause(50), reset()};
}
Script reset_in_headers(const Incoming&, State&) {
    return {send(std::string(ok) + "X-A: b"), pause(50), reset()};
}
Script close_in_headers(const Incoming&, State&) {
    return {send(std::string(ok) + "X-A: b"), close()};
}
Script truncated(const Incoming&, State&) {
    return {send(with_length(1000)), fill(500), close()};
}
Script hang_in_body(const Incoming&, State&) {
    return {send(with_length(1000)), fill(500), pause(for_ever)};
}
Script hang_in_headers(const Incoming&, State&) {
    return {send(std::string(ok) + "X-A: b"), pause(for_ever)};
}
Script bad_chunk(const Incoming&, State&) {
    return {send(chunked_head() + "zzz\r\nhello\r\n0\r\n\r\n"), close()};
}
Script huge_chunk(const Incoming&, State&) {
    return {send(chunked_head() + "ffffffffffffffffff\r\nhello\r\n0\r\n\r\n"), close()};
}
Script truncated_chunk(const Incoming&, State&) {
    return {send(chunked_head() + "64\r\nhello"), close()};
}
Script no_last_chunk(const Incoming&, State&) {
    return {send(chunked_head() + "5\r\nhello\r\n"), close()};
}
Script garbage(const Incoming&, State&) {
    return {send("\x16\x03\x01 this is no HTTP \xff\xfe\r\n\r\n"), close()};
}
Script http09(const Incoming&, State&) {
    return {send("<html>old</html>"), close()};
}
Script bad_status(const Incoming&, State&) {
    return {send("HTTP/1.1 abc what\r\n\r\n"), close()};
}
Script bad_version(const Incoming&, State&) {
    return {send("HTTP/7.3 200 OK\r\nContent-Length: 0\r\n\r\n"), close()};
}
Script empty_status(const Incoming&, State&) {
    return {send("\r\n\r\n"), close()};
}
Script huge_header(const Incoming&, State&) {
    return {send(std::string(ok) + "X-Large: " + std::string(2U << 20U, 'a') + "\r\n\r\n"), close()};
}
Script many_headers(const Incoming&, State&) {
    std::string head(ok);
    for (int i = 0; i < 100'000; ++i) {
        head += "X-Header-" + std::to_string(i) + ": value\r\n";
    }
    return {send(head + "\r\n"), close()};
}
Script endless_headers(const Incoming&, State&) {
    return {send(std::string(ok) + "X-Endless: "), fill(uint64_t{1} << 40U)};
}
Script endless_body(const Incoming&, State&) {
    return {send(std::string(ok) + "\r\n"), fill(uint64_t{1} << 40U)};
}
Script endless_interim(const Incoming&, State&) {
    std::string all;
    for (int i = 0; i < 100'000; ++i) {
        all += "HTTP/1.1 100 Continue\r\n\r\n";
    }
    return {send(all), pause(for_ever)};
}
Script negative_length(const Incoming&, State&) {
    return {send(std::string(ok) + "Content-Length: -5\r\n\r\nhello"), close()};
}
Script wordy_length(const Incoming&, State&) {
    return {send(std::string(ok) + "Content-Length: five\r\n\r\nhello"), close()};
}
Script overflowing_length(const Incoming&, State&) {
    return {send(std::string(ok) + "Content-Length: 99999999999999999999999\r\n\r\nhello"), close()};
}
Script conflicting_length(const Incoming&, State&) {
    return {send(std::string(ok) + "Content-Length: 5\r\nContent-Length: 7\r\n\r\nhello!!"), close()};
}
Script listed_length(const Incoming&, State&) {
    return {send(std::string(ok) + "Content-Length: 5, 7\r\n\r\nhello!!"), close()};
}
Script doubled_length(const Incoming&, State&) {
    return {send(std::string(ok) + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello")};
}
Script excess_body(const Incoming&, State&) {
    return {send(with_length(5) + "hello and more than was said")};
}
Script nul_header(const Incoming&, State&) {
    return {send(std::string(ok) + std::string("X-Nul: a\0b\r\n", 12) + "Content-Length: 0\r\n\r\n")};
}
Script nameless_header(const Incoming&, State&) {
    return {send(std::string(ok) + ": no name\r\nno colon\r\nContent-Length: 2\r\n\r\nok")};
}
Script folded_header(const Incoming&, State&) {
    return {send(std::string(ok) + "X-Folded: one\r\n  two\r\nContent-Length: 2\r\n\r\nok")};
}
Script bare_newlines(const Incoming&, State&) {
    return {send("HTTP/1.1 200 OK\nContent-Length: 2\n\nok")};
}
Script latin_header(const Incoming&, State&) {
    return {send(std::string(ok) + "X-Name: caf\xe9\r\nContent-Length: 2\r\n\r\nok")};
}
Script slow_headers(const Incoming& request, State&) {
    Script script;
    std::string head = with_length(2) + "ok";
    for (char c : head) {
        script.push_back(send(std::string(1, c)));
        script.push_back(pause(request.number("delay", 100)));
    }
    return script;
}
/// Says keep-alive, and closes.
Script false_keep_alive(const Incoming&, State&) {
    return {send(std::string(ok) + "Connection: keep-alive\r\nContent-Length: 2\r\n\r\nok"), close()};
}
Script closes_later(const Incoming&, State&) {
    return {send(std::string(ok) + "Connection: keep-alive\r\nContent-Length: 2\r\n\r\nok"), pause(20),
            close()};
}
/// Answers the first request of each connection only.
Script once_a_connection(const Incoming& request, State&) {
    return request.on_connection == 1 ? text("first\n") : Script{reset()};
}
/// Answers the first request of each connection with how many bodies have come, and ends the connection at the second.
Script ends_at_second(const Incoming& request, State& state) {
    int64_t bodies = state.counters["ends-at-second"] += request.body.empty() ? 0 : 1;
    return request.on_connection == 1 ? text(std::to_string(bodies)) : Script{close()};
}
Script redirect_nowhere(const Incoming&, State&) {
    return respond({.status = 302, .body = "where\n"});
}
Script redirect_to_nothing(const Incoming&, State&) {
    return {send("HTTP/1.1 302 Found\r\nLocation:\r\nContent-Length: 5\r\n\r\nwhere")};
}
Script fold_first(const Incoming&, State&) {
    return {send(std::string(ok) + " folded: x\r\nContent-Length: 2\r\n\r\nok")};
}
Script long_header_with_blanks(const Incoming&, State&) {
    std::string value(40'000, ' ');
    value.front() = value.back() = 'x';
    return {send(std::string(ok) + "X-Long: " + value + "\r\nContent-Length: 2\r\n\r\nok")};
}
Script body_like_a_head(const Incoming&, State&) {
    return text(" HTTP/1.1 200 OK\r\n folded\r\n\r\n");
}
Script four_digits(const Incoming&, State&) {
    return {send("HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\nok")};
}
Script no_chunk_size(const Incoming&, State&) {
    return {send(chunked_head() + "0x5\r\nhello\r\n0\r\n\r\n"), close()};
}
Script redirect_with_large_body(const Incoming&, State&) {
    return {send("HTTP/1.1 302 Found\r\nLocation: /echo\r\n\r\n"), fill(uint64_t{1} << 40U)};
}
Script switches_protocol(const Incoming&, State&) {
    return {send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: Upgrade\r\n\r\nhello"),
            pause(for_ever)};
}
Script answers_before_the_body(const Incoming&, State&) {
    return {send("HTTP/1.1 413 Payload Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
            close()};
}
/// 206 for another range than was asked for.
Script wrong_range(const Incoming&, State&) {
    return {send(
        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-4/10\r\nContent-Length: 5\r\n\r\nhello")};
}

}  // namespace

const std::vector<Route>& fault_routes() {
    static const std::vector<Route> routes{
        {"/fault/reset", reset_at_once},
        {"/fault/close", close_at_once},
        {"/fault/hang", hang},
        {"/fault/reset-in-body", reset_in_body},
        {"/fault/reset-in-headers", reset_in_headers},
        {"/fault/close-in-headers", close_in_headers},
        {"/fault/truncated", truncated},
        {"/fault/hang-in-body", hang_in_body},
        {"/fault/hang-in-headers", hang_in_headers},
        {"/fault/bad-chunk", bad_chunk},
        {"/fault/huge-chunk", huge_chunk},
        {"/fault/truncated-chunk", truncated_chunk},
        {"/fault/no-last-chunk", no_last_chunk},
        {"/fault/garbage", garbage},
        {"/fault/http09", http09},
        {"/fault/bad-status", bad_status},
        {"/fault/bad-version", bad_version},
        {"/fault/empty-status", empty_status},
        {"/fault/huge-header", huge_header},
        {"/fault/many-headers", many_headers},
        {"/fault/endless-headers", endless_headers},
        {"/fault/endless-body", endless_body},
        {"/fault/endless-interim", endless_interim},
        {"/fault/negative-length", negative_length},
        {"/fault/wordy-length", wordy_length},
        {"/fault/overflowing-length", overflowing_length},
        {"/fault/conflicting-length", conflicting_length},
        {"/fault/listed-length", listed_length},
        {"/fault/doubled-length", doubled_length},
        {"/fault/excess-body", excess_body},
        {"/fault/nul-header", nul_header},
        {"/fault/nameless-header", nameless_header},
        {"/fault/folded-header", folded_header},
        {"/fault/bare-newlines", bare_newlines},
        {"/fault/latin-header", latin_header},
        {"/fault/slow-headers", slow_headers},
        {"/fault/false-keep-alive", false_keep_alive},
        {"/fault/closes-later", closes_later},
        {"/fault/once-a-connection", once_a_connection},
        {"/fault/ends-at-second", ends_at_second},
        {"/fault/redirect-nowhere", redirect_nowhere},
        {"/fault/redirect-to-nothing", redirect_to_nothing},
        {"/fault/fold-first", fold_first},
        {"/fault/long-header-with-blanks", long_header_with_blanks},
        {"/fault/body-like-a-head", body_like_a_head},
        {"/fault/four-digits", four_digits},
        {"/fault/no-chunk-size", no_chunk_size},
        {"/fault/redirect-with-large-body", redirect_with_large_body},
        {"/fault/switches-protocol", switches_protocol},
        {"/fault/answers-before-the-body", answers_before_the_body},
        {"/fault/wrong-range", wrong_range},
    };
    return routes;
}

}  // namespace aiorun::test_server
