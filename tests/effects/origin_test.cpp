#include "effects/origin.hpp"

#include "tests/support/catch.hpp"

namespace aiorun::effects {
namespace {

TEST_CASE("an origin is the same however it is written") {
    for (const char* url : {"http://localhost/a", "HTTP://LOCALHOST:80/a", "http://localhost:080?x", "http://u:p@localhost#f", "http://localhost:"}) {
        CHECK(origin_of(url) == "http://localhost");
    }
    CHECK(origin_of("https://h:443/") == "https://h");
    CHECK(origin_of("https://h:80/") == "https://h:80");
    CHECK(origin_of("http://h:08080/") == "http://h:8080");
    CHECK(origin_of("http://h:0/") == "http://h:0");
    CHECK(origin_of("http://[::1]/x") == "http://[::1]");
    CHECK(origin_of("http://[::1]:80/x") == "http://[::1]");
    CHECK(origin_of("http://[::1]:81/x") == "http://[::1]:81");
    CHECK(origin_of("http://~Host~:80/x") == "http://~Host~:80");
}

}  // namespace
}  // namespace aiorun::effects
