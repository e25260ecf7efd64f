// When a run says how far it is in lines: soon and often at first, then less and less.
#pragma once

#include <algorithm>
#include <chrono>

namespace aiorun::cli {

class ProgressSchedule {
  public:
    using Duration = std::chrono::nanoseconds;
    enum class Kind : uint8_t {
        asked_for,   ///< `--progress plain`: from 1 s on, at last each minute
        unasked,     ///< no terminal: nothing of runs under 10 s, then after twice the time, at last each 5 minutes
    };

    explicit ProgressSchedule(Kind kind)
        : kind_(kind), next_(kind == Kind::asked_for ? Duration(std::chrono::seconds(1)) : std::chrono::seconds(10)) {}

    /// Whether a line is due after so long; one that is counts as written.
    [[nodiscard]] bool is_due(Duration passed) {
        if (passed < next_) {
            return false;
        }
        Duration longest = std::chrono::minutes(kind_ == Kind::asked_for ? 1 : 5);
        Duration wait = kind_ == Kind::asked_for ? passed / 2 : passed;
        next_ = passed + std::clamp<Duration>(wait, std::chrono::seconds(1), longest);
        has_begun_ = true;
        return true;
    }
    /// Whether the end is told as well: when it was asked for, or lines came before.
    [[nodiscard]] bool tells_end() const noexcept { return kind_ == Kind::asked_for || has_begun_; }

  private:
    Kind kind_;
    Duration next_;
    bool has_begun_ = false;
};

}  // namespace aiorun::cli
