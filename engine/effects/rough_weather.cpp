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

/// Few runs are to show much: one in six changes nothing but the order of what comes at the same time, which other latencies
/// would hide; three change latencies, a little or a lot; and one makes an operation fail, the next one in turn.
RoughWeather::RoughWeather(uint64_t seed, uint64_t operations) : random_(scrambled(seed)) {
    constexpr std::array purposes{Purpose::order, Purpose::latency, Purpose::failure};
    purpose_ = purposes[seed % purposes.size()];
    uint64_t turn = seed / purposes.size();
    if (purpose_ == Purpose::order && turn % 2 == 0) {
        return;
    }
    constexpr std::array spreads{10.0, 3.0, 50.0, 1.2};
    constexpr std::array instant_chances{0.0, 0.2, 0.5};
    spread_ = spreads[turn % spreads.size()];
    instant_chance_ = instant_chances[random_() % instant_chances.size()];
    if (purpose_ == Purpose::failure) {
        constexpr std::array failure_chances{0.0, 0.1, 0.5};
        uint64_t count = operations > 0 ? operations : 1;
        failing_ = turn % count;
        is_late_ = turn / count % 2 == 0;
        failure_chance_ = failure_chances[turn % failure_chances.size()];
    }
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

std::optional<Weather::Accident> RoughWeather::accident(Question::Kind, bool has_timeout) {
    constexpr int unavailable = 503;
    uint64_t number = operations_++;
    if (purpose_ != Purpose::failure) {
        return std::nullopt;
    }
    bool is_sure = number == failing_;
    bool fails = draw() < failure_chance_ || is_sure;
    if (!fails || spares_) {
        return std::nullopt;
    }
    ++failures_;
    bool is_late = has_timeout && (is_sure ? is_late_ : draw() < 0.5);
    return Accident{.status = draw() < 0.5 ? 0 : unavailable, .is_late = is_late};
}

size_t RoughWeather::pick(size_t count) { return random_() % count; }

}  // namespace aiorun::effects
