// RoughWeather: a seed made into other latencies, other orders and failures of a simulated run. The same seed gives the
// same run.
#pragma once

#include <random>

#include "effects/simulated_effects.hpp"
#include "runtime/loop.hpp"

namespace aiorun::effects {

class RoughWeather final : public Weather, public runtime::TieBreaker {
  public:
    explicit RoughWeather(uint64_t seed);

    /// Whether this seed makes operations fail; about every other one does.
    [[nodiscard]] bool makes_failures() const noexcept { return failure_chance_ > 0; }
    /// From now on it makes none, and is otherwise as it would have been.
    void spare() noexcept { failure_chance_ = 0; }
    /// How many have failed so far.
    [[nodiscard]] uint64_t failures() const noexcept { return failures_; }

    [[nodiscard]] std::optional<runtime::Duration> latency(runtime::Duration usual) override;
    [[nodiscard]] std::optional<Accident> accident(Question::Kind kind) override;
    [[nodiscard]] size_t pick(size_t count) override;

  private:
    [[nodiscard]] double draw() { return static_cast<double>(random_() >> 11U) * 0x1p-53; }

    std::mt19937_64 random_;
    double spread_ = 1;          ///< latencies are between 1/spread and spread times the usual one
    double instant_chance_ = 0;  ///< of an answer that is there at once
    double failure_chance_ = 0;
    uint64_t failures_ = 0;
};

}  // namespace aiorun::effects
