#include "effects/rough_weather.hpp"

#include "tests/support/catch.hpp"

namespace aiorun::effects {
namespace {

constexpr runtime::Duration usual = std::chrono::milliseconds(100);

TEST_CASE("the same seed makes the same weather") {
    RoughWeather first(17);
    RoughWeather second(17);
    for (int i = 0; i < 100; ++i) {
        CHECK(first.latency(usual) == second.latency(usual));
        CHECK(first.accident(Question::Kind::transfer).has_value() == second.accident(Question::Kind::transfer).has_value());
        CHECK(first.pick(5) == second.pick(5));
    }
}

TEST_CASE("some seeds make failures and some do not") {
    size_t failing = 0;
    for (uint64_t seed = 0; seed < 100; ++seed) {
        RoughWeather weather(seed);
        for (int i = 0; i < 50; ++i) {
            (void)weather.accident(Question::Kind::transfer);
        }
        CHECK((weather.failures() > 0) == weather.makes_failures());
        failing += weather.makes_failures() ? 1 : 0;
    }
    CHECK(failing > 25);
    CHECK(failing < 75);
}

TEST_CASE("a weather that is spared makes no failures, and its latencies are the same") {
    for (uint64_t seed = 0; seed < 20; ++seed) {
        RoughWeather weather(seed);
        RoughWeather spared(seed);
        spared.spare();
        for (int i = 0; i < 20; ++i) {
            bool fails = weather.accident(Question::Kind::transfer).has_value();
            CHECK_FALSE(spared.accident(Question::Kind::transfer));
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
        RoughWeather weather(seed);
        auto latency = weather.latency(usual);
        instant += latency ? 0 : 1;
        slower += latency && *latency > usual ? 1 : 0;
    }
    CHECK(instant > 5);
    CHECK(slower > 40);
}

TEST_CASE("a choice is one of those there are") {
    RoughWeather weather(3);
    for (size_t count = 2; count < 50; ++count) {
        CHECK(weather.pick(count) < count);
    }
}

}  // namespace
}  // namespace aiorun::effects
