#include "tests/support/run_workflow.hpp"

#include "effects/observed_effects.hpp"
#include "runtime/task.hpp"
#include "value/json.hpp"
#include "workflow/arguments.hpp"

namespace aiorun::testing {
namespace {

class MemoryLoader final : public workflow::Loader {
  public:
    explicit MemoryLoader(std::map<std::string, std::string> files) : files_(std::move(files)) {}
    [[nodiscard]] std::expected<std::string, std::string> load(const std::string& path) override {
        std::string name = path.starts_with("./") ? path.substr(2) : path;
        auto found = files_.find(name);
        if (found == files_.end()) {
            return std::unexpected("No such file or directory");
        }
        return found->second;
    }

  private:
    std::map<std::string, std::string> files_;
};

class MemoryOutput final : public steps::Output {
  public:
    MemoryOutput(Outcome& outcome, std::optional<size_t> room) : outcome_(outcome), room_(room) {}

    [[nodiscard]] bool print(std::string_view line) override {
        if (is_full()) {
            failed_ = true;
            return false;
        }
        outcome_.lines.emplace_back(line);
        return true;
    }
    [[nodiscard]] bool flush() override { return !failed_; }
    [[nodiscard]] std::string problem() const override { return failed_ ? "standard output is full" : ""; }
    void log(steps::LogLevel level, std::string_view message, const value::Value& fields,
             const runtime::Task& task) override {
        static constexpr const char* words[] = {"debug", "info", "warning", "error"};
        std::string line = std::string(words[static_cast<size_t>(level)]) + " " + std::string(message);
        if (fields.is_map() && !fields.as_map().empty()) {
            line += " " + value::to_json(fields);
        }
        if (task.name() != "main") {
            line += " (" + task.name() + ")";
        }
        outcome_.log.push_back(std::move(line));
    }

  private:
    [[nodiscard]] bool is_full() const { return room_ && outcome_.lines.size() >= *room_; }
    Outcome& outcome_;
    std::optional<size_t> room_;
    bool failed_ = false;
};

/// Virtual time that tells when it is about to jump.
class WatchedClock final : public runtime::Clock {
  public:
    explicit WatchedClock(const std::function<void(runtime::Loop&)>& when_idle) : when_idle_(when_idle) {}
    void set_loop(runtime::Loop& loop) { loop_ = &loop; }
    [[nodiscard]] runtime::Time now() override { return now_; }
    [[nodiscard]] bool is_virtual() const noexcept override { return true; }
    void advance(runtime::Duration duration) override {
        if (when_idle_ && duration.count() > 0) {
            when_idle_(*loop_);
        }
        now_ += duration;
    }

  private:
    const std::function<void(runtime::Loop&)>& when_idle_;
    runtime::Loop* loop_ = nullptr;
    runtime::Time now_{0};
};

/// The signal of Scenario::stop_after.
class StopTimer final : public runtime::Timer {
  public:
    explicit StopTimer(workflow::Runner& runner) : runner_(runner) {}
    void run() override { runner_.stop(workflow::StopReason::signal); }

  private:
    workflow::Runner& runner_;
};

Lines to_lines(const document::Diagnostics& diagnostics, const document::Source& root) {
    Lines lines;
    for (const document::Diagnostic& diagnostic : diagnostics.sorted()) {
        document::Position position = diagnostic.source->position(diagnostic.span.begin);
        std::string file = diagnostic.source == &root ? "" : diagnostic.source->name() + ":";
        std::string severity = diagnostic.severity == document::Severity::error ? "error" : "warning";
        lines.push_back(file + std::to_string(position.line) + ":" + std::to_string(position.column) + ": " + severity +
                        ": " + diagnostic.message + " [" + diagnostic.code + "]");
    }
    return lines;
}

std::shared_ptr<workflow::Workflow> read(const std::string& text, workflow::Loader& loader, Outcome& outcome) {
    document::Diagnostics diagnostics;
    auto source = std::make_shared<document::Source>("flow.yaml", text);
    std::shared_ptr<workflow::Workflow> workflow = workflow::read_workflow(source, loader, diagnostics);
    outcome.diagnostics = to_lines(diagnostics, *source);
    outcome.workflow = workflow;
    return diagnostics.has_errors() ? nullptr : workflow;
}

void note(const workflow::RunResult& result, Outcome& outcome) {
    outcome.was_run = true;
    outcome.kind = result.kind;
    outcome.reason = result.reason;
    outcome.raised = result.error;
    outcome.error = result.error ? value::describe(*result.error) : "";
    outcome.result = result.result.is_null() ? "" : value::to_json(result.result);
    for (const runtime::ForgottenFailure& failure : result.forgotten) {
        outcome.forgotten.push_back(failure.task + ": " + value::describe(*failure.error));
    }
    outcome.deadlock = result.deadlock ? workflow::to_text(*result.deadlock) : "";
    outcome.cut_short = result.cut_short;
}

void execute(const Scenario& scenario, std::map<uint32_t, value::Value> params, FakeEffects& effects,
             Outcome& outcome) {
    WatchedClock clock(scenario.when_idle);
    runtime::Loop loop(clock);
    clock.set_loop(loop);
    runtime::Observer* observer = scenario.observe ? scenario.observe(loop) : scenario.observer;
    loop.set_observer(observer);
    effects.set_loop(loop);
    std::optional<effects::ObservedEffects> observed;
    if (observer != nullptr) {
        observed.emplace(effects, loop, *observer);
    }
    MemoryOutput output(outcome, scenario.output_room);
    workflow::RunSettings settings;
    settings.params = std::move(params);
    settings.seed = scenario.seed;
    settings.timeout = scenario.timeout;
    settings.grace = scenario.grace;
    workflow::RunResult result;
    {
        effects::Effects& used = observed ? static_cast<effects::Effects&>(*observed) : effects;
        workflow::Runner runner(*outcome.workflow, {loop, used, output}, std::move(settings));
        StopTimer stop(runner);
        if (scenario.stop_after) {
            loop.set_timer(stop, *scenario.stop_after);
        }
        result = runner.run();
        loop.cancel_timer(stop);
    }
    note(result, outcome);
    if (scenario.after_run) {
        scenario.after_run(result);
    }
    outcome.elapsed = std::chrono::duration<double>(loop.now()).count();
    outcome.turns = loop.turn();
}

}  // namespace

Outcome run_workflow(Scenario scenario) {
    Outcome outcome;
    MemoryLoader loader(scenario.files);
    if (!read(scenario.text, loader, outcome) || !outcome.workflow->root().main) {
        return outcome;
    }
    FakeEffects own;
    FakeEffects& effects = scenario.effects == nullptr ? own : *scenario.effects;
    workflow::Arguments arguments;
    arguments.texts = {scenario.params.begin(), scenario.params.end()};
    workflow::BoundParams bound = workflow::bind_params(*outcome.workflow, arguments, effects, loader);
    outcome.problems = bound.problems;
    if (bound.problems.empty()) {
        execute(scenario, std::move(bound.values), effects, outcome);
    }
    return outcome;
}

LoadedWorkflow::LoadedWorkflow(const std::string& text) {
    MemoryLoader loader({});
    (void)read(text, loader, read_);
}

Outcome LoadedWorkflow::run(const Scenario& scenario) const {
    Outcome outcome;
    outcome.workflow = read_.workflow;
    FakeEffects effects;
    execute(scenario, {}, effects, outcome);
    return outcome;
}

Outcome run_text(std::string text) {
    Scenario scenario;
    scenario.text = std::move(text);
    return run_workflow(std::move(scenario));
}

Lines printed_by(std::string text) {
    Outcome outcome = run_text(std::move(text));
    Lines lines = std::move(outcome.lines);
    lines.insert(lines.end(), outcome.diagnostics.begin(), outcome.diagnostics.end());
    lines.insert(lines.end(), outcome.problems.begin(), outcome.problems.end());
    if (!outcome.error.empty()) {
        lines.push_back(outcome.error);
    }
    return lines;
}

Lines diagnostics_of(std::string text, std::map<std::string, std::string> files) {
    Outcome outcome;
    MemoryLoader loader(std::move(files));
    (void)read(text, loader, outcome);
    return outcome.diagnostics;
}

}  // namespace aiorun::testing
