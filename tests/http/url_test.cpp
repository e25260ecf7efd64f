// URLs as text: what messages show of them, and names that are not ASCII.
#include "http/url.hpp"

#include "http/target_url.hpp"
#include "tests/http/client_fixture.hpp"

namespace aiorun::http {
namespace {

TEST_CASE("messages show URLs without user and password, however they are written") {
    CHECK(shown_url("http://user:pass@host:1/a@b?c=d@e#f@g") == "http://host:1/a@b?c=d@e#f@g");
    CHECK(shown_url("user:pass@host:1") == "host:1");
    CHECK(shown_url("user@host") == "host");
    CHECK(shown_url("user:p@ss@host/") == "host/");
    CHECK(shown_url("//user:pass@host:99999/x") == "//host:99999/x");
    CHECK(shown_url("socks5h://user:pass@[::1]:1080") == "socks5h://[::1]:1080");
    CHECK(shown_url("/path@of/it") == "/path@of/it");
    CHECK(shown_url("?q=a@b") == "?q=a@b");
    CHECK(shown_url("host:1/user:name@x") == "host:1/user:name@x");
    CHECK(shown_url("") == "");
    CHECK(shown_url("http://h/\x1b\xc3\xbc") == "http://h/%1B%C3%BC");
    CHECK(shown_text("subject: mail=a@b, see http://user:pass@host/") == "subject: mail=a@b, see http://host/");
}

TEST_CASE("user and password of a URL are taken as they stand, and decoded") {
    CHECK(userinfo("http://user:p%40ss@host/") == "user:p%40ss");
    CHECK(userinfo("user:pass@host:1") == "user:pass");
    CHECK(userinfo("http://host/a@b").empty());
    CHECK(userinfo("host").empty());
    CHECK(percent_decode("p%40s%3as%") == "p@s:s%");
    CHECK(percent_decode("%4%zz%41") == "%4%zzA");
}

TEST_CASE("an internationalised name is looked up as DNS knows it") {
    auto url = parse_url({.url = "http://B\xc3\xbc" "cher.example:8080/\xc3\xbc?q=\xc3\xbc"});
    REQUIRE(url);
    CHECK(url->host == "xn--bcher-kva.example");
    CHECK(url->text == "http://xn--bcher-kva.example:8080/%c3%bc?q=%c3%bc");
    CHECK(url->origin == "http://xn--bcher-kva.example:8080");
    auto moved = resolve_location(*url, "//stra\xc3\x9f" "e.example/");
    REQUIRE(moved);
    CHECK(moved->host == "xn--strae-oqa.example");
    auto broken = parse_url({.url = "http://b\xff" "cher.example/"});
    REQUIRE_FALSE(broken);
    CHECK(broken.error().find("write it in ASCII (xn--") != std::string::npos);
}

TEST_CASE("what is wrong with a URL is said in the same words by every version of libcurl") {
    auto problem = [](const std::string& text) { return parse_url({.url = text}).error(); };
    CHECK(problem("").starts_with("the URL has no scheme"));
    CHECK(problem("http://") == "the URL has no host");
    CHECK(problem("http://h:99999/") == "the port is not a number from 1 to 65535");
    CHECK(problem("http://h:0/") == "the port is not a number from 1 to 65535");
    CHECK(problem("http://[zz]/") == "the URL is malformed: what stands in brackets is no IPv6 address");
    CHECK(problem("http://a b/") == "the URL is malformed: a character of the host's name is not allowed");
    CHECK(problem("http://h/\x01") == "the URL holds control characters");
    CHECK(problem("host/path").starts_with("the URL has no scheme"));
}

}  // namespace
}  // namespace aiorun::http
