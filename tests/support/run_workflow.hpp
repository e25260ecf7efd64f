// Runs the text of a workflow inside the test, on the virtual clock and against fake effects, and tells what came of it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/fake_effects.hpp"
#include "workflow/runner.hpp"

namespace aiorun::testing {

using Lines = std::vector<std::string>;

/// What is run, and under which circumstances.
struct Scenario {
    std::string text{};                          ///< of `flow.yaml`
    std::map<std::string, std::string> files{};  ///< what it may import, by path
    std::map<std::string, std::string> params{};  ///< as `-p NAME=VALUE`
    uint64_t seed = 1;
    std::optional<runtime::Duration> timeout{};      ///< of the run
    std::optional<runtime::Duration> stop_after{};   ///< when a signal asks for the end
    runtime::Duration grace = std::chrono::seconds(10);
    std::optional<size_t> output_room{};       ///< how many lines standard output takes before it is full
    FakeEffects* effects = nullptr;            ///< borrowed; null: one of its own that knows no answer
    runtime::Observer* observer = nullptr;     ///< borrowed
    std::function<runtime::Observer*(runtime::Loop&)> observe{};       ///< the same, for one that needs the loop
    std::function<void(const workflow::RunResult&)> after_run{};       ///< while the loop is still there
    /// Called whenever nothing is ready to run, before time jumps to the next timer. May look, not act.
    std::function<void(runtime::Loop&)> when_idle{};
};

struct Outcome {
    using Kind = workflow::RunResult::Kind;

    Lines lines{};        ///< standard output
    Lines log{};          ///< `LEVEL message {fields} (TASK)`; without fields and for main only `LEVEL message`
    Lines diagnostics{};  ///< `LINE:COLUMN: error: MESSAGE [CODE]`, sorted; with an error nothing was run
    Lines problems{};     ///< with params; with one nothing was run
    bool was_run = false;
    Kind kind = Kind::success;
    workflow::StopReason reason = workflow::StopReason::none;
    std::string result{};        ///< of main, as compact JSON; empty when there is none
    std::string error{};         ///< `TYPE: message`, or empty
    value::ErrorReference raised{};  ///< the same, whole
    Lines forgotten{};           ///< `TASK: TYPE: message`
    std::string deadlock{};      ///< who waits for what, or empty
    bool cut_short = false;
    double elapsed = 0;          ///< seconds on the run's clock
    uint64_t turns = 0;          ///< of the loop
    std::shared_ptr<workflow::Workflow> workflow{};  ///< places of errors point into it
};

[[nodiscard]] Outcome run_workflow(Scenario scenario);
/// A workflow without anything unusual around it.
[[nodiscard]] Outcome run_text(std::string text);
/// What run_text() prints, for a run that has to succeed: else the diagnostics, problems and the error follow.
[[nodiscard]] Lines printed_by(std::string text);
/// A workflow without imports, params and effects that is read once and run often, each time from the start.
class LoadedWorkflow {
  public:
    explicit LoadedWorkflow(const std::string& text);
    /// With an error among them it must not be run.
    [[nodiscard]] const Lines& diagnostics() const noexcept { return read_.diagnostics; }
    /// Under the circumstances of `scenario`, whose text and params do not matter.
    [[nodiscard]] Outcome run(const Scenario& scenario) const;

  private:
    Outcome read_;
};

/// The diagnostics of a text that is only read.
[[nodiscard]] Lines diagnostics_of(std::string text, std::map<std::string, std::string> files = {});

}  // namespace aiorun::testing
