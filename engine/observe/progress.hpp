// Progress: how far a run is. Counters and a small table, no text and no memory of what was; it may begin to look in the
// middle of a run, so that short runs cost nothing. progress_text.hpp makes text of what it gives.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/loop.hpp"
#include "runtime/observer.hpp"
#include "runtime/task.hpp"

namespace aiorun::observe {

/// What the HTTP client counts.
struct TransferCounts {
    uint64_t open = 0;
    uint64_t queued = 0;    ///< that wait for their turn
    uint64_t finished = 0;
    uint64_t received = 0;  ///< bytes
};

/// The outermost construct under way that knows how many branches it has.
struct BranchProgress {
    std::string_view kind;  ///< "gather", …
    std::string place;      ///< `flow.yaml:12`, or empty
    size_t done = 0;
    size_t total = 0;
    std::optional<runtime::Duration> left{};  ///< an estimate: as long for each as so far
};

/// A step that has run for some time, other than by waiting for branches of its own.
struct SlowStep {
    runtime::Duration age{0};
    std::string step;   ///< its name, or its action
    std::string task;
    std::string place;      ///< `flow.yaml:12`, or empty
    std::string waits_for;  ///< in words, or empty
};

struct ProgressSnapshot {
    runtime::Duration elapsed{0};
    uint64_t done = 0;
    uint64_t running = 0;    ///< ready, or with a transfer or process under way
    uint64_t waiting = 0;    ///< that sleep, or wait for a shared object or another task
    uint64_t processes = 0;  ///< under way
    TransferCounts transfers{};
    std::optional<double> rate{};  ///< bytes a second, lately
    std::optional<BranchProgress> branches{};
    std::vector<SlowStep> slowest{};  ///< the longest first
};

class Progress final : public runtime::Observer {
  public:
    static constexpr size_t most_slow_steps = 3;

    /// Takes over the run as it is. Borrows the loop.
    explicit Progress(runtime::Loop& loop);

    void task_created(const runtime::Task& task) override;
    void task_ended(const runtime::Task& task) override;
    void wait_began(const runtime::Task& task, const runtime::Wait& wait) override;
    void wait_ended(const runtime::Task& task) override;
    void step_began(const runtime::Task& task, const runtime::StepInfo& step) override;
    void step_ended(const runtime::Task& task, const runtime::StepInfo& step, const runtime::Completion& completion,
                    runtime::StepRun run) override;

    /// How things stand now; not after the run, when tasks may be gone. Costs some ten microseconds.
    [[nodiscard]] ProgressSnapshot snapshot(const TransferCounts& transfers);
    /// What there was in all, also after the run: counts, and the rate over all of it.
    [[nodiscard]] ProgressSnapshot totals(const TransferCounts& transfers) const;

  private:
    /// The step a task is at. Tasks share places; the one that came first keeps its place until it ends.
    struct Place {
        const runtime::Task* task = nullptr;
        const runtime::StepInfo* step = nullptr;
        runtime::Time since{0};
    };
    /// A construct with a known number of branches.
    struct Group {
        const runtime::TaskOwner* owner = nullptr;  ///< to be compared only: it may be gone
        std::string_view kind;
        const runtime::StepInfo* step = nullptr;  ///< whose branches these are
        uint64_t parent = 0;
        size_t total = 0;
        size_t met = 0;  ///< alive ones, when this began to look
        size_t ended = 0;
        size_t ended_before = 0;  ///< when this began to look
        runtime::Time since{0};   ///< that this has looked
    };
    struct RateSample {
        runtime::Time time{0};
        uint64_t received = 0;
    };
    static constexpr size_t places = 4096;
    static constexpr size_t most_groups = 8;  // the outermost ones begin first

    [[nodiscard]] runtime::Time roughly_now();
    [[nodiscard]] Place& place_of(const runtime::Task& task) noexcept { return places_[task_slot(task)]; }
    [[nodiscard]] static size_t task_slot(const runtime::Task& task) noexcept;
    void take_over(const runtime::Task& task);
    void add_group(const runtime::Task& branch, const runtime::Task* parent);
    [[nodiscard]] const runtime::Task* find_parent(const runtime::Task& branch) const;
    [[nodiscard]] Group* find_group(const runtime::TaskOwner* owner) noexcept;
    [[nodiscard]] std::optional<BranchProgress> branches(runtime::Time now) const;
    [[nodiscard]] std::vector<SlowStep> slowest(runtime::Time now) const;
    [[nodiscard]] std::optional<double> rate(runtime::Time now, uint64_t received);

    runtime::Loop& loop_;
    bool is_virtual_;
    runtime::Duration coarse_offset_{0};  // from the system's coarse clock to the run's
    uint64_t ended_ = 0;
    uint64_t alive_ = 0;
    std::array<uint32_t, static_cast<size_t>(runtime::WaitKind::other) + 1> waits_{};  // tasks, by what they wait for
    std::vector<Place> places_;
    std::vector<Group> groups_;  // in order of their beginnings
    std::vector<RateSample> samples_;
};

}  // namespace aiorun::observe
