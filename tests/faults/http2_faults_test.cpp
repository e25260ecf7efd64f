// Servers that break HTTP/2.
#include "tests/faults/fault.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::faults {
namespace {

// RFC 9113 6.
enum FrameType : uint8_t {
    data,
    headers,
    priority,
    reset_stream,
    settings,
    push_promise,
    ping,
    goaway,
    window,
    continuation
};
constexpr uint8_t end_stream = 1;
constexpr uint8_t end_headers = 4;

std::string frame(FrameType type, uint8_t flags, uint8_t stream, std::string_view payload) {
    std::string bytes;
    for (unsigned shift : {16U, 8U, 0U}) {
        bytes += static_cast<char>((payload.size() >> shift) & 0xffU);
    }
    bytes += static_cast<char>(type);
    bytes += static_cast<char>(flags);
    bytes += std::string(3, '\0') + static_cast<char>(stream);
    return bytes.append(payload);
}

std::string code(uint8_t number) {
    return std::string(3, '\0') + static_cast<char>(number);
}

std::string repeated(const std::string& text, size_t count) {
    std::string all;
    for (size_t i = 0; i < count; ++i) {
        all += text;
    }
    return all;
}

const std::string hello = frame(settings, 0, 0, "");
const std::string ok = frame(headers, end_headers, 1, "\x88");  // :status 200
const std::string ok_of_ten = frame(headers, end_headers, 1,
                                    "\x88\x5c\x02"
                                    "10");  // and content-length 10

TEST_CASE("faults: HTTP/2 that is none") {
    const std::string connection = "ConnectionError";
    const std::string too_late = "TimeoutError";
    std::vector<Fault> faults{
        {.name = "http1-instead",
         .type = connection,
         .says = "",
         .script = {send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"), close()}},
        {.name = "close", .type = connection, .says = "", .script = {close()}},
        {.name = "close-after-settings", .type = connection, .says = "", .script = {send(hello), close()}},
        {.name = "silence-after-settings", .type = too_late, .says = "timeout", .script = {send(hello)}},
        {.name = "goaway",
         .type = connection,
         .says = "",
         .script = {send(hello + frame(goaway, 0, 0, code(0) + code(1))), close()}},
        {.name = "stream-reset",
         .type = connection,
         .says = "",
         .script = {send(hello + frame(reset_stream, 0, 1, code(2)))}},
        {.name = "stream-refused",
         .type = connection,
         .says = "",
         .script = {send(hello + frame(reset_stream, 0, 1, code(7)))}},
        {.name = "stream-reset-in-the-body",
         .type = connection,
         .says = "",
         .script = {send(hello + ok + frame(data, 0, 1, "hello") + frame(reset_stream, 0, 1, code(2)))}},
        {.name = "close-in-the-body",
         .type = connection,
         .says = "",
         .script = {send(hello + ok + frame(data, 0, 1, "hello")), close()}},
        {.name = "close-before-the-body",
         .type = connection,
         .says = "",
         .script = {send(hello + ok), close()}},
        {.name = "silence-in-the-body",
         .type = too_late,
         .says = "timeout",
         .script = {send(hello + ok + frame(data, 0, 1, "hello"))}},
        {.name = "body-shorter-than-its-length",
         .type = connection,
         .says = "",
         .script = {send(hello + ok_of_ten + frame(data, end_stream, 1, "hello"))}},
        {.name = "body-longer-than-its-length",
         .type = connection,
         .says = "",
         .script = {send(hello + ok_of_ten + frame(data, end_stream, 1, "hello, hello, hello"))}},
        {.name = "body-before-its-headers",
         .type = connection,
         .says = "",
         .script = {send(hello + frame(data, end_stream, 1, "hello"))}},
        {.name = "headers-that-are-garbage",
         .type = connection,
         .says = "",
         .script = {send(hello +
                         frame(headers, end_headers | end_stream, 1, "\xff\xff\xff\xff\xff\xff\xff\xff"))}},
        {.name = "headers-without-a-status",
         .type = connection,
         .says = "",
         .script = {send(hello + frame(headers, end_headers | end_stream, 1,
                                       "\x5c\x02"
                                       "10"))}},
        {.name = "frame-larger-than-allowed",
         .type = connection,
         .says = "",
         .script = {send(hello + ok_of_ten + "\xff\xff\xff" + std::string("\0\0\0\0\0\1", 6)),
                    fill(endless)}},
        {.name = "frame-on-a-stream-nobody-opened",
         .type = connection,
         .says = "",
         .script = {send(hello + frame(headers, end_headers, 9, "\x88"))}},
        {.name = "settings-of-a-wrong-size",
         .type = connection,
         .says = "",
         .script = {send(frame(settings, 0, 0, "abc"))},
         .or_type = too_late},  // newer versions of nghttp2 wait for more
        {.name = "endless-continuation",
         .type = connection,
         .says = "",
         .script = {send(hello + frame(headers, 0, 1, "\x88") +
                         repeated(frame(continuation, 0, 1,
                                        "\x40\x01"
                                        "a\x01"
                                        "b"),
                                  100'000))}},
        {.name = "window-overflow",
         .type = connection,
         .says = "",
         .script = {send(hello + repeated(frame(window, 0, 0, "\x7f\xff\xff\xff"), 2))}},
        {.name = "endless-pings",
         .type = connection,
         .says = "",
         .script = {send(hello + repeated(frame(ping, 0, 0, "12345678"), 100'000))}},
        {.name = "endless-body-in-http2",
         .type = "ValueError",
         .says = "max_body",
         .script = {send(hello + ok + repeated(frame(data, 0, 1, std::string(1000, 'x')), 60))},
         .options = "max_body: 50kB"},
    };
    for (Fault& fault : faults) {
        fault.options += std::string(fault.options.empty() ? "" : ", ") + "http_version: 2-prior-knowledge";
    }
    check_faults(faults);
}

}  // namespace
}  // namespace aiorun::faults
