// Bodies of all kinds: sizes, ranges, codings, chunks, streams.
#include <zlib.h>

#include <algorithm>
#include <array>

#include "tests/server/routes.hpp"

namespace aiorun::test_server {
namespace {

enum class Coding : uint8_t { gzip, zlib, raw };

std::string compress(std::string_view bytes, Coding coding) {
    z_stream stream{};
    int window = coding == Coding::gzip ? 31 : coding == Coding::zlib ? 15 : -15;
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string sample() {
    std::string text;
    for (uint64_t i = 0; i < 10'000; ++i) {
        text += pattern(i);
    }
    return text;
}

/// /encoded/CODING?as=HEADER: 10,000 bytes of the pattern.
Script encoded(const Incoming& request, State&) {
    std::string coding = request.segment(1);
    std::string body = coding == "gzip" || coding == "two-members" ? compress(sample(), Coding::gzip)
                       : coding == "deflate"                       ? compress(sample(), Coding::zlib)
                       : coding == "raw-deflate"                   ? compress(sample(), Coding::raw)
                                                                   : sample();
    std::string header = coding == "raw-deflate" ? "deflate" : coding == "two-members" ? "gzip" : coding;
    if (coding == "twice") {
        body = compress(compress(sample(), Coding::zlib), Coding::gzip);
        header = "deflate, gzip";
    } else if (coding == "two-members") {
        body += compress("and more", Coding::gzip);
    } else if (coding == "padded") {
        body = compress(sample(), Coding::gzip) + std::string(64, '\0');
        header = "gzip";
    } else if (coding == "empty") {
        body.clear();
        header = "gzip";
    }
    return respond(
        {.body = std::move(body), .headers = {{"Content-Encoding", request.parameter("as", header)}}});
}

/// /bomb?size=BYTES: so many zeros, compressed a thousandfold.
Script bomb(const Incoming& request, State&) {
    std::string zeros(static_cast<size_t>(request.number("size", 1 << 28)), '\0');
    return respond({.body = compress(zeros, Coding::gzip), .headers = {{"Content-Encoding", "gzip"}}});
}

Script broken_gzip(const Incoming& request, State&) {
    std::string body = compress(sample(), Coding::gzip);
    if (request.path == "/fault/truncated-gzip") {
        body.resize(body.size() / 2);
    } else {
        std::fill(body.begin() + 12, body.begin() + 40, '\xff');
    }
    return respond({.body = std::move(body), .headers = {{"Content-Encoding", "gzip"}}});
}

/// /bytes/COUNT: the pattern.
Script bytes(const Incoming& request, State&) {
    auto count = static_cast<uint64_t>(to_number(request.segment(1), 0));
    return {send("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: " +
                 std::to_string(count) + "\r\n\r\n"),
            fill(count)};
}

struct Range {
    uint64_t first = 0;
    bool wanted = false;
};

Range wanted_range(const Incoming& request, const std::string& etag) {
    std::string range = request.header("range");
    bool current = !request.has_header("if-range") || request.header("if-range") == etag;
    if (!range.starts_with("bytes=") || !current) {
        return {};
    }
    return {static_cast<uint64_t>(to_number(std::string_view(range).substr(6), 0)), true};
}

/// /file/COUNT?etag=TEXT&cut=BYTES: the pattern, with ranges; `cut` breaks off after so many bytes of the
/// body, once for each `name`.
Script file(const Incoming& request, State& state) {
    auto count = static_cast<uint64_t>(to_number(request.segment(1), 0));
    std::string etag = "\"" + request.parameter("etag", "v1") + "\"";
    std::string common =
        "ETag: " + etag + "\r\nAccept-Ranges: bytes\r\nContent-Type: application/octet-stream\r\n";
    Range range = wanted_range(request, etag);
    if (range.wanted && range.first >= count) {
        return {send("HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\nContent-Range: bytes */" +
                     std::to_string(count) + "\r\n\r\n")};
    }
    uint64_t left = count - range.first;
    std::string head = range.wanted ? "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " +
                                          std::to_string(range.first) + "-" + std::to_string(count - 1) +
                                          "/" + std::to_string(count) + "\r\n"
                                    : "HTTP/1.1 200 OK\r\n";
    head += common + "Content-Length: " + std::to_string(left) + "\r\n\r\n";
    int64_t cut = request.number("cut", -1);
    if (cut >= 0 && ++state.counters["cut " + request.target] == 1) {
        return {send(head), fill(static_cast<uint64_t>(cut), range.first), close()};
    }
    return {send(head), fill(left, range.first)};
}

/// /chunked?count=N&size=S&delay=MS
Script chunked(const Incoming& request, State&) {
    Script script{send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n")};
    std::string piece(static_cast<size_t>(request.number("size", 10)), 'x');
    for (int64_t i = 0; i < request.number("count", 3); ++i) {
        script.push_back(send(chunk(piece)));
        if (int64_t delay = request.number("delay", 0); delay > 0) {
            script.push_back(pause(delay));
        }
    }
    script.push_back(
        send(request.parameter("trailer").empty() ? "0\r\n\r\n" : "0\r\nX-Trailer: yes\r\n\r\n"));
    return script;
}

/// /stream/{lines,ndjson,sse}?count=N&delay=MS
Script stream(const Incoming& request, State&) {
    std::string kind = request.segment(1);
    std::string type = kind == "sse"      ? "text/event-stream"
                       : kind == "ndjson" ? "application/x-ndjson"
                                          : "text/plain";
    Script script{
        send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: " + type + "\r\n\r\n")};
    for (int64_t i = 0; i < request.number("count", 3); ++i) {
        std::string number = std::to_string(i);
        std::string item = kind == "sse" ? "id: " + number + "\nevent: tick\ndata: {\"n\":" + number + "}\n\n"
                           : kind == "ndjson" ? "{\"n\":" + number + "}\n"
                                              : "line " + number + "\n";
        script.push_back(send(chunk(item)));
        if (int64_t delay = request.number("delay", 10); delay > 0) {
            script.push_back(pause(delay));
        }
    }
    script.push_back(send("0\r\n\r\n"));
    return script;
}

/// /drip?count=BYTES&delay=MS: byte for byte.
Script drip(const Incoming& request, State&) {
    int64_t count = request.number("count", 10);
    Script script{send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(count) + "\r\n\r\n")};
    for (int64_t i = 0; i < count; ++i) {
        script.push_back(send(std::string(1, pattern(static_cast<uint64_t>(i)))));
        script.push_back(pause(request.number("delay", 100)));
    }
    return script;
}

Script numbers(const Incoming&, State&) {
    return json(
        R"({"big":9007199254740993,"least":-9223372036854775808,"most":9223372036854775807,"ratio":0.1})");
}

Script binary(const Incoming&, State&) {
    std::string all;
    for (int i = 0; i < 256; ++i) {
        all += static_cast<char>(i);
    }
    return respond({.body = std::move(all), .type = "application/octet-stream"});
}

/// Ends with the connection, without a length.
Script until_close(const Incoming&, State&) {
    return {send("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nuntil the end\n"), close()};
}

}  // namespace

const std::vector<Route>& content_routes() {
    static const std::vector<Route> routes{
        {"/encoded/", encoded},
        {"/bomb", bomb},
        {"/fault/truncated-gzip", broken_gzip},
        {"/fault/corrupt-gzip", broken_gzip},
        {"/bytes/", bytes},
        {"/file/", file},
        {"/chunked", chunked},
        {"/stream/", stream},
        {"/drip", drip},
        {"/numbers", numbers},
        {"/binary", binary},
        {"/until-close", until_close},
    };
    return routes;
}

}  // namespace aiorun::test_server
