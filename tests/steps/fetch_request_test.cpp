// From YAML to the request that is sent.
#include <array>

#include "tests/steps/fetch_world.hpp"
#include "tests/support/catch.hpp"

using namespace aiorun;
using test::FetchWorld;
using test::fields_text;

namespace {

std::string body_text(const http::Request& request) {
    const auto* body = std::get_if<http::TextBody>(&request.body);
    return body == nullptr ? "no text" : body->content_type + "|" + body->text;
}

const std::string url = "url: \"http://h/\"";

}  // namespace

TEST_CASE("a fetch of a URL is a GET") {
    FetchWorld world;
    http::Request request = world.request_of("http://h/a");
    CHECK(request.method == "GET");
    CHECK(request.url == "http://h/a");
    CHECK(std::holds_alternative<std::monostate>(request.body));
}

TEST_CASE("a body makes a POST and an upload a PUT unless the method is given") {
    FetchWorld world;
    CHECK(world.request_of("{ " + url + ", json: [1] }").method == "POST");
    CHECK(world.request_of("{ " + url + ", form: { a: 1 } }").method == "POST");
    CHECK(world.request_of("{ " + url + ", body: x }").method == "POST");
    CHECK(world.request_of("{ " + url + ", multipart: { a: 1 } }").method == "POST");
    CHECK(world.request_of("{ " + url + ", upload: /a/file }").method == "PUT");
    CHECK(world.request_of("{ " + url + ", body: x, method: PATCH }").method == "PATCH");
}

TEST_CASE("a json body is compact JSON with its content type") {
    FetchWorld world;
    CHECK(body_text(world.request_of("{ " + url + ", json: { a: [1, 2.0, \"ü\"] } }")) ==
          "application/json|{\"a\":[1,2.0,\"ü\"]}");
    CHECK(body_text(world.request_of("{ " + url + ", json: \"${{ [1 + 1] }}\" }")) == "application/json|[2]");
}

TEST_CASE("a form is urlencoded, a list repeats its field and a null is left out") {
    FetchWorld world;
    CHECK(body_text(world.request_of("{ " + url + ", form: { a: [1, \"b c\"], d: ~, e: true } }")) ==
          "application/x-www-form-urlencoded|a=1&a=b+c&e=true");
}

TEST_CASE("a raw body has no content type of its own") {
    FetchWorld world;
    CHECK(body_text(world.request_of("{ " + url + ", body: \"a\\nb\" }")) == "|a\nb");
    CHECK(body_text(world.request_of("{ " + url + ", body: 5 }")) == "|5");
}

TEST_CASE("multipart has values and files") {
    FetchWorld world;
    http::Request request = world.request_of(
        "{ " + url +
        ", multipart: { a: 1, f: { file: /x/y.txt, type: text/plain, filename: z }, j: { value: \"{}\", "
        "type: application/json } } }");
    const auto& parts = std::get<http::MultipartBody>(request.body).parts;
    REQUIRE(parts.size() == 3);
    CHECK(parts[0].value == "1");
    CHECK_FALSE(parts[0].is_file);
    CHECK(parts[1].is_file);
    CHECK(parts[1].file == "/x/y.txt");
    CHECK(parts[1].type == "text/plain");
    CHECK(parts[1].filename == "z");
    CHECK(parts[2].value == "{}");
    CHECK(parts[2].type == "application/json");
}

TEST_CASE("the query takes scalars and lists, and headers take numbers") {
    FetchWorld world;
    http::Request request = world.request_of(
        "{ " + url +
        ", query: { a: [1, 2], b: ~, c: x y, d: true }, headers: { X-N: 5, X-Null: ~, X-S: s } }");
    CHECK(fields_text(request.query) == "a=1&a=2&c=x y&d=true");
    CHECK(fields_text(request.headers) == "X-N=5&X-S=s");
}

TEST_CASE("defaults under http are those of every fetch") {
    FetchWorld world;
    http::Request request = world.request_of(
        "/a",
        "{ base_url: \"http://h:1\", timeout: 5s, headers: { X: 1 }, auth: { bearer: t }, expect: any }");
    CHECK(request.url == "http://h:1/a");
    CHECK(request.timeout == std::chrono::seconds(5));
    CHECK(fields_text(request.headers) == "X=1");
    CHECK(std::get<http::BearerAuth>(request.auth).token == "t");
    CHECK(http::is_expected(request, 500));
}

TEST_CASE("a relative URL is put behind base_url, with its path and its query") {
    FetchWorld world;
    const std::vector<std::array<const char*, 3>> cases{
        {"http://h/api", "/x", "http://h/api/x"},
        {"http://h/api", "x", "http://h/api/x"},
        {"http://h/api/", "/x", "http://h/api/x"},
        {"http://h/api/", "x/y/", "http://h/api/x/y/"},
        {"http://h", "x", "http://h/x"},
        {"http://h/api", "/", "http://h/api/"},
        {"http://h/api", "?a=1", "http://h/api?a=1"},
        {"http://h/api", "x?a=1", "http://h/api/x?a=1"},
        {"http://h/api?key=k", "x", "http://h/api/x?key=k"},
        {"http://h/api?key=k", "x?a=1", "http://h/api/x?a=1&key=k"},
        {"http://h/api", "//other/x", "http://h/api/other/x"},  // never to another host
        {"http://h/api", "http://other/x", "http://other/x"},
        {"http://h/api", "HTTPS://other/x", "HTTPS://other/x"},
    };
    for (const auto& [base, path, expected] : cases) {
        CHECK(world.request_of("\"" + std::string(path) + "\"", "{ base_url: \"" + std::string(base) + "\" }").url ==
              expected);
    }
}

TEST_CASE("a step's options win over the defaults key by key, and a null switches one off") {
    FetchWorld world;
    http::Request request =
        world.request_of("{ " + url + ", timeout: 1s, connect_timeout: ~, max_redirects: \"${{ null }}\" }",
                         "{ timeout: 5s, connect_timeout: 7s, max_redirects: 3, cookies: true }");
    CHECK(request.timeout == std::chrono::seconds(1));
    CHECK(request.connect_timeout == std::chrono::seconds(30));
    CHECK(request.redirects.maximum == 10);
    CHECK(request.cookies);
}

TEST_CASE("headers of the step and the defaults are merged regardless of case") {
    FetchWorld world;
    http::Request request = world.request_of("{ " + url + ", headers: { x-a: 2, X-C: ~ } }",
                                             "{ headers: { X-A: 1, X-B: 1, X-C: 1 } }");
    CHECK(fields_text(request.headers) == "X-B=1&x-a=2");
    CHECK(world.request_of("{ " + url + ", headers: ~ }", "{ headers: { X-A: 1 } }").headers.empty());
}

TEST_CASE("queries of the step and the defaults are merged") {
    FetchWorld world;
    CHECK(
        fields_text(world.request_of("{ " + url + ", query: { page: 2 } }", "{ query: { key: k, page: 1 } }")
                        .query) == "key=k&page=2");
}

TEST_CASE("a body of the step replaces another body of the defaults") {
    FetchWorld world;
    CHECK(body_text(world.request_of("{ " + url + ", form: { a: 1 } }", "{ json: { b: 2 } }")) ==
          "application/x-www-form-urlencoded|a=1");
}

TEST_CASE("an Authorization header of the step replaces auth of the defaults") {
    FetchWorld world;
    http::Request request =
        world.request_of("{ " + url + ", headers: { authorization: Other } }", "{ auth: { bearer: t } }");
    CHECK(std::holds_alternative<std::monostate>(request.auth));
}

TEST_CASE("expressions under http see params and vars as they are when a fetch begins") {
    FetchWorld world;
    CHECK(world.outcome("params: { base: \"http://h\" }\nvars: { token: a }\n"
                        "http: { base_url: \"${{ base }}\", headers: { X: \"${{ token }}\" } }\n"
                        "main:\n  - fetch: /1\n  - assign: { token: b }\n  - fetch: /2\n") == "null");
    REQUIRE(world.requests.size() == 2);
    CHECK(world.requests[0].url == "http://h/1");
    CHECK(fields_text(world.requests[0].headers) == "X=a");
    CHECK(fields_text(world.requests[1].headers) == "X=b");
}

TEST_CASE("all forms of auth reach the request") {
    FetchWorld world;
    http::Request basic = world.request_of("{ " + url + ", auth: { basic: { user: u, password: p } } }");
    CHECK(std::get<http::BasicAuth>(basic.auth).user == "u");
    http::Request digest = world.request_of("{ " + url + ", auth: { digest: { user: u, password: 5 } } }");
    CHECK(std::get<http::DigestAuth>(digest.auth).password == "5");
}

TEST_CASE("options of the connection reach the request") {
    FetchWorld world;
    http::Request request = world.request_of(
        "{ " + url +
        ", http_version: 1.1, unix_socket: /s, resolve: { \"h:80\": 127.0.0.1 }, proxy: \"http://p:1\", "
        "tls: { ca: /ca, cert: /c, key: /k, min_version: 1.2 }, allow: [link_local], deny: [loopback, "
        "private], "
        "compressed: false }");
    CHECK(request.http_version == http::HttpVersion::http1_1);
    CHECK(request.unix_socket == "/s");
    CHECK(fields_text(request.resolve) == "h:80=127.0.0.1");
    CHECK(request.proxy == "http://p:1");
    CHECK(request.tls.ca == "/ca");
    CHECK(request.tls.certificate == "/c");
    CHECK(request.tls.minimum == http::TlsVersion::tls1_2);
    CHECK(request.addresses.allow.link_local);
    CHECK(request.addresses.deny.loopback);
    CHECK(request.addresses.deny.private_use);
    CHECK_FALSE(request.addresses.deny.link_local);
    CHECK_FALSE(request.compressed);
    CHECK(world.request_of("{ " + url + ", http_version: 2 }").http_version == http::HttpVersion::http2);
    CHECK(world.request_of("{ " + url + ", proxy: false }").proxy == "");
    CHECK_FALSE(world.request_of("{ " + url + " }").proxy.has_value());
}

TEST_CASE("limits reach the request") {
    FetchWorld world;
    http::Request request = world.request_of(
        "{ " + url +
        ", timeout: 1m, connect_timeout: 2, low_speed: { limit: 1KiB, time: 3s }, max_body: 10 MB, "
        "follow_redirects: false, max_redirects: 0, redirect_headers: keep }");
    CHECK(request.timeout == std::chrono::minutes(1));
    CHECK(request.connect_timeout == std::chrono::seconds(2));
    CHECK(request.low_speed.limit == 1024);
    CHECK(request.low_speed.time == std::chrono::seconds(3));
    CHECK(request.max_body == 10'000'000);
    CHECK_FALSE(request.redirects.follow);
    CHECK(request.redirects.maximum == 0);
    CHECK(request.redirects.headers == http::RedirectHeaders::keep);
}

TEST_CASE("save, sha256 and resume reach the request") {
    FetchWorld world;
    http::Request request =
        world.request_of("{ " + url + ", save: /f, resume: true, sha256: \"" + std::string(64, 'A') + "\" }");
    REQUIRE(request.save);
    CHECK(request.save->path == "/f");
    CHECK(request.save->resume);
    CHECK(request.save->sha256 == std::string(64, 'a'));
}

TEST_CASE("expect takes a status, a class, a list, or any") {
    FetchWorld world;
    http::Request one = world.request_of("{ " + url + ", expect: 200 }");
    CHECK(http::is_expected(one, 200));
    CHECK_FALSE(http::is_expected(one, 201));
    http::Request mixed = world.request_of("{ " + url + ", expect: [2xx, 404] }");
    CHECK(http::is_expected(mixed, 204));
    CHECK(http::is_expected(mixed, 404));
    CHECK_FALSE(http::is_expected(mixed, 403));
    CHECK(http::is_expected(world.request_of("{ " + url + ", expect: any }"), 599));
    CHECK_FALSE(http::is_expected(world.request_of("{ " + url + " }"), 400));
}

TEST_CASE("what an expression gives and does not fit is a ValueError that names the option") {
    FetchWorld world;
    CHECK(world.outcome("vars: { v: [1] }\nmain: [ { fetch: { " + url + ", timeout: \"${{ v }}\" } } ]") ==
          "ValueError: \"timeout\" is a duration such as 2, 1.5, `150ms` or `1m30s`, found [1]");
    CHECK(world.outcome("vars: { v: ftp }\nmain: [ { fetch: { " + url + ", expect: \"${{ v }}\" } } ]")
              .substr(0, 25) == "ValueError: \"expect\" is a");
    CHECK(world.outcome("vars: { v: { basic: { user: u } } }\nmain: [ { fetch: { " + url +
                        ", auth: \"${{ v }}\" } } ]") ==
          "ValueError: \"auth.basic\" needs the key \"password\"");
    CHECK(world.requests.empty());
}

TEST_CASE("two bodies that expressions give are a ValueError") {
    FetchWorld world;
    std::string text =
        "vars: { v: { a: 1 } }\nhttp: { json: \"${{ v }}\", form: ~ }\nmain: [ { fetch: { " + url + " } } ]";
    CHECK(world.outcome(text) == "null");
}

TEST_CASE("a relative URL without base_url that is known only in the run is a ValueError") {
    FetchWorld world;
    CHECK(world.outcome("vars: { v: a/b }\nmain: [ { fetch: \"${{ v }}\" } ]") ==
          "ValueError: the URL \"a/b\" is relative, and there is no `base_url` under `http:`");
}
