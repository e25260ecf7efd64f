// Runner: one run of a workflow, from its params to its end, as asyncio.run has it: main, then the tasks that are left
// over, which are cancelled and awaited.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "effects/effects.hpp"
#include "runtime/loop.hpp"
#include "runtime/signals.hpp"
#include "runtime/task.hpp"
#include "runtime/timer.hpp"
#include "steps/run.hpp"
#include "workflow/waiting_report.hpp"
#include "workflow/workflow.hpp"

namespace aiorun::workflow {

/// `limit`: a simulation that may never end was given up.
enum class StopReason : uint8_t { none, signal, timeout, output, limit };

struct RunSettings {
    std::map<uint32_t, Value> params;  ///< see bind_params
    uint64_t seed = 0;
    std::optional<runtime::Duration> timeout;  ///< for the whole run, on its clock
    /// How long handlers and `finally` blocks have after a request to stop. Docker kills after 10 s.
    runtime::Duration grace = std::chrono::seconds(9);
    bool keep_variables = false;  ///< for RunResult::variables
    /// Told of a deadlock before the tasks that are in it are cancelled. May be empty.
    std::function<void()> on_deadlock{};
};

struct RunResult {
    enum class Kind : uint8_t { success, failed, deadlock, stopped } kind = Kind::success;
    StopReason reason = StopReason::none;  ///< of a run that was stopped
    std::string limit{};                   ///< of a simulation that was given up: why
    Value result;                          ///< what main returned; null without a `return`
    value::ErrorReference error;           ///< null on success
    std::vector<runtime::ForgottenFailure> forgotten;  ///< in order of creation
    std::optional<WaitingReport> deadlock;
    /// Those of the file itself when the run ended, if they were asked for.
    std::vector<std::pair<std::string, Value>> variables;
    bool cut_short = false;  ///< tasks did not end in time, and were dropped where they stood
};

class Runner final : private runtime::IdleHook, private steps::Interrupts {
  public:
    struct Services {
        runtime::Loop& loop;
        effects::Effects& effects;
        steps::Output& output;
        runtime::Signals* signals = nullptr;  ///< to see signals in loops that never wait
    };
    Runner(const Workflow& workflow, Services services, RunSettings settings);
    ~Runner();

    /// Once.
    [[nodiscard]] RunResult run();

    /// Cancels main; what it does about it has `grace` to end.
    void stop(StopReason reason);
    /// Takes note of a signal or of the time limit where the loop cannot, for a write that blocks: whether the run was asked
    /// to end, and `patience` has passed since then.
    [[nodiscard]] bool has_to_end(runtime::Duration patience);
    [[nodiscard]] StopReason stop_reason() const noexcept { return reason_; }

  private:
    class OnTimer;

    [[nodiscard]] value::ErrorReference set_up();
    [[nodiscard]] value::ErrorReference set_up_file(const WorkflowFile& file);
    void run_main(RunResult& result);
    void finish_tasks(RunResult& result);
    void note_deadlock(RunResult& result);
    void conclude(RunResult& result);
    void abandon_all();

    void before_wait() override;
    [[nodiscard]] bool take() override;
    [[nodiscard]] bool spins();
    void time_is_over();
    void grace_is_over();

    const Workflow& workflow_;
    Services services_;
    RunSettings settings_;
    steps::Run run_;
    runtime::TaskReference main_;
    std::unique_ptr<OnTimer> timeout_;
    std::unique_ptr<OnTimer> grace_;
    StopReason reason_ = StopReason::none;
    std::chrono::steady_clock::time_point stopped_at_;
    bool cut_short_ = false;

    // For loops that never wait.
    uint32_t rounds_ = 0;
    uint64_t spinning_turn_ = 0;
    std::optional<std::chrono::steady_clock::time_point> spinning_since_;
};

}  // namespace aiorun::workflow
