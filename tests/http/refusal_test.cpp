// What is refused without asking anybody.
#include "http/refusal.hpp"

#include "tests/http/client_fixture.hpp"

namespace aiorun::http {
namespace {

std::string message_of(const Request& request) {
    std::optional<Failure> refusal = find_refusal(request);
    if (!refusal) {
        return {};
    }
    CHECK(refusal->kind == FailureKind::value);
    CHECK_FALSE(refusal->request_sent);
    return refusal->message;
}

TEST_CASE("a URL that cannot be fetched is refused before anybody is asked") {
    CHECK(message_of({.url = "http://a.test:0/x"}) == "GET http://a.test:0/x: the port is not a number from 1 to 65535");
    CHECK(message_of({.method = "post", .url = "http://a.test:65536/"}) ==
          "POST http://a.test:65536/: the port is not a number from 1 to 65535");
    CHECK(message_of({.url = "ftp://a.test/"}) == "GET ftp://a.test/: the scheme \"ftp\" is refused, expected http or https");
    CHECK(message_of({.url = "http://a.test:65535/"}).empty());
}

TEST_CASE("an address that is refused needs no connection to be known") {
    CHECK(message_of({.url = "http://169.254.169.254"}).starts_with("GET http://169.254.169.254/: the address 169.254.169.254 is link-local"));
    CHECK(message_of({.url = "http://169.254.169.254", .addresses = {.allow = {.link_local = true}}}).empty());
    AddressPolicy policy{.deny = {.loopback = true, .private_use = true}};
    CHECK(message_of({.url = "http://127.1/", .addresses = policy}) ==
          "GET http://127.0.0.1/: the address 127.0.0.1 is loopback and refused by `deny`");
    CHECK(message_of({.url = "http://10.0.0.1/", .addresses = policy}) ==
          "GET http://10.0.0.1/: the address 10.0.0.1 is private and refused by `deny`");
    CHECK(message_of({.url = "http://a.test/", .addresses = policy}).empty());
}

TEST_CASE("where localhost and entries of resolve lead to is known as well, unless another one makes the connection") {
    AddressPolicy policy{.deny = {.loopback = true, .private_use = true}};
    CHECK(message_of({.url = "http://localhost:1/", .addresses = policy}) ==
          "GET http://localhost:1/: the address 127.0.0.1 is loopback and refused by `deny`");
    CHECK(message_of({.url = "http://x.LOCALHOST/", .addresses = policy}).ends_with("is loopback and refused by `deny`"));
    CHECK(message_of({.url = "http://notlocalhost/", .addresses = policy}).empty());
    CHECK(message_of({.url = "http://localhost/", .unix_socket = "/run/x.sock", .addresses = policy}).empty());
    CHECK(message_of({.url = "http://localhost/", .proxy = "http://proxy.test:3128", .addresses = policy}).empty());
    CHECK(message_of({.url = "http://A.test/", .resolve = {{"a.test:80", "10.0.0.1"}}, .addresses = policy}) ==
          "GET http://a.test/: the address 10.0.0.1 is private and refused by `deny`");
    CHECK(message_of({.url = "http://a.test/", .resolve = {{"*:80", "[::1]"}}, .addresses = policy}) ==
          "GET http://a.test/: the address ::1 is loopback and refused by `deny`");
    CHECK(message_of({.url = "http://a.test/", .resolve = {{"a.test:81", "10.0.0.1"}}, .addresses = policy}).empty());
}

TEST_CASE("a client refuses what find_refusal refuses, in the same words") {
    ClientFixture fixture;
    std::string port = std::to_string(shared_server().port());
    AddressPolicy policy{.deny = {.loopback = true}};
    for (const Request& request : {Request{.url = "http://127.0.0.1:0/?a=b#c"},
                                   Request{.url = "http://127.0.0.1:65536/"},
                                   Request{.method = "put", .url = "ftp://user:pass@a.test/"},
                                   Request{.url = "http://169.254.169.254", .query = {{"a", "b"}}},
                                   Request{.url = "http://127.0.0.1:" + port, .addresses = policy},
                                   Request{.url = "http://a.test:1/", .resolve = {{"a.test:1", "127.0.0.1"}}, .addresses = policy}}) {
        INFO(request.url);
        ClientFixture::Outcome outcome = fixture.fetch(request);
        REQUIRE_FALSE(outcome);
        CHECK(message_of(request) == outcome.error().message);
    }
}

}  // namespace
}  // namespace aiorun::http
