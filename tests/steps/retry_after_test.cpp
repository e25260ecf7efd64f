// The Retry-After header.
#include "steps/retry_after.hpp"

#include "tests/support/catch.hpp"
#include "value/error.hpp"

using namespace aiorun;
using std::chrono::seconds;
using steps::parse_retry_after;

TEST_CASE("Retry-After is a number of seconds") {
    CHECK(parse_retry_after("120", 0) == seconds(120));
    CHECK(parse_retry_after("0", 0) == seconds(0));
}

TEST_CASE("Retry-After is a date in any of HTTP's three forms") {
    constexpr double now = 784111777 - 30;  // 30 s before Sun, 06 Nov 1994 08:49:37 GMT
    CHECK(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now) == seconds(30));
    CHECK(parse_retry_after("Sunday, 06-Nov-94 08:49:37 GMT", now) == seconds(30));
    CHECK(parse_retry_after("Sun Nov  6 08:49:37 1994", now) == seconds(30));
}

TEST_CASE("a Retry-After date that has passed asks for no wait") {
    CHECK(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", 1e9) == seconds(0));
}

TEST_CASE("a bad Retry-After is none") {
    for (const char* text : {"", "-1", "soon", "1.5", "12 apples", "Sun, 06 Nov 1994", "1,2"}) {
        CHECK_FALSE(parse_retry_after(text, 0).has_value());
    }
}

TEST_CASE("an absurd Retry-After is bounded") {
    CHECK(parse_retry_after("9000000000000000000", 0) == seconds(1'000'000'000));
}

TEST_CASE("an error without a response has no Retry-After") {
    auto error = value::make_error(value::error_type::connection, "refused");
    CHECK_FALSE(steps::retry_after(*error, 0).has_value());
}
