// Proxies: which one, for which URL; and what it is sent.
#include "http/proxy.hpp"

#include "http/target_url.hpp"
#include "tests/http/client_fixture.hpp"
#include "tests/http/echo.hpp"

namespace aiorun::http {
namespace {

std::string proxy_url() {
    return server_url("");
}

/// Sets environment variables while it lives.
class Environment {
  public:
    explicit Environment(std::vector<Field> variables) : variables_(std::move(variables)) {
        for (const Field& variable : variables_) {
            setenv(variable.name.c_str(), variable.value.c_str(), 1);
        }
    }
    ~Environment() {
        for (const Field& variable : variables_) {
            unsetenv(variable.name.c_str());
        }
    }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

  private:
    std::vector<Field> variables_;
};

bool exempt(const std::string& none_for, const std::string& url) {
    auto target = parse_url({.url = url});
    REQUIRE(target);
    return is_exempt(none_for, *target);
}

TEST_CASE("no_proxy matches names, domains, addresses and networks as curl does") {
    CHECK(exempt("example.com", "http://example.com/"));
    CHECK(exempt("example.com", "http://www.example.com/"));
    CHECK(exempt(".example.com", "http://www.example.com/"));
    CHECK(exempt(".example.com", "http://example.com/"));
    CHECK_FALSE(exempt("example.com", "http://badexample.com/"));
    CHECK_FALSE(exempt("www.example.com", "http://example.com/"));
    CHECK(exempt("a.com, b.com c.com", "http://C.com/"));
    CHECK(exempt("*", "http://anything/"));
    CHECK(exempt("127.0.0.1", "http://127.0.0.1:80/"));
    CHECK_FALSE(exempt("127.0.0.1", "http://127.0.0.2/"));
    CHECK(exempt("10.0.0.0/8", "http://10.20.30.40/"));
    CHECK_FALSE(exempt("10.0.0.0/8", "http://11.0.0.1/"));
    CHECK(exempt("[::1]", "http://[::1]/"));
    CHECK(exempt("::1", "http://[::1]/"));
    CHECK(exempt("fd00::/8", "http://[fd12::1]/"));
    CHECK(exempt("host:8080", "http://host:8080/"));
    CHECK_FALSE(exempt("host:8080", "http://host:8081/"));
    CHECK_FALSE(exempt("", "http://host/"));
    CHECK_FALSE(exempt(" , ,", "http://host/"));
}

TEST_CASE("an http URL is asked of the proxy as it stands") {
    ClientFixture fixture;
    Echo echo(fixture.fetch({.url = "http://far.invalid/echo?a=b", .proxy = proxy_url()}));
    CHECK(echo.field("proxied") == "true");
    CHECK(echo.field("target") == "http://far.invalid/echo?a=b");
    CHECK(echo.header("host") == "far.invalid");
}

TEST_CASE("the proxy's credentials go to the proxy and into no message") {
    ClientFixture fixture;
    std::string proxy = "http://user:secret@127.0.0.1:" + std::to_string(shared_server().port());
    Echo echo(fixture.fetch({.url = "http://far.invalid/echo", .proxy = proxy}));
    CHECK(echo.header("proxy-authorization") == "Basic dXNlcjpzZWNyZXQ=");
    CHECK(echo.header("authorization") == "(none)");
    auto failed = fixture.fetch({.url = "http://far.invalid/", .proxy = "http://user:secret@127.0.0.1:9"});
    REQUIRE_FALSE(failed);
    CHECK(failed.error().message.find("refused by the proxy http://127.0.0.1:9") != std::string::npos);
    CHECK(failed.error().message.find("secret") == std::string::npos);
    auto bare = fixture.fetch({.url = "http://far.invalid/", .proxy = "user:secret@127.0.0.1:9"});
    REQUIRE_FALSE(bare);
    CHECK(bare.error().message.find("refused by the proxy 127.0.0.1:9") != std::string::npos);
    CHECK(bare.error().message.find("secret") == std::string::npos);
}

TEST_CASE("the credentials of a proxy are told to whom masks them") {
    std::vector<std::string> told;
    ClientFixture fixture({.on_credential = [&](std::string_view text) { told.emplace_back(text); }});
    for (const char* proxy : {"http://user:se%63ret@127.0.0.1:9", "bob:literal@127.0.0.1:9", "127.0.0.1:9"}) {
        CHECK_FALSE(fixture.fetch({.url = "http://far.invalid/", .proxy = proxy}));
    }
    CHECK(told == std::vector<std::string>{"user:secret", "secret", "bob:literal", "literal"});
}

TEST_CASE("the environment's proxies are used, no_proxy and an empty proxy are exceptions") {
    Environment environment({{"http_proxy", proxy_url()}, {"no_proxy", "127.0.0.1"}});
    ClientFixture fixture;
    CHECK(Echo(fixture.fetch({.url = "http://far.invalid/echo"})).field("proxied") == "true");
    CHECK(Echo(fixture.fetch({.url = server_url("/echo")})).field("proxied") == "false");
    CHECK_FALSE(fixture.fetch({.url = "http://far.invalid/echo", .proxy = ""}));
}

TEST_CASE("all_proxy is for those without one of their own, and HTTP_PROXY in capitals is ignored") {
    {
        Environment environment({{"ALL_PROXY", proxy_url()}});
        ClientFixture fixture;
        CHECK(Echo(fixture.fetch({.url = "http://far.invalid/echo"})).field("proxied") == "true");
    }
    Environment environment({{"HTTP_PROXY", proxy_url()}});
    ClientFixture fixture;
    CHECK_FALSE(fixture.fetch({.url = "http://far.invalid/echo"}));
}

TEST_CASE("the address of a proxy is not judged by what is denied for servers") {
    ClientFixture fixture;
    CHECK(fixture.fetch(
        {.url = "http://far.invalid/echo", .proxy = proxy_url(), .addresses = {.deny = {.loopback = true}}}));
    CHECK_FALSE(fixture.fetch({.url = "http://169.254.169.254/echo", .proxy = proxy_url()}));
}

TEST_CASE("a proxy that refuses a tunnel, or speaks no TLS behind it, is a ConnectionError") {
    ClientFixture fixture;
    auto refused = fixture.fetch({.url = "https://refused.invalid/", .proxy = proxy_url()});
    REQUIRE_FALSE(refused);
    CAPTURE(refused.error().message);
    CHECK(refused.error().kind == FailureKind::connection);
    CHECK(refused.error().message.find("403") != std::string::npos);
}

}  // namespace
}  // namespace aiorun::http
