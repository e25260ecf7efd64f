// TraceEvent: one thing that happened in a run, as data that a trace writes down. What a field means depends on the type.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "runtime/clock.hpp"
#include "runtime/operation.hpp"
#include "runtime/task.hpp"

namespace aiorun::observe {

using runtime::Duration;
using runtime::Time;

struct TraceEvent {
    enum class Type : uint8_t {
        task_created,
        task_ended,
        cancel_requested,
        step_began,
        step_ended,
        wait_began,
        wait_woken,
        wait_ended,
        operation_began,
        operation_ended,
        attempt_failed,
        line_written,
        counted,  ///< how many tasks run (`number`) and wait (`count`) and transfers are open (`amount`), from this time on
    };
    /// How a step or a task ended.
    enum class Outcome : uint8_t { normal, returned, broke, continued, failed, cancelled, skipped };

    Type type = Type::task_created;
    Outcome outcome = Outcome::normal;  ///< step_ended, task_ended
    uint8_t kind = 0;                   ///< a WaitKind, Operation::Kind, OperationEnd::Kind or LineKind, by type
    uint64_t task = 0;
    Time time{0};
    /// The step; of a task the one that created it, of a wait the one that waits (as far as it is known).
    const runtime::StepInfo* step = nullptr;
    /// task_created: the parent (0: none); wait_woken: the waker (0: none); operations: the id; attempt_failed: which one.
    uint64_t number = 0;
    /// task_created: the branch's index (-1: none); operation_ended: the status; attempt_failed: of how many.
    int64_t count = 0;
    /// operation_ended: bytes; attempt_failed: the pause before the next one, in nanoseconds.
    int64_t amount = 0;
    /// task_created: its name; waits: the object; operations: what, or the outcome in words; failures: the error's type;
    /// line_written: the line.
    std::string_view text{};
    /// operation_began: the target; failures: the error's message.
    std::string_view detail{};
    std::span<const runtime::OperationPhase> phases{};
};

/// "normal", "returned", …
[[nodiscard]] std::string_view to_word(TraceEvent::Outcome outcome) noexcept;
/// "transfer", "process"; "answered", …; "printed", "logged".
[[nodiscard]] std::string_view to_word(runtime::Operation::Kind kind) noexcept;
[[nodiscard]] std::string_view to_word(runtime::OperationEnd::Kind kind) noexcept;
[[nodiscard]] std::string_view to_word(runtime::LineKind kind) noexcept;

/// What a trace says of the run as a whole, before it.
struct TraceStart {
    std::string program;   ///< "aiorun 1.2.3"
    std::string workflow;  ///< the file's name
    bool virtual_clock = false;
    int64_t unix_time = 0;  ///< when the run's clock was 0, in nanoseconds since 1970
};

/// And after it.
struct TraceEnd {
    std::string status;  ///< "success", "failed", "deadlock", "stopped"
    int exit_status = 0;
    std::string error_type{};  ///< empty: no error
    std::string error_message{};
    Time time{0};
};

/// Which events a trace has use for, beyond those of all.
struct TraceWishes {
    bool implied_waits = true;  ///< waits that their step tells of already: a `sleep` that sleeps, a `fetch` for its transfer
    bool counts = false;
};

/// Whether the step says it all.
[[nodiscard]] bool is_implied(runtime::WaitKind kind, const runtime::StepInfo* step) noexcept;

/// Takes events as they happen. What they point to is only valid during the call.
class TraceSink {
  public:
    virtual void take(const TraceEvent& event) = 0;

  protected:
    ~TraceSink() = default;
};

}  // namespace aiorun::observe
