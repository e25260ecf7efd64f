#include "document/duration.hpp"

#include <cmath>
#include <limits>

#include "tests/support/catch.hpp"

namespace aiorun::document {
namespace {

using namespace std::chrono_literals;
using value::Value;

constexpr Duration longest = Duration(std::numeric_limits<int64_t>::max());

}  // namespace

TEST_CASE("a duration has units") {
    CHECK(parse_duration("150ms") == 150ms);
    CHECK(parse_duration("2s") == 2s);
    CHECK(parse_duration("3m") == 3min);
    CHECK(parse_duration("2h") == 2h);
    CHECK(parse_duration("1d") == 24h);
    CHECK(parse_duration("1m30s") == 90s);
    CHECK(parse_duration("1d2h3m4s5ms") == 26h + 3min + 4s + 5ms);
}

TEST_CASE("a duration may have decimals") {
    CHECK(parse_duration("1.5s") == 1500ms);
    CHECK(parse_duration("0.25h") == 15min);
    CHECK(parse_duration("0.000000001s") == 1ns);
    CHECK(parse_duration("1.5m0.5s") == 90500ms);
}

TEST_CASE("a number in a string is a number of seconds") {
    CHECK(parse_duration("2") == 2s);
    CHECK(parse_duration("0.1") == 100ms);
}

TEST_CASE("a duration may be negative") {
    CHECK(parse_duration("-5s") == -5s);
    CHECK(to_duration(Value(-1.5)) == -1500ms);
}

TEST_CASE("what is no duration is refused and the message says what is expected") {
    for (const char* text :
         {"", "-", "s", "5 s", "1h30", "1.s", ".5s", "5us", "5S", "1e3s", "inf", "nan", "5s "}) {
        CAPTURE(text);
        auto result = parse_duration(text);
        REQUIRE_FALSE(result);
        CHECK(result.error().find("is not a duration: expected a number of seconds or a string") !=
              std::string::npos);
    }
}

TEST_CASE("a duration that does not fit is the longest") {
    CHECK(parse_duration("99999999999999999999d") == longest);
    CHECK(parse_duration("9999999999999h") == longest);
    CHECK(parse_duration("-99999999999999d") == -longest);
    CHECK(to_duration(Value(1e300)) == longest);
    CHECK(to_duration(Value(std::numeric_limits<int64_t>::max())) == longest);
    CHECK(to_duration(Value(std::numeric_limits<int64_t>::min())) == -longest);
}

TEST_CASE("a value gives a duration when it is a number or a string") {
    CHECK(to_duration(Value(2)) == 2s);
    CHECK(to_duration(Value(0.1)) == 100ms);
    CHECK(to_duration(Value("1m")) == 1min);
    CHECK_FALSE(to_duration(Value(true)));
    CHECK_FALSE(to_duration(Value()));
}

TEST_CASE("a duration is finite") {
    CHECK_FALSE(to_duration(Value(std::numeric_limits<double>::infinity())));
    CHECK_FALSE(to_duration(Value(std::nan(""))));
}

TEST_CASE("a duration is shown in the units that it has") {
    CHECK(format_duration(0s) == "0s");
    CHECK(format_duration(1500ms) == "1.5s");
    CHECK(format_duration(150s) == "2m30s");
    CHECK(format_duration(150ms) == "150ms");
    CHECK(format_duration(1500us) == "1.5ms");
    CHECK(format_duration(26h) == "1d2h");
    CHECK(format_duration(60s + 1ns) == "1m0.000000001s");
    CHECK(format_duration(-90s) == "-1m30s");
    CHECK(format_duration(Duration::min()) == "-" + format_duration(longest));
}

TEST_CASE("a duration that is shown reads back as the same") {
    for (Duration duration :
         {Duration(1ns), Duration(999999999ns), Duration(12345678901234ns), Duration(25h), Duration(-7ms)}) {
        CHECK(parse_duration(format_duration(duration)) == duration);
    }
}

}  // namespace aiorun::document
