// RoughWeather: a seed made into other latencies, other orders and failures of a simulated run. The same seed gives the
// same run.
#pragma once

#include <random>

#include "effects/simulated_effects.hpp"
#include "runtime/loop.hpp"

namespace aiorun::effects {

class RoughWeather final : public Weather, public runtime::TieBreaker {
  public:
    /// What a seed is for: three that follow each other are one of each.
    enum class Purpose : uint8_t { order, latency, failure };

    /// `operations`: about how many there will be, to let failures come to each of them.
    RoughWeather(uint64_t seed, uint64_t operations);

    [[nodiscard]] Purpose purpose() const noexcept { return purpose_; }

    /// From now on it makes no failures, and is otherwise as it would have been.
    void spare() noexcept { spares_ = true; }
    /// How many have failed so far.
    [[nodiscard]] uint64_t failures() const noexcept { return failures_; }

    [[nodiscard]] std::optional<runtime::Duration> latency(runtime::Duration usual) override;
    [[nodiscard]] std::optional<Accident> accident(Question::Kind kind, bool has_timeout) override;
    [[nodiscard]] size_t pick(size_t count) override;

  private:
    [[nodiscard]] double draw() { return static_cast<double>(random_() >> 11U) * 0x1p-53; }

    std::mt19937_64 random_;
    double spread_ = 1;          ///< latencies are between 1/spread and spread times the usual one
    double instant_chance_ = 0;  ///< of an answer that is there at once
    double failure_chance_ = 0;
    Purpose purpose_ = Purpose::order;
    bool is_late_ = false;          ///< the one that surely fails comes too late, when it has a timeout
    bool spares_ = false;
    uint64_t failing_ = 0;          ///< which operation surely fails
    uint64_t operations_ = 0;       ///< there have been
    uint64_t failures_ = 0;
};

}  // namespace aiorun::effects
