// TLS: verified, with certificates of all kinds; HTTP/2 over it.
#include "tests/http/client_fixture.hpp"
#include "tests/http/echo.hpp"
#include "tests/server/tls_fixture.hpp"

namespace aiorun::http {
namespace {

using test_server::TlsServer;

test_server::TlsFixture& nginx() {
    static test_server::TlsFixture fixture(shared_server());
    return fixture;
}

Request request(TlsServer server, const std::string& path = "/echo") {
    return {.url = nginx().url(server, path), .tls = {.ca = nginx().authority()}};
}

std::string failure(TlsServer server) {
    ClientFixture fixture;
    auto outcome = fixture.fetch(request(server));
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == FailureKind::connection);
    CHECK_FALSE(outcome.error().request_sent);
    return outcome.error().message;
}

bool holds(const std::string& text, std::string_view part) {
    CAPTURE(text, part);
    return text.find(part) != std::string::npos;
}

TEST_CASE("a server with a good certificate is talked to, by HTTP/2 when it can") {
    ClientFixture fixture;
    auto outcome = fixture.fetch(request(TlsServer::good));
    Echo echo(outcome);
    CHECK(outcome->http_version == "2");
    CHECK(echo.header("protocol") == "HTTP/2.0");
    CHECK(outcome->timings.tls > outcome->timings.connect);
    auto older = fixture.fetch(request(TlsServer::http1));
    REQUIRE(older);
    CHECK(older->http_version == "1.1");
}

TEST_CASE("certificates that are not right are refused, and the message says what to do") {
    CHECK(holds(failure(TlsServer::expired), "has expired"));
    CHECK(holds(failure(TlsServer::wrong_host), "is for another host"));
    CHECK(holds(failure(TlsServer::self_signed), "not signed by a known CA"));
    CHECK(holds(failure(TlsServer::self_signed), "tls.ca"));
    ClientFixture fixture;
    auto unknown = fixture.fetch({.url = nginx().url(TlsServer::good, "/")});
    REQUIRE_FALSE(unknown);
    CHECK(holds(unknown.error().message, "give the CA's file in tls.ca"));
}

TEST_CASE("POSTs that HTTP/2 refuses, as the server ends a connection after so many requests, are sent again, once") {
    ClientFixture fixture({.per_host = 5});
    REQUIRE(fixture.fetch(request(TlsServer::tls1_2)));
    constexpr int count = 60;
    Request post = request(TlsServer::tls1_2, "/counter/refused");
    post.method = "POST";
    post.body = TextBody{"x", "text/plain"};
    std::vector<ClientFixture::Outcome> outcomes(count);
    for (auto& outcome : outcomes) {
        fixture.start_fetch(post, outcome);
    }
    fixture.run();
    for (const auto& outcome : outcomes) {
        CAPTURE(body_of(outcome));
        CHECK(outcome);
    }
    std::string counted = body_of(fixture.get("/counter/refused"));
    CHECK(counted == "{\"count\":" + std::to_string(count + 1) + "}");
}

TEST_CASE("insecure is the only way to talk to them") {
    ClientFixture fixture({.certificates = CertificateCheck::insecure});
    for (TlsServer server : {TlsServer::expired, TlsServer::wrong_host, TlsServer::self_signed}) {
        CHECK(fixture.fetch({.url = nginx().url(server, "/")}));
    }
}

TEST_CASE("a client certificate is shown when there is one, and asked for in words when there is none") {
    ClientFixture fixture;
    Request with = request(TlsServer::client_certificate);
    with.tls.certificate = nginx().path("client.pem");
    with.tls.key = nginx().path("client.key");
    CHECK(Echo(fixture.fetch(with)).header("client") == "CN=client");
    auto without = fixture.fetch(request(TlsServer::client_certificate));
    REQUIRE(without);
    CHECK(without->status == 400);  // nginx's way to ask
}

TEST_CASE("a client certificate does not go to another origin") {
    ClientFixture fixture;
    std::string target = nginx().url(TlsServer::client_certificate, "/echo");
    Request with = request(TlsServer::good, "/redirect-to?url=" + percent_encode(target));
    with.tls.certificate = nginx().path("client.pem");
    with.tls.key = nginx().path("client.key");
    auto outcome = fixture.fetch(with);
    REQUIRE(outcome);
    CHECK(outcome->status == 400);
}

TEST_CASE("a server below the minimum version is refused") {
    ClientFixture fixture;
    Request newer = request(TlsServer::tls1_2);
    CHECK(fixture.fetch(newer));
    newer.tls.minimum = TlsVersion::tls1_3;
    ClientFixture other;
    auto outcome = other.fetch(newer);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == FailureKind::connection);
    CHECK(holds(outcome.error().message, "version"));
}

TEST_CASE("https never redirects to http") {
    ClientFixture fixture;
    auto outcome =
        fixture.fetch(request(TlsServer::good, "/redirect-to?url=" + percent_encode(server_url("/echo"))));
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == FailureKind::value);
    CHECK(holds(outcome.error().message, "not encrypted"));
}

TEST_CASE("plain HTTP to a TLS port and TLS to a plain port are clear errors") {
    ClientFixture fixture;
    std::string plain = server_url("/").replace(0, 4, "https");
    auto outcome = fixture.fetch({.url = plain});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == FailureKind::connection);
    CHECK(holds(outcome.error().message, "TLS"));
}

TEST_CASE("files of the tls option that are missing or no certificates are named") {
    ClientFixture fixture;
    Request missing = request(TlsServer::good);
    missing.tls.ca = "/no/such/ca.pem";
    CHECK(holds(fixture.fetch(missing).error().message, "cannot read tls.ca /no/such/ca.pem"));
    Request wrong = request(TlsServer::good);
    wrong.tls.ca = "/etc/passwd";
    auto outcome = fixture.fetch(wrong);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == FailureKind::value);
}

TEST_CASE("many transfers share one HTTP/2 connection") {
    test_server::ServerFixture server;
    ClientFixture fixture;
    std::vector<ClientFixture::Outcome> outcomes(50);
    for (auto& outcome : outcomes) {
        fixture.start_fetch(request(TlsServer::good, "/delay/100"), outcome);
    }
    auto begin = std::chrono::steady_clock::now();
    fixture.run();
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(2));
    size_t handshakes = 0;
    for (const auto& outcome : outcomes) {
        REQUIRE(outcome);
        CHECK(outcome->http_version == "2");
        handshakes += outcome->timings.tls > Duration(0) ? 1 : 0;
    }
    CHECK(handshakes == 1);
}

TEST_CASE("a tunnel through a proxy carries TLS") {
    ClientFixture fixture;
    Request through = request(TlsServer::good);
    through.proxy = server_url("");
    through.headers = {{"X-Own", "1"}};
    Echo echo(fixture.fetch(through));
    CHECK(echo.header("x-own") == "1");
    CHECK(echo.header("proxy-connection") == "(none)");
}

}  // namespace
}  // namespace aiorun::http
