// Timer: a callback that is queued at a time. Timers of the same time are queued in the order they were set.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/callback.hpp"
#include "runtime/clock.hpp"

namespace aiorun::runtime {

class Timers;

/// asyncio.TimerHandle. Destroying or cancelling one takes it back, even when it is already queued to run.
class Timer : public Callback {
  public:
    Timer() = default;
    [[nodiscard]] Time when() const noexcept { return when_; }

  protected:
    ~Timer();

  private:
    friend class Timers;
    static constexpr uint32_t not_in_heap = UINT32_MAX;

    Timers* timers_ = nullptr;  // where it is set; null when it is not
    Time when_{0};
    uint64_t sequence_ = 0;
    uint32_t heap_index_ = not_in_heap;
};

/// All timers of a loop, ordered by (time, order of setting). Most programs set timers in the order of their times, so
/// those that come in order wait in a list, at no cost; only the others go through a heap.
class Timers {
  public:
    Timers() = default;
    Timers(const Timers&) = delete;
    Timers& operator=(const Timers&) = delete;

    void set(Timer& timer, Time when);
    void cancel(Timer& timer) noexcept;
    [[nodiscard]] bool empty() const noexcept { return in_order_.empty() && heap_.empty(); }
    /// The earliest time, or nothing.
    [[nodiscard]] std::optional<Time> next() noexcept;
    /// Takes all timers out that are due at `now`, in order, and puts them at the end of `ready`.
    void take_due(Time now, CallbackList& ready);

  private:
    [[nodiscard]] static bool before(const Timer& a, const Timer& b) noexcept {
        return a.when_ != b.when_ ? a.when_ < b.when_ : a.sequence_ < b.sequence_;
    }
    [[nodiscard]] Timer* first() noexcept;
    void place(uint32_t index, Timer* timer) noexcept;
    void sift_up(uint32_t index) noexcept;
    void sift_down(uint32_t index) noexcept;

    CallbackList in_order_;
    std::vector<Timer*> heap_;
    uint64_t sequence_ = 0;
};

inline Timer::~Timer() {
    if (timers_ != nullptr) {
        timers_->cancel(*this);
    }
}

}  // namespace aiorun::runtime
