// Link headers, and URLs seen from other URLs.
#include "steps/link_header.hpp"
#include "steps/url_reference.hpp"
#include "tests/support/catch.hpp"

using aiorun::steps::find_link;
using aiorun::steps::origin_of;
using aiorun::steps::resolve_reference;

TEST_CASE("the link of a relation is found among others") {
    std::string_view header =
        "<http://h/?p=1>; rel=\"prev\", <http://h/?p=3>; rel=\"next\", <http://h/?p=9>; rel=last";
    CHECK(find_link(header, "next") == "http://h/?p=3");
    CHECK(find_link(header, "last") == "http://h/?p=9");
    CHECK_FALSE(find_link(header, "first").has_value());
}

TEST_CASE("a link may have several relations, other params, commas and escapes") {
    CHECK(find_link("</a,b;c>; title=\"x, rel=\\\"next\\\"\"; rel=\"start NEXT\"", "next") == "/a,b;c");
    CHECK(find_link("<a>;rel=prev;rel=next,<b>;REL=Next", "next") == "b");
    CHECK(find_link("< a > ; rel = next", "next") == "a");
}

TEST_CASE("a malformed Link header gives what can be read") {
    for (std::string_view header :
         {"", ",,,", "<", "<a", "<a>", "a; rel=next", "<a>; rel=", "<a>; rel=\"next", ";", "\""}) {
        CAPTURE(header);
        auto link = find_link(header, "next");
        CHECK((!link || *link == "a"));
    }
    CHECK(find_link("junk, <a>; rel=next", "next") == "a");
    CHECK(find_link("junk <a>; rel=next", "next").has_value() == false);
}

TEST_CASE("references are resolved as RFC 3986 5.4 shows") {
    constexpr std::string_view base = "http://a/b/c/d;p?q";
    constexpr std::pair<std::string_view, std::string_view> cases[] = {{"g", "http://a/b/c/g"},
                                                                       {"./g", "http://a/b/c/g"},
                                                                       {"g/", "http://a/b/c/g/"},
                                                                       {"/g", "http://a/g"},
                                                                       {"//g", "http://g"},
                                                                       {"?y", "http://a/b/c/d;p?y"},
                                                                       {"g?y", "http://a/b/c/g?y"},
                                                                       {";x", "http://a/b/c/;x"},
                                                                       {"", "http://a/b/c/d;p?q"},
                                                                       {".", "http://a/b/c/"},
                                                                       {"./", "http://a/b/c/"},
                                                                       {"..", "http://a/b/"},
                                                                       {"../", "http://a/b/"},
                                                                       {"../g", "http://a/b/g"},
                                                                       {"../..", "http://a/"},
                                                                       {"../../g", "http://a/g"},
                                                                       {"../../../g", "http://a/g"},
                                                                       {"/./g", "http://a/g"},
                                                                       {"/../g", "http://a/g"},
                                                                       {"g.", "http://a/b/c/g."},
                                                                       {"..g", "http://a/b/c/..g"},
                                                                       {"./../g", "http://a/b/g"},
                                                                       {"./g/.", "http://a/b/c/g/"},
                                                                       {"g/./h", "http://a/b/c/g/h"},
                                                                       {"g/../h", "http://a/b/c/h"},
                                                                       {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
                                                                       {"g?y/../x", "http://a/b/c/g?y/../x"},
                                                                       {"https://x/y/../z", "https://x/z"}};
    for (const auto& [reference, expected] : cases) {
        CAPTURE(reference);
        CHECK(resolve_reference(base, reference) == expected);
    }
    CHECK(resolve_reference("http://a", "b") == "http://a/b");
    CHECK(resolve_reference("http://a?x", "b") == "http://a/b");
}

TEST_CASE("an origin has the port that is meant, and no credentials") {
    CHECK(origin_of("http://H/a") == "http://h:80");
    CHECK(origin_of("https://u:p@h") == "https://h:443");
    CHECK(origin_of("http://h:8080/") == "http://h:8080");
    CHECK(origin_of("http://h:/") == "http://h:80");
    CHECK(origin_of("http://[::1]/") == "http://[::1]:80");
    CHECK(origin_of("http://[::1]:81/") == "http://[::1]:81");
}

TEST_CASE("a user goes along when the URL has none") {
    CHECK(aiorun::steps::with_user_of("http://u:p@h/a", "http://h/b") == "http://u:p@h/b");
    CHECK(aiorun::steps::with_user_of("http://u:p@h/a", "http://v@h/b") == "http://v@h/b");
    CHECK(aiorun::steps::with_user_of("http://h/a", "http://h/b@") == "http://h/b@");
}
