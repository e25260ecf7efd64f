// Parts of a file that do not fit together: PATH is whole or untouched whatever servers answer.
#include "tests/http/answering_server.hpp"
#include "tests/http/client_fixture.hpp"
#include "tests/http/temporary_folder.hpp"

namespace aiorun::http {
namespace {

const std::string old_half(500, 'a');
const std::string new_half(500, 'b');

/// A response with this head and body; the length is the body's unless the head has one.
std::string respond(const std::string& status, const std::string& lines, const std::string& body) {
    bool has_length = lines.find("Content-Length") != std::string::npos;
    return "HTTP/1.1 " + status + "\r\n" + lines +
           (has_length ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") + "Connection: close\r\n\r\n" +
           body;
}

std::string part(const std::string& range, const std::string& lines, const std::string& body) {
    return respond("206 Partial Content", "Content-Range: bytes " + range + "\r\n" + lines, body);
}

/// What is saved, and what is left.
struct Saving {
    explicit Saving(const std::vector<std::string>& answers, bool resume = true) : server(answers) {
        request.url = server.url();
        request.save = Save{.path = folder.path("out"), .resume = resume};
    }
    /// The content of PATH after one fetch; `KIND: message` when it failed.
    std::string fetch() {
        auto outcome = client.fetch(request);
        if (!outcome) {
            return std::string(error_type(outcome.error().kind)) + ": " + outcome.error().message;
        }
        return folder.read("out");
    }
    [[nodiscard]] bool begun_with_range(size_t index) {
        return server.requests().at(index).find("Range: bytes=500-") != std::string::npos;
    }

    TemporaryFolder folder;
    ClientFixture client;
    AnsweringServer server;
    Request request;
};

const std::string cut = respond("200 OK", "ETag: \"v1\"\r\nContent-Length: 1000\r\n", old_half);
const std::string cut_without_etag = respond("200 OK", "Content-Length: 1000\r\n", old_half);

bool has(const std::string& text, std::string_view what) {
    return text.find(what) != std::string::npos;
}

TEST_CASE("a part that ends before the end of the file is no whole file, and is gone on from") {
    Saving saving({cut, part("500-599/1000", "ETag: \"v1\"\r\n", std::string(100, 'b')),
                   part("600-999/1000", "ETag: \"v1\"\r\n", std::string(400, 'b'))});
    CHECK(has(saving.fetch(), "ConnectionError"));
    std::string second = saving.fetch();
    CHECK(has(second, "ConnectionError"));
    CHECK(has(second, "600 bytes came for"));
    CHECK(has(second, "expected 1000"));
    CHECK_FALSE(saving.folder.has("out"));
    CHECK(saving.folder.read("out.part").size() == 600);
    CHECK(saving.fetch() == old_half + new_half);
    CHECK(saving.folder.count() == 1);
}

TEST_CASE("a part of another state of the file makes the download begin anew") {
    Saving saving({cut, part("500-999/1000", "ETag: \"v2\"\r\n", new_half),
                   respond("200 OK", "ETag: \"v2\"\r\n", new_half + new_half)});
    CHECK(has(saving.fetch(), "ConnectionError"));
    CHECK(saving.fetch() == new_half + new_half);
    CHECK(saving.folder.count() == 1);
    CHECK(saving.begun_with_range(1));
    CHECK_FALSE(has(saving.server.requests().at(2), "Range"));
}

TEST_CASE("a part of a file of another size makes the download begin anew, also without an ETag") {
    Saving saving({cut_without_etag, part("500-1999/2000", "", std::string(1500, 'b')),
                   respond("200 OK", "", std::string(2000, 'b'))});
    CHECK(has(saving.fetch(), "ConnectionError"));
    CHECK(saving.fetch() == std::string(2000, 'b'));
    CHECK(saving.begun_with_range(1));
}

TEST_CASE("a part of a file that was changed at another time makes the download begin anew") {
    const std::string date = "Last-Modified: Mon, 01 Jan 2024 00:00:0";
    Saving saving({respond("200 OK", date + "0 GMT\r\nContent-Length: 1000\r\n", old_half),
                   part("500-999/1000", date + "1 GMT\r\n", new_half), respond("200 OK", "", new_half + new_half)});
    CHECK(has(saving.fetch(), "ConnectionError"));
    CHECK(saving.fetch() == new_half + new_half);
}

TEST_CASE("a part that does not say how large the whole is fits when that is known") {
    Saving known({cut, part("500-999/*", "", new_half)});
    CHECK(has(known.fetch(), "ConnectionError"));
    CHECK(known.fetch() == old_half + new_half);
    Saving unknown({part("500-999/*", "", new_half), respond("200 OK", "", new_half + new_half)});
    unknown.folder.write("out.part", old_half);
    CHECK(unknown.fetch() == new_half + new_half);
}

TEST_CASE("a part that is compressed makes the download begin anew") {
    Saving saving({cut, part("500-999/1000", "ETag: \"v1\"\r\nContent-Encoding: gzip\r\n", new_half),
                   respond("200 OK", "", new_half + new_half)});
    CHECK(has(saving.fetch(), "ConnectionError"));
    CHECK(saving.fetch() == new_half + new_half);
}

TEST_CASE("more than the whole is no whole file either") {
    const std::string chunks = "Transfer-Encoding: chunked\r\nContent-Range: bytes 500-999/1000\r\nConnection: close\r\n\r\n";
    Saving saving({cut, "HTTP/1.1 206 P\r\n" + chunks + "258\r\n" + std::string(600, 'b') + "\r\n0\r\n\r\n"});
    CHECK(has(saving.fetch(), "ConnectionError"));
    CHECK(has(saving.fetch(), "1100 bytes came for"));
    CHECK(saving.folder.count() == 0);
}

TEST_CASE("a file that is said to be as long as its part is taken only when it is the same file") {
    const std::string whole = "Content-Range: bytes */500\r\n";
    Saving same({respond("416 Range Not Satisfiable", whole, "")});
    same.folder.write("out.part", old_half);
    CHECK(same.fetch() == old_half);
    Saving other({respond("416 Range Not Satisfiable", whole + "ETag: \"v2\"\r\n", ""), respond("200 OK", "", new_half)});
    other.folder.write("out.part", old_half);
    other.folder.write("out.part.etag", "\"v1\"\n");
    CHECK(other.fetch() == new_half);
    Saving longer({respond("416 Range Not Satisfiable", whole, ""), respond("200 OK", "", new_half)});
    longer.folder.write("out.part", old_half);
    longer.folder.write("out.part.etag", "\n1000\n");
    CHECK(longer.fetch() == new_half);
}

TEST_CASE("a part that nobody asked for is not saved as the whole") {
    for (bool resume : {false, true}) {
        Saving saving({part("100-199/1000", "", std::string(100, 'b'))}, resume);
        saving.folder.write("out", "old");
        std::string error = saving.fetch();
        CHECK(has(error, "ConnectionError"));
        CHECK(has(error, "answered with a part (status 206, Content-Range bytes 100-199/1000) when the whole was asked"));
        CHECK(saving.folder.read("out") == "old");
        CHECK(saving.folder.count() == 1);
    }
}

TEST_CASE("a part that the workflow asked for by a header is saved, but not resumed") {
    Saving saving({part("100-199/1000", "", std::string(100, 'b'))}, false);
    saving.request.headers = {{"range", "bytes=100-199"}};
    CHECK(saving.fetch() == std::string(100, 'b'));
    saving.request.save->resume = true;
    CHECK(has(saving.fetch(), "`resume` asks for ranges itself"));
}

TEST_CASE("a large download that breaks off leaves all of what came") {
    const std::string large(1'000'001, 'a');
    Saving saving({respond("200 OK", "ETag: \"v1\"\r\nContent-Length: 1000002\r\n", large),
                   part("1000001-1000001/1000002", "", "b")});
    CHECK(has(saving.fetch(), "broke off after 1000001 bytes"));
    CHECK(saving.folder.read("out.part").size() == large.size());
    CHECK(saving.fetch() == large + "b");
}

}  // namespace
}  // namespace aiorun::http
