#include "effects/rough_weather.hpp"

#include <set>

#include "tests/support/catch.hpp"

namespace aiorun::effects {
namespace {

constexpr runtime::Duration usual = std::chrono::milliseconds(100);

TEST_CASE("the same seed makes the same weather") {
    RoughWeather first(17, 9);
    RoughWeather second(17, 9);
    for (int i = 0; i < 100; ++i) {
        CHECK(first.latency(usual) == second.latency(usual));
        CHECK(first.accident(Question::Kind::transfer, false).has_value() == second.accident(Question::Kind::transfer, false).has_value());
        CHECK(first.pick(5) == second.pick(5));
    }
}

TEST_CASE("three seeds in a row are for the order, for latencies and for failures") {
    for (uint64_t first = 0; first < 60; ++first) {
        std::set<RoughWeather::Purpose> purposes;
        for (uint64_t seed = first; seed < first + 3; ++seed) {
            RoughWeather weather(seed, 5);
            for (int i = 0; i < 5; ++i) {
                (void)weather.accident(Question::Kind::transfer, false);
            }
            CHECK((weather.failures() > 0) == (weather.purpose() == RoughWeather::Purpose::failure));
            purposes.insert(weather.purpose());
        }
        CHECK(purposes.size() == 3);
    }
}

TEST_CASE("failures come to each operation in turn") {
    constexpr uint64_t operations = 4;
    for (uint64_t i = 0; i < operations; ++i) {
        RoughWeather weather(3 * i + 2, operations);
        bool has_failed = false;
        for (uint64_t number = 0; number <= i; ++number) {
            has_failed = weather.accident(Question::Kind::transfer, false).has_value();
        }
        CHECK(has_failed);
    }
}

TEST_CASE("the first failure of a request with a timeout is that the answer comes too late") {
    RoughWeather weather(2, 3);
    auto accident = weather.accident(Question::Kind::transfer, true);
    REQUIRE(accident.has_value());
    CHECK(accident->is_late);
}

TEST_CASE("where only the order is another one, latencies are the usual ones") {
    RoughWeather weather(0, 3);
    CHECK(weather.latency(usual) == usual);
}

TEST_CASE("a weather that is spared makes no failures, and its latencies are the same") {
    for (uint64_t seed = 0; seed < 20; ++seed) {
        RoughWeather weather(seed, 9);
        RoughWeather spared(seed, 9);
        spared.spare();
        for (int i = 0; i < 20; ++i) {
            bool fails = weather.accident(Question::Kind::transfer, false).has_value();
            CHECK_FALSE(spared.accident(Question::Kind::transfer, false));
            if (fails) {
                break;  // what kind of failure it is, is drawn too
            }
            CHECK(weather.latency(usual) == spared.latency(usual));
        }
        CHECK(spared.failures() == 0);
    }
}

TEST_CASE("latencies vary, and some answers are there at once") {
    size_t instant = 0;
    size_t slower = 0;
    for (uint64_t seed = 0; seed < 200; ++seed) {
        RoughWeather weather(seed, 9);
        auto latency = weather.latency(usual);
        instant += latency ? 0 : 1;
        slower += latency && *latency > usual ? 1 : 0;
    }
    CHECK(instant > 5);
    CHECK(slower > 40);
}

TEST_CASE("a choice is one of those there are") {
    RoughWeather weather(3, 9);
    for (size_t count = 2; count < 50; ++count) {
        CHECK(weather.pick(count) < count);
    }
}

}  // namespace
}  // namespace aiorun::effects
