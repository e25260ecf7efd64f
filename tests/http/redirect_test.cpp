// Redirects: how far, where to, and what goes along.
#include "tests/http/client_fixture.hpp"
#include "tests/http/echo.hpp"

namespace aiorun::http {
namespace {

std::string redirect_to(const std::string& url, int status = 302) {
    return server_url("/redirect-to?status=" + std::to_string(status) + "&url=" + percent_encode(url));
}

/// The same server under another name is another origin.
std::string elsewhere(const std::string& path) {
    return "http://localhost:" + std::to_string(shared_server().port()) + path;
}

TEST_CASE("redirects are followed and the response tells where it came from") {
    ClientFixture fixture;
    auto outcome = fixture.get("/redirect/3");
    REQUIRE(outcome);
    CHECK(outcome->status == 200);
    CHECK(outcome->url == server_url("/echo"));
    CHECK(outcome->redirects == 3);
}

TEST_CASE("what came before the last request is the time of redirects, and the other times are those of the last one") {
    ClientFixture fixture;
    auto kept = fixture.fetch({.url = redirect_to(server_url("/delay/20"))});
    REQUIRE(kept);
    CHECK(kept->timings.redirect > Duration(0));
    CHECK(kept->timings.dns == Duration(0));
    CHECK(kept->timings.connect == Duration(0));  // the connection of the redirect
    CHECK(kept->timings.first_byte >= kept->timings.redirect + std::chrono::milliseconds(20));
    CHECK(kept->timings.total >= kept->timings.first_byte);
    CHECK(kept->course.last_began > kept->course.began);
    auto other = fixture.fetch({.url = redirect_to(elsewhere("/echo"))});
    REQUIRE(other);
    CHECK(other->timings.redirect > Duration(0));
    CHECK(other->timings.connect > Duration(0));
    CHECK(other->timings.first_byte >= other->timings.redirect + other->timings.connect);
    CHECK(fixture.get("/echo")->timings.redirect == Duration(0));
}

TEST_CASE("a redirect is a response like another when following is off, or when it leads nowhere") {
    ClientFixture fixture;
    auto outcome = fixture.fetch({.url = server_url("/redirect/1"), .redirects = {.follow = false}});
    REQUIRE(outcome);
    CHECK(outcome->status == 302);
    CHECK(body_of(outcome) == "go on\n");
    CHECK(header_of(*outcome, "location") == "/echo");
    auto nowhere = fixture.get("/fault/redirect-nowhere");
    REQUIRE(nowhere);
    CHECK(nowhere->status == 302);
    auto empty = fixture.get("/fault/redirect-to-nothing");
    CHECK(body_of(empty) == "where");
    CHECK(empty->url == server_url("/fault/redirect-to-nothing"));
}

TEST_CASE("more redirects than allowed are an HTTPError") {
    ClientFixture fixture;
    CHECK(fixture.fetch({.url = server_url("/redirect/2"), .redirects = {.maximum = 2}}));
    for (const char* path : {"/redirect/3", "/redirect-loop"}) {
        auto outcome = fixture.fetch({.url = server_url(path), .redirects = {.maximum = 2}});
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().kind == FailureKind::http);
        CHECK(outcome.error().status == 302);
        REQUIRE(outcome.error().response);
        CHECK(outcome.error().response->status == 302);
        CHECK_FALSE(header_of(*outcome.error().response, "location").empty());
        CHECK(outcome.error().response->redirects == 2);
        CHECK(outcome.error().message.find("more than 2 redirects") != std::string::npos);
    }
    CHECK_FALSE(fixture.fetch({.url = server_url("/redirect/1"), .redirects = {.maximum = 0}}));
}

TEST_CASE("methods change over redirects as in browsers and curl") {
    ClientFixture fixture;
    struct Case {
        int status;
        const char* method;
        const char* after;
    };
    for (Case each : {Case{301, "POST", "GET"},
                      {302, "POST", "GET"},
                      {303, "POST", "GET"},
                      {307, "POST", "POST"},
                      {308, "POST", "POST"},
                      {302, "PUT", "PUT"},
                      {303, "PUT", "GET"},
                      {301, "DELETE", "DELETE"}}) {
        Echo echo(fixture.fetch({.method = each.method,
                                 .url = redirect_to("/echo", each.status),
                                 .body = TextBody{"body", "text/plain"}}));
        CAPTURE(each.status, each.method);
        CHECK(echo.field("method") == each.after);
        bool kept = std::string_view(each.after) == each.method;
        CHECK(echo.field("body") == (kept ? "body" : ""));
        CHECK(echo.header("content-type") == (kept ? "text/plain" : "(none)"));
        CHECK(echo.header("content-length") == (kept ? "4" : "(none)"));
    }
    auto head = fixture.fetch({.method = "HEAD", .url = redirect_to("/echo", 303)});
    REQUIRE(head);
    CHECK(head->status == 200);
    CHECK(body_of(head).empty());
}

TEST_CASE("what was sent before a redirect was sent, though the last server cannot be reached") {
    ClientFixture fixture;
    for (int status : {302, 307}) {
        auto outcome = fixture.fetch({.method = "POST",
                                      .url = redirect_to(std::string(dead_url), status),
                                      .body = TextBody{"x", "text/plain"}});
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().kind == FailureKind::connection);
        CHECK(outcome.error().request_sent);
    }
}

TEST_CASE("a response tells the method that it answers, and where its first redirect came from") {
    ClientFixture fixture;
    std::string first = redirect_to("/status/404", 303);
    auto outcome = fixture.fetch({.method = "POST", .url = first, .body = TextBody{"x", "text/plain"}});
    REQUIRE(outcome);
    CHECK(outcome->method == "GET");
    CHECK(outcome->redirected_from == first);
    auto plain = fixture.fetch({.method = "post", .url = server_url("/echo")});
    CHECK(plain->method == "POST");
    CHECK(plain->redirected_from.empty());
}

TEST_CASE("headers and credentials go along on the same origin") {
    ClientFixture fixture;
    Echo echo(fixture.fetch(
        {.url = redirect_to("/echo"), .headers = {{"X-Api-Key", "k"}}, .auth = BearerAuth{"t"}}));
    CHECK(echo.header("x-api-key") == "k");
    CHECK(echo.header("authorization") == "Bearer t");
}

TEST_CASE("no header of the workflow and no credential goes to another origin") {
    ClientFixture fixture;
    for (const Auth& auth : std::vector<Auth>{BearerAuth{"t"}, BasicAuth{"u", "p"}, DigestAuth{"u", "p"}}) {
        Echo echo(fixture.fetch({.method = "POST",
                                 .url = redirect_to(elsewhere("/echo"), 307),
                                 .headers = {{"X-Api-Key", "k"}, {"Cookie", "c=1"}, {"User-Agent", "mine"}},
                                 .body = TextBody{"kept", "text/plain"},
                                 .auth = auth}));
        CHECK(echo.header("x-api-key") == "(none)");
        CHECK(echo.header("cookie") == "(none)");
        CHECK(echo.header("user-agent") == "aiorun");
        CHECK(echo.header("authorization") == "(none)");
        CHECK(echo.field("body") == "kept");
    }
}

TEST_CASE("headers that were dropped stay dropped when a redirect leads back") {
    ClientFixture fixture;
    std::string back = elsewhere("/redirect-to?url=" + percent_encode(server_url("/echo")));
    Echo echo(
        fixture.fetch({.url = redirect_to(back), .headers = {{"X-Api-Key", "k"}}, .auth = BearerAuth{"t"}}));
    CHECK(echo.header("x-api-key") == "(none)");
    CHECK(echo.header("authorization") == "(none)");
}

TEST_CASE("redirect_headers keep sends headers and credentials everywhere") {
    ClientFixture fixture;
    Echo echo(fixture.fetch({.url = redirect_to(elsewhere("/echo")),
                             .headers = {{"X-Api-Key", "k"}},
                             .auth = BearerAuth{"t"},
                             .redirects = {.headers = RedirectHeaders::keep}}));
    CHECK(echo.header("x-api-key") == "k");
    CHECK(echo.header("authorization") == "Bearer t");
}

TEST_CASE("credentials of the URL do not go to another origin, but to the same they do") {
    ClientFixture fixture;
    std::string same = redirect_to(server_url("/echo"));
    same.insert(7, "u:p@");
    CHECK(Echo(fixture.fetch({.url = same})).header("authorization") == "Basic dTpw");
    std::string other = redirect_to(elsewhere("/echo"));
    other.insert(7, "u:p@");
    CHECK(Echo(fixture.fetch({.url = other})).header("authorization") == "(none)");
}

TEST_CASE("redirects to other schemes are refused") {
    ClientFixture fixture;
    for (const char* url : {"file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x",
                            "javascript:alert(1)", "data:text/plain,x", "ldap://127.0.0.1/"}) {
        auto outcome = fixture.fetch({.url = redirect_to(url)});
        CAPTURE(url, body_of(outcome));
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().kind == FailureKind::value);
    }
}

TEST_CASE("a redirect to a URL that is none is the server's fault") {
    ClientFixture fixture;
    auto outcome = fixture.fetch({.url = redirect_to("http://127.0.0.1:99999999/")});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == FailureKind::connection);
}

TEST_CASE("each hop's address is checked") {
    ClientFixture fixture;
    auto metadata = fixture.fetch({.url = redirect_to("http://169.254.169.254/latest/meta-data")});
    REQUIRE_FALSE(metadata);
    CHECK(metadata.error().kind == FailureKind::value);
    CHECK(metadata.error().message.find("link-local") != std::string::npos);
    CHECK(metadata.error().message.find("redirected from " + server_url("/redirect-to")) !=
          std::string::npos);
}

TEST_CASE("the endless body of a redirect is not waited for") {
    ClientFixture fixture;
    Echo echo(fixture.fetch({.url = server_url("/fault/redirect-with-large-body")}));
    CHECK(echo.field("method") == "GET");
}

TEST_CASE("cookies set on the way are sent on the way") {
    ClientFixture fixture;
    REQUIRE(fixture.fetch({.url = server_url("/cookies/set?way=1"), .cookies = true}));
    auto outcome = fixture.fetch({.url = redirect_to("/cookies"), .cookies = true});
    CHECK(body_of(outcome).find("way=1") != std::string::npos);
}

TEST_CASE("a timeout covers all hops") {
    ClientFixture fixture;
    auto outcome = fixture.fetch(
        {.url = redirect_to(redirect_to("/delay/2000")), .timeout = std::chrono::milliseconds(200)});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == FailureKind::timeout);
}

}  // namespace
}  // namespace aiorun::http
