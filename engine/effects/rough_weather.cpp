#include "effects/rough_weather.hpp"

#include <array>
#include <cmath>

namespace aiorun::effects {
namespace {

/// Seeds that follow each other are to give runs that have nothing in common (splitmix64's finalizer).
uint64_t scrambled(uint64_t seed) {
    seed += 0x9e3779b97f4a7c15U;
    seed = (seed ^ (seed >> 30U)) * 0xbf58476d1ce4e5b9U;
    seed = (seed ^ (seed >> 27U)) * 0x94d049bb133111ebU;
    return seed ^ (seed >> 31U);
}

}  // namespace

/// What kind of weather it is, is drawn first: a little disorder finds other faults than a lot of it.
RoughWeather::RoughWeather(uint64_t seed) : random_(scrambled(seed)) {
    constexpr std::array spreads{1.2, 3.0, 10.0, 50.0};
    constexpr std::array instant_chances{0.0, 0.0, 0.2, 0.5};
    constexpr std::array failure_chances{0.0, 0.1, 0.0, 0.5};
    spread_ = spreads[random_() % spreads.size()];
    instant_chance_ = instant_chances[random_() % instant_chances.size()];
    failure_chance_ = failure_chances[random_() % failure_chances.size()];
}

std::optional<runtime::Duration> RoughWeather::latency(runtime::Duration usual) {
    bool is_instant = draw() < instant_chance_;
    double factor = std::pow(spread_, 2 * draw() - 1);
    if (is_instant) {
        return std::nullopt;
    }
    constexpr double longest = 1e18;  // nanoseconds
    return runtime::Duration(static_cast<int64_t>(std::min(static_cast<double>(usual.count()) * factor, longest)));
}

std::optional<Weather::Accident> RoughWeather::accident(Question::Kind) {
    constexpr int unavailable = 503;
    if (draw() >= failure_chance_) {
        return std::nullopt;
    }
    ++failures_;
    return Accident{.status = draw() < 0.5 ? 0 : unavailable};
}

size_t RoughWeather::pick(size_t count) { return random_() % count; }

}  // namespace aiorun::effects
