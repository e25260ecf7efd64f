// Plan: what a simulated run would do, in the order of time. Bounded: of what one step does again and again, the first
// ones are kept and the others counted.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "runtime/loop.hpp"
#include "runtime/observer.hpp"
#include "runtime/task.hpp"

namespace aiorun::observe {

struct PlanEvent {
    enum class Kind : uint8_t { fetch, run, sleep, wait, print, log, retry, error, cancelled };

    Kind kind = Kind::sleep;
    runtime::Time at{0};
    std::optional<runtime::Time> until{};  ///< of what takes time; nothing for what never ends
    std::optional<runtime::Time> due{};    ///< of a sleep: when it would be over
    bool is_cut_short = false;             ///< a wait that was cancelled, be it by a timeout
    std::string task{};
    std::string step{};  ///< its name, or its action
    value::Place place{};
    std::string text{};    ///< "GET http://…, expects 2xx", "lock guard, held by add[0]", the printed line
    std::string answer{};  ///< of an operation: who answers what, and when
    uint64_t more = 0;     ///< above 0: it stands for so many that are alike, and is the first of them
    runtime::Time last{0};  ///< when the last of those began
    uint64_t order = 0;    ///< among all events, in order of beginning
};
/// A stable word for programs: "fetch", "wait", …
[[nodiscard]] std::string_view to_word(PlanEvent::Kind kind) noexcept;

class Plan final : public runtime::Observer {
  public:
    /// Events of one kind that one step has in a plan: at one time, and in all.
    static constexpr uint32_t most_at_once = 10;
    static constexpr uint32_t most_of_a_step = 100;

    explicit Plan(runtime::Loop& loop) : loop_(loop) {}

    /// What the operation that `task` has just begun is in detail, and how it is answered.
    void describe_operation(const runtime::Task& task, std::string what, std::string answer);
    /// The next line that is logged is not shown to anybody.
    void skip_line() noexcept { skips_line_ = true; }
    /// No task that waits now can ever run again: what it waits for never comes.
    void deadlocked();
    /// In order of time. Asked for once, at the end.
    [[nodiscard]] std::vector<PlanEvent> take_events();

    void task_ended(const runtime::Task& task) override;
    void task_cancel_requested(const runtime::Task& task) override;
    void wait_began(const runtime::Task& task, const runtime::Wait& wait) override;
    void wait_ended(const runtime::Task& task) override;
    void step_began(const runtime::Task& task, const runtime::StepInfo& step) override;
    void step_ended(const runtime::Task& task, const runtime::StepInfo& step, const runtime::Completion& completion,
                    runtime::StepRun run) override;
    void operation_began(const runtime::Task& task, const runtime::Operation& operation) override;
    void operation_ended(const runtime::Task& task, const runtime::Operation& operation,
                         const runtime::OperationEnd& end) override;
    void attempt_failed(const runtime::Task& task, const runtime::FailedAttempt& attempt) override;
    void line_written(const runtime::Task& task, runtime::LineKind kind, std::string_view line) override;

  private:
    /// All that one step does of one kind.
    struct Group {
        uint32_t shown = 0;
        uint32_t open = 0;  ///< waits that may become events
        runtime::Time instant{-1};
        uint32_t shown_at_instant = 0;
        size_t fold = SIZE_MAX;  ///< the event that counts the others
        runtime::Time fold_instant{-1};
    };
    using GroupKey = std::pair<const runtime::StepInfo*, PlanEvent::Kind>;
    /// A wait that has not ended.
    struct Waiting {
        PlanEvent event;
        Group* group = nullptr;
        bool is_described = false;
        bool is_hopeless = false;   ///< at the time of a deadlock
        bool is_cancelled = false;
    };
    /// Where a task stands, and the step at which a cancellation reached it, from which it now goes up.
    struct Nesting {
        uint32_t depth = 0;
        uint32_t reached = 0;  ///< how far up it has come; 0: none is under way
        PlanEvent event{};
    };
    static constexpr size_t none = SIZE_MAX;

    [[nodiscard]] PlanEvent start(const runtime::Task& task, PlanEvent::Kind kind);
    [[nodiscard]] Group& group_of(const runtime::StepInfo* step, PlanEvent::Kind kind);
    /// The event's index, or none when it was only counted.
    size_t add(PlanEvent event, Group& group);
    size_t add(const runtime::Task& task, PlanEvent event);
    void add_waiting(Waiting waiting);
    [[nodiscard]] bool is_new_error(const value::ErrorReference& error);
    void note_cancellation(const runtime::Task& task, const runtime::StepInfo& step, bool is_cancelled);

    runtime::Loop& loop_;
    std::vector<PlanEvent> events_;
    std::map<GroupKey, Group> groups_;
    std::unordered_map<uint64_t, Waiting> waiting_;           // by task
    std::unordered_map<uint64_t, Nesting> nesting_;           // by task
    std::unordered_map<uint64_t, size_t> operations_;         // by operation
    std::unordered_set<uint64_t> pausing_;                    // tasks that are going to wait for their next attempt
    std::pair<uint64_t, size_t> last_operation_{0, none};     // task, event
    std::array<value::ErrorReference, 16> errors_;            // the last ones that were told
    size_t next_error_ = 0;
    uint64_t order_ = 0;
    bool skips_line_ = false;
};

}  // namespace aiorun::observe
