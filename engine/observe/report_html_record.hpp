// RunRecord: what the HTML report remembers of a run. Times are on the run's clock, from its start.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/clock.hpp"
#include "runtime/task.hpp"
#include "runtime/wait.hpp"

namespace aiorun::observe {

using runtime::Duration;

/// An index that names nothing.
inline constexpr uint32_t no_entry = UINT32_MAX;

/// How something ended; open is what was still going on when the run ended.
enum class RecordedOutcome : uint8_t { open, good, failed, cancelled, skipped };

struct RecordedTask {
    uint64_t id = 0;
    uint32_t parent = no_entry;  ///< the task that made it
    uint32_t name = no_entry;    ///< index of RunRecord::texts, as all texts
    uint32_t origin = no_entry;  ///< index of RunRecord::infos
    Duration begin{0};
    Duration end{0};
    RecordedOutcome outcome = RecordedOutcome::open;
    uint32_t error = no_entry;
};

struct RecordedStep {
    uint32_t task = no_entry;
    uint32_t info = no_entry;
    Duration begin{0};
    Duration end{0};
    uint32_t error = no_entry;
    uint16_t depth = 0;
    RecordedOutcome outcome = RecordedOutcome::open;
    bool is_leaf = true;  ///< no other step ran inside of it
};

struct RecordedWait {
    uint32_t task = no_entry;
    runtime::WaitKind kind = runtime::WaitKind::other;
    uint32_t subject = no_entry;
    uint32_t holder = no_entry;  ///< the task that had it when the wait began
    uint32_t waker = no_entry;   ///< the task that ended the wait
    Duration begin{0};
    Duration end{0};
};

struct RecordedPhase {
    uint32_t name = no_entry;
    Duration begin{0};  ///< since the operation's beginning
    Duration end{0};
};

/// A transfer or a process.
struct RecordedOperation {
    uint32_t task = no_entry;
    bool is_transfer = true;
    uint32_t what = no_entry;
    uint32_t result = no_entry;
    Duration begin{0};
    Duration end{0};
    RecordedOutcome outcome = RecordedOutcome::open;
    int status = 0;
    uint64_t received = 0;
    std::vector<RecordedPhase> phases;
};

/// An attempt of a retry that failed, before the next one.
struct RecordedAttempt {
    uint32_t task = no_entry;
    Duration at{0};
    int64_t number = 0;
    int64_t of = 0;
    Duration pause{0};
    uint32_t problem = no_entry;
};

struct RecordedError {
    uint32_t type = no_entry;
    uint32_t message = no_entry;
    uint32_t explanation = no_entry;  ///< where and why, with the workflow's lines
    uint32_t task = no_entry;         ///< the name of the task it was raised in
    uint32_t info = no_entry;         ///< the step
    Duration at{0};
};

/// Exact, also of what was too much to be listed.
struct RunCounts {
    uint64_t tasks = 0;
    uint64_t failed_tasks = 0;
    uint64_t cancelled_tasks = 0;
    uint64_t most_running = 0;  ///< tasks alive at once
    uint64_t steps = 0;
    uint64_t transfers = 0;
    uint64_t failed_transfers = 0;
    uint64_t processes = 0;
    uint64_t bytes = 0;
    uint64_t attempts = 0;
    Duration waited{0};    ///< for locks and the like, by all tasks together
    uint64_t omitted = 0;  ///< entries that are not listed
};

struct RunRecord {
    std::vector<std::string> texts;  ///< without secrets
    std::vector<const runtime::StepInfo*> infos;
    std::vector<RecordedTask> tasks;  ///< in order of creation
    std::vector<RecordedStep> steps;  ///< in order of their beginning, as all that follows
    std::vector<RecordedWait> waits;
    std::vector<RecordedOperation> operations;
    std::vector<RecordedAttempt> attempts;
    std::vector<RecordedError> errors;
    RunCounts counts;
    Duration duration{0};
};

}  // namespace aiorun::observe
