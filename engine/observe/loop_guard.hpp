// LoopGuard: sees that a simulated run goes on for ever, and in which loop. It counts what a run does, which is the same on each
// machine; the time that it computes is only the last resort.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/clock.hpp"
#include "runtime/observer.hpp"
#include "runtime/task.hpp"

namespace aiorun::observe {

/// When a simulation is given up.
struct LoopLimits {
    uint64_t steps = 3'000'000;
    /// Rounds of one `while` in which the outside was asked at least as often: nothing that it is told ends it.
    uint64_t rounds = 100'000;
    runtime::Duration computing = std::chrono::seconds(10);
};

class LoopGuard final : public runtime::Observer {
  public:
    /// How long the program has computed so far.
    using Computed = std::function<runtime::Duration()>;

    LoopGuard(LoopLimits limits, Computed computed, std::function<void()> give_up);

    /// Why the run was given up, for people; empty when it was not.
    [[nodiscard]] const std::string& reason() const noexcept { return reason_; }

    void step_began(const runtime::Task& task, const runtime::StepInfo& step) override;
    void step_ended(const runtime::Task& task, const runtime::StepInfo& step, const runtime::Completion&, runtime::StepRun) override;
    void task_ended(const runtime::Task& task) override { loops_.erase(task.id()); }
    void operation_began(const runtime::Task&, const runtime::Operation&) override { ++operations_; }

  private:
    /// A loop that has begun and not ended.
    struct Loop {
        const runtime::StepInfo* step = nullptr;
        const runtime::StepInfo* first = nullptr;  ///< of its steps
        uint64_t rounds = 0;
        uint64_t operations = 0;  ///< that there had been when it began
    };

    void check(const runtime::Task& task);
    void give_up(std::string reason);
    [[nodiscard]] const Loop* busiest() const;
    [[nodiscard]] std::string in_words(const Loop* loop) const;

    LoopLimits limits_;
    Computed computed_;
    std::function<void()> give_up_;
    runtime::Duration computed_before_;
    std::unordered_map<uint64_t, std::vector<Loop>> loops_;  // by task, the innermost last
    std::string reason_;
    uint64_t steps_ = 0;
    uint64_t operations_ = 0;
};

}  // namespace aiorun::observe
