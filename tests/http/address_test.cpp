// Networks that are refused, by the address that is connected to.
#include "http/address.hpp"

#include "tests/http/client_fixture.hpp"

namespace aiorun::http {
namespace {

TEST_CASE("addresses belong to the network they lead to") {
    for (const auto& [address, network] : std::vector<std::pair<const char*, Network>>{
             {"169.254.169.254", Network::link_local},
             {"fe80::1", Network::link_local},
             {"fe80::1%eth0", Network::link_local},
             {"::ffff:169.254.169.254", Network::link_local},
             {"fd00:ec2::254", Network::link_local},
             {"64:ff9b::a9fe:a9fe", Network::link_local},
             {"64:ff9b:1::a9fe:a9fe", Network::link_local},           // NAT64 with a prefix of 96 bits
             {"64:ff9b:1:a9fe:a9:fe00::", Network::link_local},       // of 48
             {"64:ff9b:1:a9:fe:a9fe::", Network::link_local},         // of 56
             {"64:ff9b:1:aaaa:a9:fea9:fe00::", Network::link_local},  // of 64
             {"64:ff9b:1::7f00:1", Network::loopback},
             {"64:ff9b:1::a00:1", Network::private_use},
             {"64:ff9b:1::808:808", Network::global},
             {"::ffff:0:169.254.169.254", Network::link_local},
             {"::ffff:0:127.0.0.1", Network::loopback},
             {"::ffff:0:8.8.8.8", Network::global},
             {"127.0.0.1", Network::loopback},
             {"127.8.9.10", Network::loopback},
             {"0.0.0.0", Network::loopback},
             {"::1", Network::loopback},
             {"[::1]", Network::loopback},
             {"::", Network::loopback},
             {"::ffff:127.0.0.1", Network::loopback},
             {"2002:7f00:1::", Network::loopback},
             {"10.1.2.3", Network::private_use},
             {"172.16.0.1", Network::private_use},
             {"172.32.0.1", Network::global},
             {"192.168.255.255", Network::private_use},
             {"100.64.0.1", Network::private_use},
             {"fd12:3456::1", Network::private_use},
             {"8.8.8.8", Network::global},
             {"2001:4860:4860::8888", Network::global},
             {"example.com", Network::global},
         }) {
        CAPTURE(address);
        CHECK(classify(std::string_view(address)) == network);
    }
}

Failure refused(ClientFixture& fixture, Request request) {
    auto outcome = fixture.fetch(std::move(request));
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == FailureKind::value);
    CHECK_FALSE(outcome.error().request_sent);
    return outcome.error();
}

TEST_CASE("link-local addresses are refused unless they are allowed") {
    ClientFixture fixture;
    for (const char* url :
         {"http://169.254.169.254/latest/meta-data", "http://[fe80::1]/", "http://[::ffff:a9fe:a9fe]/",
          "http://2852039166/", "http://0xa9fea9fe/", "http://0251.0376.0251.0376/"}) {
        CAPTURE(url);
        CHECK(refused(fixture, {.url = url}).message.find("link-local") != std::string::npos);
    }
    CHECK(is_refused({}, Network::link_local));
    CHECK_FALSE(is_refused({.allow = {.link_local = true}}, Network::link_local));
}

TEST_CASE("a name is judged by what it leads to") {
    ClientFixture fixture;
    std::string port = std::to_string(shared_server().port());
    std::string message =
        refused(fixture, {.url = "http://localhost:" + port + "/", .addresses = {.deny = {.loopback = true}}})
            .message;
    CHECK(message.find("loopback") != std::string::npos);
    (void)refused(fixture, {.url = "http://public.example:" + port + "/",
                            .resolve = {{"public.example:" + port, "127.0.0.1"}},
                            .addresses = {.deny = {.loopback = true}}});
    (void)refused(fixture,
                  {.url = "http://public.example/", .resolve = {{"public.example:80", "169.254.169.254"}}});
}

TEST_CASE("a connection that another transfer opened is no way around") {
    ClientFixture fixture;
    std::string url = "http://localhost:" + std::to_string(shared_server().port()) + "/";
    REQUIRE(fixture.fetch({.url = url}));
    (void)refused(fixture, {.url = url, .addresses = {.deny = {.loopback = true}}});
    REQUIRE(fixture.fetch({.url = url}));
}

TEST_CASE("what is allowed wins over what is denied, and what is denied is only that") {
    ClientFixture fixture;
    CHECK(fixture.fetch(
        {.url = server_url("/"), .addresses = {.allow = {.loopback = true}, .deny = {.loopback = true}}}));
    CHECK(fixture.fetch({.url = server_url("/"), .addresses = {.deny = {.private_use = true}}}));
    CHECK(refused(fixture, {.url = "http://10.0.0.1/", .addresses = {.deny = {.private_use = true}}})
              .message.find("is private and refused by `deny`") != std::string::npos);
}

}  // namespace
}  // namespace aiorun::http
