// The ordinary life of a fetch: methods, headers, bodies, responses.
#include <fstream>

#include "tests/http/client_fixture.hpp"
#include "tests/http/echo.hpp"
#include "tests/http/temporary_folder.hpp"

namespace aiorun::http {
namespace {

TEST_CASE("a GET gives status, headers, body, URL and times") {
    ClientFixture fixture;
    auto outcome = fixture.get("/");
    REQUIRE(outcome);
    CHECK(outcome->status == 200);
    CHECK(body_of(outcome) == "hello\n");
    CHECK(outcome->size == 6);
    CHECK(outcome->url == server_url("/"));
    CHECK(header_of(*outcome, "content-type") == "text/plain; charset=utf-8");
    CHECK(outcome->http_version == "1.1");
    CHECK(outcome->timings.total > Duration(0));
    CHECK(outcome->timings.total >= outcome->timings.first_byte);
    CHECK(outcome->timings.first_byte >= outcome->timings.connect);
    CHECK(outcome->timings.connect > Duration(0));
    CHECK(outcome->timings.tls == Duration(0));
}

TEST_CASE("a POST sends its body with its type and length") {
    ClientFixture fixture;
    Echo echo(fixture.fetch(
        {.method = "POST", .url = server_url("/echo"), .body = TextBody{R"({"a":1})", "application/json"}}));
    CHECK(echo.field("method") == "POST");
    CHECK(echo.field("body") == R"({"a":1})");
    CHECK(echo.header("content-type") == "application/json");
    CHECK(echo.header("content-length") == "7");
    CHECK(echo.header("expect") == "(none)");
}

TEST_CASE("every method is sent as it is, with and without a body") {
    for (const char* method : {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"}) {
        for (bool with_body : {false, true}) {
            ClientFixture fixture;
            Request request{.method = method, .url = server_url("/echo")};
            if (with_body) {
                request.body = TextBody{"text", "text/plain"};
            }
            Echo echo(fixture.fetch(std::move(request)));
            CAPTURE(method, with_body);
            CHECK(echo.field("method") == method);
            CHECK(echo.field("body") == (with_body ? "text" : ""));
            bool needs_length =
                std::string_view(method).starts_with('P') && std::string_view(method) != "PURGE";
            CHECK(echo.header("content-length") == (with_body ? "4" : needs_length ? "0" : "(none)"));
        }
    }
}

TEST_CASE("methods follow each other on one connection without leaving anything behind") {
    ClientFixture fixture;
    for (int round = 0; round < 2; ++round) {
        Echo put(fixture.fetch(
            {.method = "PUT", .url = server_url("/echo"), .body = TextBody{"x", "text/plain"}}));
        CHECK(put.field("method") == "PUT");
        auto head = fixture.fetch({.method = "HEAD", .url = server_url("/echo")});
        REQUIRE(head);
        CHECK(body_of(head).empty());
        Echo post(fixture.fetch({.method = "POST", .url = server_url("/echo"), .body = TextBody{"y", ""}}));
        CHECK(post.field("method") == "POST");
        CHECK(post.header("content-type") == "(none)");
        Echo get(fixture.fetch({.url = server_url("/echo")}));
        CHECK(get.field("method") == "GET");
        CHECK(get.field("body").empty());
        CHECK(get.field("connection") == put.field("connection"));
    }
}

TEST_CASE("a method in lower case is brought to upper case") {
    ClientFixture fixture;
    Echo echo(fixture.fetch({.method = "post", .url = server_url("/echo")}));
    CHECK(echo.field("method") == "POST");
}

TEST_CASE("a HEAD has headers and no body") {
    ClientFixture fixture;
    auto outcome = fixture.fetch({.method = "HEAD", .url = server_url("/bytes/1000")});
    REQUIRE(outcome);
    CHECK(header_of(*outcome, "content-length") == "1000");
    CHECK(outcome->size == 0);
}

TEST_CASE("204 and 304 have no body") {
    ClientFixture fixture;
    for (int status : {204, 304}) {
        auto outcome = fixture.get("/status/" + std::to_string(status));
        REQUIRE(outcome);
        CHECK(outcome->status == status);
        CHECK(body_of(outcome).empty());
    }
}

TEST_CASE("a status that says failure is a response all the same") {
    ClientFixture fixture;
    for (int status : {404, 500, 503, 418}) {
        auto outcome = fixture.get("/status/" + std::to_string(status));
        REQUIRE(outcome);
        CHECK(outcome->status == status);
        CHECK(body_of(outcome) == "status " + std::to_string(status) + "\n");
    }
}

TEST_CASE("query fields are percent-encoded behind the URL's own") {
    ClientFixture fixture;
    Echo echo(fixture.fetch({.url = server_url("/echo?a=1"), .query = {{"b c", "d&e=f"}, {"ü", "100%"}}}));
    CHECK(echo.field("target") == "/echo?a=1&b%20c=d%26e%3Df&%C3%BC=100%25");
}

TEST_CASE("spaces and non-ASCII letters in a URL are encoded, its fragment stays here") {
    ClientFixture fixture;
    Echo echo(fixture.fetch({.url = server_url("/echo/a b/ü?q=x y#part")}));
    CHECK(echo.field("path") == "/echo/a b/\u00c3\u00bc");  // the server shows bytes
    CHECK(echo.field("target").find('#') == std::string::npos);
}

TEST_CASE("the workflow's headers are sent, and win over the defaults") {
    ClientFixture fixture({.user_agent = "aiorun/test"});
    Echo plain(fixture.fetch({.url = server_url("/echo")}));
    CHECK(plain.header("user-agent") == "aiorun/test");
    CHECK(plain.header("accept") == "*/*");
    CHECK(plain.header("accept-encoding") == "gzip, deflate");
    Request request{.method = "POST",
                    .url = server_url("/echo"),
                    .headers = {{"User-Agent", "mine"},
                                {"Accept", "text/csv"},
                                {"content-type", "text/x-own"},
                                {"X-Empty", ""},
                                {"X-Own", "a, b; c"}},
                    .body = TextBody{"x", "application/json"}};
    Echo own(fixture.fetch(std::move(request)));
    CHECK(own.header("user-agent") == "mine");
    CHECK(own.header("accept") == "text/csv");
    CHECK(own.header("content-type") == "text/x-own");
    CHECK(own.header("x-empty").empty());
    CHECK(own.header("x-own") == "a, b; c");
}

TEST_CASE("a Transfer-Encoding of the workflow's own is not sent, and the body comes whole") {
    ClientFixture fixture;
    for (const char* coding : {"chunked", "gzip", "identity"}) {
        for (bool with_body : {false, true}) {
            Request request{.method = with_body ? "POST" : "GET",
                            .url = server_url("/echo"),
                            .headers = {{"transfer-encoding", coding}},
                            .timeout = std::chrono::seconds(10)};
            if (with_body) {
                request.body = TextBody{"whole", "text/plain"};
            }
            Echo echo(fixture.fetch(std::move(request)));
            CAPTURE(coding, with_body);
            CHECK(echo.header("transfer-encoding") == "(none)");
            CHECK(echo.header("content-length") == (with_body ? "5" : "(none)"));
            CHECK(echo.field("body") == (with_body ? "whole" : ""));
        }
    }
}

TEST_CASE("a header of blanks only is sent as an empty one") {
    ClientFixture fixture;
    Echo echo(fixture.fetch(
        {.url = server_url("/echo"), .headers = {{"X-Blank", " \t "}, {"X-Empty", ""}, {"X-Around", " a b "}}}));
    CHECK(echo.header("x-blank") == "");
    CHECK(echo.header("x-empty") == "");
    CHECK(echo.header("x-around") == "a b");
}

TEST_CASE("a Content-Length of the workflow's own cannot contradict the body") {
    ClientFixture fixture;
    Echo echo(fixture.fetch({.method = "POST",
                             .url = server_url("/echo"),
                             .headers = {{"Content-Length", "1"}},
                             .body = TextBody{"four", "text/plain"}}));
    CHECK(echo.field("body") == "four");
}

TEST_CASE("header names and values that could break out of the header are refused") {
    ClientFixture fixture;
    for (const Field& header : std::vector<Field>{{"X-A", "a\r\nX-B: c"},
                                                  {"X-A", "a\nb"},
                                                  {"X-A", std::string("a\0b", 3)},
                                                  {"X-A\r\nX-B", "c"},
                                                  {"X A", "b"},
                                                  {"", "b"},
                                                  {"X-A:", "b"}}) {
        auto outcome = fixture.fetch({.url = server_url("/echo"), .headers = {header}});
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().kind == FailureKind::value);
        CHECK_FALSE(outcome.error().request_sent);
        CHECK(outcome.error().message.find('\n') == std::string::npos);
    }
}

TEST_CASE("a User-Agent of the client that would break out of its header is refused") {
    ClientFixture fixture({.user_agent = "a\r\nX-Own: b"});
    auto outcome = fixture.get("/");
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == FailureKind::value);
}

TEST_CASE("response headers are in lower case, repeated ones joined, cookies a list") {
    ClientFixture fixture;
    auto outcome = fixture.get("/headers?X-One=a&x-one=b&Set-Cookie=a=1&Set-Cookie=b=2&X-Two=c");
    REQUIRE(outcome);
    CHECK(header_of(*outcome, "x-one") == "a, b");
    CHECK(header_of(*outcome, "x-two") == "c");
    CHECK(value::to_json(*outcome->headers.as_map().find(std::string_view("set-cookie"))) ==
          R"(["a=1","b=2"])");
}

TEST_CASE("a response header that is not UTF-8 is read as Latin-1") {
    ClientFixture fixture;
    auto outcome = fixture.get("/fault/latin-header");
    REQUIRE(outcome);
    CHECK(header_of(*outcome, "x-name") == "caf\xc3\xa9");
}

TEST_CASE("folded headers become one line, headers without a name or a colon are no harm") {
    ClientFixture fixture;
    auto folded = fixture.get("/fault/folded-header");
    REQUIRE(folded);
    CHECK(header_of(*folded, "x-folded") == "one two");
    CHECK(body_of(folded) == "ok");
}

TEST_CASE("big integers and bytes that are no text come through intact") {
    ClientFixture fixture;
    CHECK(body_of(fixture.get("/numbers")).find("9007199254740993") != std::string::npos);
    std::string bytes = body_of(fixture.get("/binary"));
    REQUIRE(bytes.size() == 256);
    for (size_t i = 0; i < bytes.size(); ++i) {
        CHECK(static_cast<unsigned char>(bytes[i]) == i);
    }
}

TEST_CASE("chunked bodies, trailers, and bodies that end with the connection are whole") {
    ClientFixture fixture;
    CHECK(body_of(fixture.get("/chunked?count=5&size=3")) == "xxxxxxxxxxxxxxx");
    auto outcome = fixture.get("/chunked?count=1&size=3&trailer=1");
    CHECK(body_of(outcome) == "xxx");
    CHECK(header_of(*outcome, "x-trailer") == "(none)");
    CHECK(body_of(fixture.get("/until-close")) == "until the end\n");
}

TEST_CASE("connections are kept and used again") {
    ClientFixture fixture;
    Echo first(fixture.fetch({.url = server_url("/echo")}));
    Echo second(fixture.fetch({.url = server_url("/echo")}));
    CHECK(second.field("connection") == first.field("connection"));
    CHECK(second.field("on_connection") == "2");
}

TEST_CASE("a form and a multipart body arrive as they should") {
    TemporaryFolder folder;
    std::ofstream(folder.path("note.txt")) << "the note";
    ClientFixture fixture;
    std::vector<Field> fields{{"a b", "c&d"}, {"e", "ü"}};
    Echo form(fixture.fetch({.method = "POST",
                             .url = server_url("/echo"),
                             .body = TextBody{encode_form(fields), "application/x-www-form-urlencoded"}}));
    CHECK(form.field("body") == "a+b=c%26d&e=%C3%BC");
    MultipartBody multipart{{{.name = "plain", .value = "value"},
                             {.name = "file", .is_file = true, .file = folder.path("note.txt")},
                             {.name = "typed",
                              .is_file = true,
                              .file = folder.path("note.txt"),
                              .type = "text/csv",
                              .filename = "other.csv"}}};
    Echo echo(fixture.fetch({.method = "POST", .url = server_url("/echo"), .body = multipart}));
    CHECK(echo.header("content-type").starts_with("multipart/form-data; boundary="));
    std::string body = echo.field("body");
    CHECK(body.find("name=\"plain\"") != std::string::npos);
    CHECK(body.find("filename=\"note.txt\"") != std::string::npos);
    CHECK(body.find("filename=\"other.csv\"") != std::string::npos);
    CHECK(body.find("Content-Type: text/csv") != std::string::npos);
    CHECK(body.find("the note") != std::string::npos);
}

TEST_CASE("an upload streams a file, and a missing one is an error before the request") {
    TemporaryFolder folder;
    std::ofstream(folder.path("data")) << std::string(100'000, 'u');
    ClientFixture fixture;
    Echo echo(fixture.fetch(
        {.method = "PUT", .url = server_url("/echo"), .body = UploadBody{folder.path("data")}}));
    CHECK(echo.field("size") == "100000");
    CHECK(echo.field("method") == "PUT");
    CHECK(echo.header("content-length") == "100000");
    Echo post(fixture.fetch(
        {.method = "POST", .url = server_url("/echo"), .body = UploadBody{folder.path("data")}}));
    CHECK(post.field("method") == "POST");
    auto missing =
        fixture.fetch({.method = "PUT", .url = server_url("/echo"), .body = UploadBody{folder.path("none")}});
    REQUIRE_FALSE(missing);
    CHECK(missing.error().kind == FailureKind::file);
    CHECK(missing.error().message.find("none: No such file") != std::string::npos);
}

TEST_CASE("a body larger than every buffer is sent whole") {
    ClientFixture fixture;
    Echo echo(fixture.fetch({.method = "POST",
                             .url = server_url("/echo"),
                             .body = TextBody{std::string(3'000'000, 'b'), "text/plain"}}));
    CHECK(echo.field("size") == "3000000");
}

TEST_CASE("compressed bodies are decoded, unless that is switched off") {
    ClientFixture fixture;
    for (const char* coding : {"gzip", "deflate", "raw-deflate", "twice", "padded"}) {
        auto outcome = fixture.get(std::string("/encoded/") + coding);
        CAPTURE(coding, body_of(outcome).substr(0, 100));
        REQUIRE(outcome);
        CHECK(outcome->size == 10'000);
    }
    CHECK(body_of(fixture.get("/encoded/two-members")).ends_with("and more"));
    CHECK(body_of(fixture.get("/encoded/empty")).empty());
    auto raw = fixture.fetch({.url = server_url("/encoded/gzip"), .compressed = false});
    REQUIRE(raw);
    CHECK(body_of(raw).starts_with("\x1f\x8b"));
    auto unknown = fixture.get("/encoded/br");
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().kind == FailureKind::connection);
}

TEST_CASE("basic, digest and bearer credentials are accepted, wrong ones are not") {
    ClientFixture fixture;
    auto status = [&](const std::string& path, Auth auth) {
        auto outcome = fixture.fetch({.url = server_url(path), .auth = std::move(auth)});
        return outcome ? outcome->status : 0;
    };
    CHECK(status("/auth/basic/me/secret", BasicAuth{"me", "secret"}) == 200);
    CHECK(status("/auth/basic/me/secret", BasicAuth{"me", "wrong"}) == 401);
    CHECK(status("/auth/digest/me/secret", DigestAuth{"me", "secret"}) == 200);
    CHECK(status("/auth/digest/me/secret", DigestAuth{"me", "wrong"}) == 401);
    CHECK(status("/auth/bearer/token", BearerAuth{"token"}) == 200);
    CHECK(status("/auth/bearer/token", {}) == 401);
}

TEST_CASE("a digest's second round carries the body") {
    ClientFixture fixture;
    auto outcome = fixture.fetch({.method = "POST",
                                  .url = server_url("/auth/digest/me/secret"),
                                  .body = TextBody{"content", "text/plain"},
                                  .auth = DigestAuth{"me", "secret"}});
    CHECK(body_of(outcome) == "welcome content\n");
}

TEST_CASE("credentials in a URL are used, and shown nowhere") {
    ClientFixture fixture;
    std::string url = server_url("/auth/basic/me/s%40cret");
    url.insert(7, "me:s%40cret@");
    auto outcome = fixture.fetch({.url = url});
    REQUIRE(outcome);
    CHECK(outcome->status == 200);
    CHECK(outcome->url.find("cret@") == std::string::npos);
    auto failed = fixture.fetch({.url = "http://me:secret@127.0.0.1:9/"});
    REQUIRE_FALSE(failed);
    CHECK(failed.error().message.find("secret") == std::string::npos);
    CHECK(failed.error().message.starts_with("GET http://127.0.0.1:9/: connection refused"));
}

TEST_CASE("an auth option replaces an Authorization header") {
    ClientFixture fixture;
    Echo echo(fixture.fetch({.url = server_url("/echo"),
                             .headers = {{"authorization", "Basic old"}},
                             .auth = BearerAuth{"new"}}));
    CHECK(echo.header("authorization") == "Bearer new");
}

TEST_CASE("an Authorization header wins over credentials in the URL, as with curl") {
    ClientFixture fixture;
    std::string url = server_url("/echo");
    url.insert(7, "me:secret@");
    Echo echo(fixture.fetch({.url = url, .headers = {{"Authorization", "Bearer own"}}}));
    CHECK(echo.header("authorization") == "Bearer own");
}

TEST_CASE("cookies live in one jar for those who take part") {
    ClientFixture fixture;
    REQUIRE(fixture.fetch({.url = server_url("/cookies/set?a=1&b=2"), .cookies = true}));
    CHECK(body_of(fixture.fetch({.url = server_url("/cookies"), .cookies = true})).find("a=1") !=
          std::string::npos);
    CHECK(body_of(fixture.fetch({.url = server_url("/cookies")})) == R"({"cookie":""})");
    REQUIRE(fixture.fetch({.url = server_url("/cookies/set?c=3")}));
    CHECK(body_of(fixture.fetch({.url = server_url("/cookies")})) == R"({"cookie":""})");
    CHECK(body_of(fixture.fetch({.url = server_url("/cookies"), .cookies = true})).find("c=3") ==
          std::string::npos);
}

TEST_CASE("a unix socket is used in place of the network") {
    TemporaryFolder folder;
    test_server::ServerFixture server(folder.path("socket"));
    ClientFixture fixture;
    auto outcome = fixture.fetch({.url = "http://some.host/", .unix_socket = folder.path("socket")});
    CHECK(body_of(outcome) == "hello\n");
    auto missing = fixture.fetch({.url = "http://some.host/", .unix_socket = folder.path("none")});
    REQUIRE_FALSE(missing);
    CHECK(missing.error().kind == FailureKind::connection);
    CHECK(missing.error().message.find(folder.path("none")) != std::string::npos);
}

TEST_CASE("resolve leads a name elsewhere, for that transfer alone") {
    ClientFixture fixture;
    std::string port = std::to_string(shared_server().port());
    Request request{.url = "http://nowhere.invalid:" + port + "/echo",
                    .resolve = {{"nowhere.invalid:" + port, "127.0.0.1"}}};
    Echo echo(fixture.fetch(request));
    CHECK(echo.header("host") == "nowhere.invalid:" + port);
    request.resolve.clear();
    auto outcome = fixture.fetch(request);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().message.find("cannot be resolved") != std::string::npos);
}

TEST_CASE("HTTP/1.0 is spoken when asked for") {
    ClientFixture fixture;
    auto outcome = fixture.fetch({.url = server_url("/"), .http_version = HttpVersion::http1_0});
    CHECK(body_of(outcome) == "hello\n");
}

TEST_CASE("URLs that are none are refused with what is wrong") {
    ClientFixture fixture;
    for (const auto& [url, part] : std::vector<std::pair<std::string, std::string>>{
             {"", "no scheme"},
             {"example.com/x", "no scheme"},
             {"/pages", "no scheme"},
             {"ftp://example.com/x", "\"ftp\" is refused"},
             {"file:///etc/passwd", "\"file\" is refused"},
             {"http://", "no host"},
             {"http://host:99999/", "port"},
             {"http://127.0.0.1/a\r\nb", "control characters"},
             {std::string("http://127.0.0.1/a\0b", 19), "control characters"}}) {
        auto outcome = fixture.fetch({.url = url});
        REQUIRE_FALSE(outcome);
        CAPTURE(url, outcome.error().message);
        CHECK(outcome.error().kind == FailureKind::value);
        CHECK(outcome.error().message.find(part) != std::string::npos);
        CHECK(outcome.error().message.starts_with("GET "));
    }
}

}  // namespace
}  // namespace aiorun::http
