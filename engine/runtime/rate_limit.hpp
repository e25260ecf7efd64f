// RateLimit: a token bucket. Places are given in the order in which they were asked for, at a rate, after a burst.
#pragma once

#include <string>

#include "runtime/shared_object.hpp"
#include "runtime/task.hpp"

namespace aiorun::runtime {

class RateLimit final : public SharedObject {
  public:
    /// One place every `interval`, and up to `burst` of them at once after a pause.
    RateLimit(std::string name, Duration interval, int64_t burst);

    /// Waits for a place. One that is cancelled while it waits takes none.
    Coro<Wakeup> acquire(Task& task);

    [[nodiscard]] std::string_view type_name() const override { return "rate_limit"; }
    [[nodiscard]] std::optional<Value> field(std::string_view) const override { return std::nullopt; }
    [[nodiscard]] std::span<const std::string_view> field_names() const override { return {}; }

  private:
    class PlaceWait;
    class NextPlace final : public Timer {
      public:
        explicit NextPlace(RateLimit& limit) : limit_(limit) {}
        void run() override { limit_.give(); }

      private:
        RateLimit& limit_;
    };

    [[nodiscard]] bool take_now(Time now) noexcept;
    void give();
    void set_timer(Loop& loop);

    Duration interval_;
    Duration early_;  // how much before its time a place may be taken
    Time next_{Duration::min() / 2};  // when the bucket would be as it must be for the next place (GCRA)
    WaiterList waiters_;
    NextPlace timer_{*this};
};

}  // namespace aiorun::runtime
