// The run's clock: time since the run began, in int64 nanoseconds. Monotonic, or virtual.
#pragma once

#include <chrono>

namespace aiorun::runtime {

using Duration = std::chrono::nanoseconds;
/// Time since the start of the run.
using Time = std::chrono::nanoseconds;

/// `now + delay`; as late as can be when that is more than the clock holds.
[[nodiscard]] inline Time deadline(Time now, Duration delay) noexcept {
    return delay > Time::max() - now ? Time::max() : now + delay;
}

class Clock {
  public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Time now() = 0;
    /// Whether time can be skipped when nothing can happen before `now() + wait`.
    [[nodiscard]] virtual bool is_virtual() const noexcept = 0;
    /// Lets virtual time pass; a monotonic clock ignores it.
    virtual void advance(Duration duration) = 0;
};

class MonotonicClock final : public Clock {
  public:
    MonotonicClock() : start_(std::chrono::steady_clock::now()) {}
    [[nodiscard]] Time now() override { return std::chrono::steady_clock::now() - start_; }
    [[nodiscard]] bool is_virtual() const noexcept override { return false; }
    void advance(Duration) override {}

  private:
    std::chrono::steady_clock::time_point start_;
};

/// Moves only when the loop has nothing to run, and then exactly to the next timer.
class VirtualClock final : public Clock {
  public:
    [[nodiscard]] Time now() override { return now_; }
    [[nodiscard]] bool is_virtual() const noexcept override { return true; }
    void advance(Duration duration) override { now_ += duration; }

  private:
    Time now_{0};
};

}  // namespace aiorun::runtime
