// Responses that are broken, cut, too large, or no HTTP at all.
#include "tests/faults/fault.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::faults {
namespace {

const std::string connection = "ConnectionError";
const std::string too_late = "TimeoutError";
const std::string refused = "ValueError";

std::string repeated(std::string_view text, size_t count) {
    std::string all;
    for (size_t i = 0; i < count; ++i) {
        all += text;
    }
    return all;
}

TEST_CASE("faults: a connection that breaks") {
    const std::vector<Fault> faults{
        {.name = "close", .type = connection, .says = "without a response", .script = {close()}},
        {.name = "reset", .type = connection, .says = "connection broke", .script = {reset()}},
        {.name = "close-before-the-request",
         .type = connection,
         .says = ": the ",
         .script = {close()},
         .begin = Begin::at_once},
        {.name = "reset-before-the-request",
         .type = connection,
         .says = "",
         .script = {reset()},
         .begin = Begin::at_once},
        {.name = "close-in-status", .type = connection, .says = "", .script = {send("HTTP/1.1 2"), close()}},
        {.name = "close-in-headers",
         .type = connection,
         .says = "in the middle of the headers",
         .script = {send("HTTP/1.1 200 OK\r\nX-A: b"), close()}},
        {.name = "close-behind-a-header",
         .type = connection,
         .says = "in the middle of the headers",
         .script = {send("HTTP/1.1 200 OK\r\nX-A: b\r\n"), close()}},
        {.name = "reset-in-headers",
         .type = connection,
         .says = "broke",
         .script = {send("HTTP/1.1 200 OK\r\nX-A: b"), pause(30), reset()}},
        {.name = "close-in-body",
         .type = connection,
         .says = "broke off after 500 bytes",
         .script = {send(head("Content-Length: 1000\r\n")), fill(500), close()}},
        {.name = "reset-in-body",
         .type = connection,
         .says = "broke",
         .script = {send(head("Content-Length: 1000\r\n")), fill(500), pause(30), reset()}},
        {.name = "close-before-the-last-byte",
         .type = connection,
         .says = "broke off after 999999 bytes",
         .script = {send(head("Content-Length: 1000000\r\n")), fill(999'999), close()}},
        {.name = "reset-before-a-body-without-length",
         .type = connection,
         .says = "broke",
         .script = {send(head("")), fill(500), pause(30), reset()}},
        {.name = "close-after-100",
         .type = connection,
         .says = "",
         .script = {send("HTTP/1.1 100 Continue\r\n\r\n"), close()}},
        {.name = "close-after-early-hints",
         .type = connection,
         .says = "",
         .script = {send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), close()}},
    };
    check_faults(faults);
}

TEST_CASE("faults: what is no HTTP response") {
    const std::vector<Fault> faults{
        {.name = "garbage",
         .type = connection,
         .says = "no valid HTTP",
         .script = {send("\x16\x03\x01 this is no HTTP \xff\xfe\r\n\r\n"), close()}},
        {.name = "http-0.9",
         .type = connection,
         .says = "no valid HTTP",
         .script = {send("<html>old</html>"), close()}},
        {.name = "zeros", .type = connection, .says = "", .script = {send(std::string(1000, '\0')), close()}},
        {.name = "ssh-banner",
         .type = connection,
         .says = "no valid HTTP",
         .script = {send("SSH-2.0-OpenSSH_9.2p1 Debian\r\n"), close()},
         .begin = Begin::at_once},
        {.name = "smtp-banner",
         .type = connection,
         .says = "no valid HTTP",
         .script = {send("220 mail.example ESMTP\r\n"), close()},
         .begin = Begin::at_once},
        {.name = "switches-protocols",
         .type = connection,
         .says = "(status 101), which was not asked for",
         .script = {send(
             "HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: Upgrade\r\n\r\nhello")}},
        {.name = "folded-first-header",
         .type = connection,
         .says = "begins with a blank",
         .script = {send("HTTP/1.1 200 OK\r\n folded: x\r\nContent-Length: 2\r\n\r\nok")}},
        {.name = "empty-lines", .type = connection, .says = "", .script = {send("\r\n\r\n"), close()}},
        {.name = "status-of-letters",
         .type = connection,
         .says = "no valid HTTP",
         .script = {send("HTTP/1.1 abc what\r\n\r\n"), close()}},
        {.name = "status-of-two-digits",
         .type = connection,
         .says = "",
         .script = {send("HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n"), close()}},
        {.name = "status-of-four-digits",
         .type = connection,
         .says = "",
         .script = {send("HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n"), close()}},
        {.name = "status-zero",
         .type = connection,
         .says = "",
         .script = {send("HTTP/1.1 000 Nothing\r\nContent-Length: 0\r\n\r\n"), close()}},
        {.name = "negative-status",
         .type = connection,
         .says = "",
         .script = {send("HTTP/1.1 -20 OK\r\nContent-Length: 0\r\n\r\n"), close()}},
        {.name = "version-7.3",
         .type = connection,
         .says = "",
         .script = {send("HTTP/7.3 200 OK\r\nContent-Length: 0\r\n\r\n"), close()}},
        {.name = "version-missing",
         .type = connection,
         .says = "no valid HTTP",
         .script = {send("200 OK\r\nContent-Length: 0\r\n\r\n"), close()}},
        {.name = "http2-without-being-asked",
         .type = connection,
         .says = "",
         .script = {send(std::string("\0\0\6\4\0\0\0\0\0\0\3\0\0\0\x64", 15)), close()}},
    };
    check_faults(faults);
}

TEST_CASE("faults: headers that are too large, or no headers") {
    const std::vector<Fault> faults{
        {.name = "huge-header",
         .type = connection,
         .says = "is longer than 100 KiB",
         .script = {send("HTTP/1.1 200 OK\r\nX-Large: " + std::string(2U << 20U, 'a') + "\r\n\r\n")}},
        {.name = "huge-reason",
         .type = connection,
         .says = "",
         .script = {send("HTTP/1.1 200 " + std::string(2U << 20U, 'a') + "\r\n\r\n")}},
        {.name = "many-headers",
         .type = connection,
         .says = "headers are larger",
         .script = {send("HTTP/1.1 200 OK\r\n" + repeated("X-H: value\r\n", 100'000))}},
        {.name = "endless-header",
         .type = connection,
         .says = "",
         .script = {send("HTTP/1.1 200 OK\r\nX-Endless: "), fill(endless)}},
        {.name = "endless-status",
         .type = connection,
         .says = "",
         .script = {send("HTTP/1.1 200 "), fill(endless)}},
        {.name = "endless-interim",
         .type = connection,
         .says = "headers are larger",
         .script = {send(repeated("HTTP/1.1 100 Continue\r\n\r\n", 100'000))}},
        {.name = "endless-early-hints",
         .type = connection,
         .says = "headers are larger",
         .script = {send(
             repeated("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n", 50'000))}},
        {.name = "endless-trailers",
         .type = connection,
         .says = "",
         .script = {send(chunked("2\r\nok\r\n0\r\n" + repeated("X-Trailer: value\r\n", 100'000)))}},
        {.name = "nul-in-a-header",
         .type = connection,
         .says = "",
         .script = {send("HTTP/1.1 200 OK\r\nX-Nul: a" + std::string(1, '\0') +
                         "b\r\nContent-Length: 0\r\n\r\n")}},
    };
    check_faults(faults);
}

TEST_CASE("faults: lengths that nobody can believe") {
    const auto with_length = [](const std::string& length) {
        return Script{send(head("Content-Length: " + length + "\r\n") + "hello!!"), close()};
    };
    const std::string lengths = head("Content-Length: 5\r\nContent-Length: 7\r\n");
    const std::vector<Fault> faults{
        {.name = "negative-length", .type = connection, .says = "", .script = with_length("-5")},
        {.name = "length-of-letters",
         .type = connection,
         .says = "Content-Length",
         .script = with_length("five")},
        {.name = "hexadecimal-length",
         .type = connection,
         .says = "Content-Length",
         .script = with_length("0x5")},
        {.name = "signed-length", .type = connection, .says = "Content-Length", .script = with_length("+5")},
        {.name = "fractional-length",
         .type = connection,
         .says = "Content-Length",
         .script = with_length("5.0")},
        {.name = "two-numbers-length",
         .type = connection,
         .says = "Content-Length",
         .script = with_length("5 7")},
        {.name = "overflowing-length",
         .type = connection,
         .says = "Content-Length",
         .script = with_length("99999999999999999999999")},
        {.name = "listed-length",
         .type = connection,
         .says = "conflicting Content-Length",
         .script = with_length("5, 7")},
        {.name = "conflicting-length",
         .type = connection,
         .says = "conflicting Content-Length",
         .script = {send(lengths + "hello!!"), close()}},
        {.name = "length-with-a-space-before-the-colon",
         .type = connection,
         .says = "Content-Length",
         .script = {send(head("Content-Length : 5\r\n") + "hello!!"), close()}},
    };
    check_faults(faults);
}

TEST_CASE("faults: chunks that are none") {
    const std::vector<Fault> faults{
        {.name = "chunk-size-of-letters",
         .type = connection,
         .says = "the chunks of the body are malformed",
         .script = {send(chunked("zzz\r\nhello\r\n0\r\n\r\n")), close()}},
        {.name = "overflowing-chunk-size",
         .type = connection,
         .says = "",
         .script = {send(chunked("ffffffffffffffffff\r\nhello\r\n0\r\n\r\n")), close()}},
        {.name = "negative-chunk-size",
         .type = connection,
         .says = "",
         .script = {send(chunked("-5\r\nhello\r\n0\r\n\r\n")), close()}},
        {.name = "hexadecimal-chunk-size",
         .type = connection,
         .says = "the chunks of the body are malformed",
         .script = {send(chunked("0x5\r\nhello\r\n0\r\n\r\n")), close()}},
        {.name = "empty-chunk-size",
         .type = connection,
         .says = "",
         .script = {send(chunked("\r\nhello\r\n0\r\n\r\n")), close()}},
        {.name = "chunk-is-longer-than-its-size",
         .type = connection,
         .says = "",
         .script = {send(chunked("5\r\nhello and more\r\n0\r\n\r\n")), close()}},
        {.name = "chunk-breaks-off",
         .type = connection,
         .says = "",
         .script = {send(chunked("64\r\nhello")), close()}},
        {.name = "chunk-breaks-off-in-its-size",
         .type = connection,
         .says = "",
         .script = {send(chunked("5\r\nhello\r\n1")), close()}},
        {.name = "last-chunk-is-missing",
         .type = connection,
         .says = "",
         .script = {send(chunked("5\r\nhello\r\n")), close()}},
        {.name = "reset-between-chunks",
         .type = connection,
         .says = "",
         .script = {send(chunked("5\r\nhello\r\n")), pause(30), reset()}},
        {.name = "chunk-is-too-large-for-memory",
         .type = refused,
         .says = "max_body",
         .script = {send(chunked("7fffffff\r\n")), fill(endless)},
         .options = "max_body: 1MB, timeout: 10s"},
        {.name = "unknown-transfer-encoding",
         .type = connection,
         .says = "",
         .script = {send(head("Transfer-Encoding: rot13\r\n") + "uryyb"), close()}},
    };
    check_faults(faults);
}

TEST_CASE("faults: a response that takes too long") {
    Script slow_headers;
    for (char c : head("Content-Length: 2\r\nX-Slow: yes\r\n")) {
        slow_headers.push_back(send(std::string(1, c)));
        slow_headers.push_back(pause(50));
    }
    Script drip{send(head("Content-Length: 100000\r\n"))};
    Script drip_of_chunks{send(chunked(""))};
    Script extension{send(chunked("5;"))};
    for (int i = 0; i < 2000; ++i) {
        drip.insert(drip.end(), {send("x"), pause(20)});
        drip_of_chunks.insert(drip_of_chunks.end(), {send("1\r\nx\r\n"), pause(20)});
        extension.insert(extension.end(), {send("extension"), pause(20)});
    }
    const std::vector<Fault> faults{
        {.name = "silence", .type = too_late, .says = "not finished within 400 ms (timeout)"},
        {.name = "silence-in-status", .type = too_late, .says = "timeout", .script = {send("HTTP/1.")}},
        {.name = "silence-in-headers",
         .type = too_late,
         .says = "no byte of the body",
         .script = {send("HTTP/1.1 200 OK\r\nX-A: b")}},
        {.name = "silence-before-the-body",
         .type = too_late,
         .says = "no byte of the body",
         .script = {send(head("Content-Length: 10\r\n"))}},
        {.name = "silence-in-body",
         .type = too_late,
         .says = "500 bytes of the body came",
         .script = {send(head("Content-Length: 1000\r\n")), fill(500)}},
        {.name = "silence-between-chunks",
         .type = too_late,
         .says = "5 bytes of the body came",
         .script = {send(chunked("5\r\nhello\r\n"))}},
        {.name = "silence-after-100",
         .type = too_late,
         .says = "timeout",
         .script = {send("HTTP/1.1 100 Continue\r\n\r\n")}},
        {.name = "slow-headers", .type = too_late, .says = "timeout", .script = slow_headers},
        {.name = "slow-drip", .type = too_late, .says = "timeout", .script = drip},
        {.name = "slow-drip-of-chunks", .type = too_late, .says = "timeout", .script = drip_of_chunks},
        {.name = "endless-chunk-extension", .type = too_late, .says = "timeout", .script = extension},
        {.name = "slower-than-low-speed",
         .type = too_late,
         .says = "slower than 1000 bytes/s for 0.3 s (low_speed)",
         .script = drip,
         .options = "timeout: 10s, low_speed: { limit: 1000, time: 300ms }"},
        {.name = "silence-is-low-speed-too",
         .type = too_late,
         .says = "(low_speed)",
         .options = "timeout: 10s, low_speed: { time: 300ms }"},
        {.name = "does-not-read-the-request",
         .type = too_late,
         .says = "timeout",
         .options = "upload: /proc/self/exe",
         .method = "PUT",
         .begin = Begin::deaf},
    };
    check_faults(faults);
}

TEST_CASE("faults: a body that is too large, or unpacks to one") {
    const std::vector<Fault> faults{
        {.name = "length-over-max-body",
         .type = refused,
         .says = "the body of 1000001 bytes is over max_body (1000000 bytes)",
         .script = {send(head("Content-Length: 1000001\r\n")), fill(1'000'001)},
         .options = "max_body: 1MB, timeout: 10s"},
        {.name = "length-of-eight-exabytes",
         .type = refused,
         .says = "max_body",
         .script = {send(head("Content-Length: 9223372036854775807\r\n")), fill(endless)},
         .options = "max_body: 64MiB"},
        {.name = "endless-body",
         .type = refused,
         .says = "max_body",
         .script = {send(head("")), fill(endless)},
         .options = "max_body: 1MB, timeout: 10s"},
        {.name = "many-chunks",
         .type = refused,
         .says = "max_body",
         .script = {send(chunked("")), send(repeated("5\r\nhello\r\n", 300'000))},
         .options = "max_body: 1MB, timeout: 10s"},
        {.name = "bomb",
         .type = refused,
         .says = "max_body",
         .options = "max_body: 1MB, timeout: 10s",
         .url = "http://{server}/bomb?size=100000000"},
        {.name = "error-page-without-end",
         .type = "HTTPError",
         .says = "status 500 Internal Server Error",
         .script = {send("HTTP/1.1 500 Oops\r\n\r\n"), fill(endless)},
         .options = "max_body: 1MB, save: out"},
    };
    check_faults(faults);
}

TEST_CASE("faults: codings that are broken, or were not asked for") {
    const auto encoded = [](std::string_view coding, std::string body) {
        return Script{send(head("Content-Encoding: " + std::string(coding) +
                                "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n") +
                           body)};
    };
    const std::string header("\x1f\x8b\x08\0\0\0\0\0\0\3", 10);
    const std::vector<Fault> faults{
        {.name = "truncated-gzip",
         .type = connection,
         .says = "compressed body breaks off",
         .url = "http://{server}/fault/truncated-gzip"},
        {.name = "corrupt-gzip",
         .type = connection,
         .says = "compressed body is corrupt",
         .url = "http://{server}/fault/corrupt-gzip"},
        {.name = "gzip-that-is-plain",
         .type = connection,
         .says = "compressed body is corrupt",
         .script = encoded("gzip", "hello, I am plain")},
        {.name = "deflate-that-is-plain",
         .type = connection,
         .says = "compressed body is corrupt",
         .script = encoded("deflate", "hello, I am plain")},
        {.name = "gzip-of-a-header-only",
         .type = connection,
         .says = "compressed body breaks off",
         .script = encoded("gzip", header)},
        {.name = "gzip-with-a-wrong-checksum",
         .type = connection,
         .says = "compressed body is corrupt",
         .script = encoded("gzip", header + std::string("\xcb\x48\xcd\xc9\xc9\x07\0\1\2\3\4\5\0\0\0", 15))},
        {.name = "brotli",
         .type = connection,
         .says = "\"br\" was not asked for",
         .script = encoded("br", "hello")},
        {.name = "unknown-coding",
         .type = connection,
         .says = "\"rot13\" was not asked for",
         .script = encoded("rot13", "uryyb")},
        {.name = "too-many-codings",
         .type = connection,
         .says = "was not asked for",
         .script = encoded("gzip, gzip, gzip, gzip, gzip, gzip, gzip", "hello")},
    };
    check_faults(faults);
}

}  // namespace
}  // namespace aiorun::faults
