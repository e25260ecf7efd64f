#include "cli/simulation.hpp"

#include <algorithm>
#include <ctime>

#include "cli/diagnostics.hpp"
#include "cli/exit_status.hpp"
#include "cli/observation.hpp"
#include "cli/run_ending.hpp"
#include "cli/run_signals.hpp"
#include "effects/noted_assumptions.hpp"
#include "effects/observed_effects.hpp"
#include "effects/real_effects.hpp"
#include "observe/critical_path.hpp"
#include "observe/loop_guard.hpp"
#include "observe/plan.hpp"
#include "observe/summary.hpp"
#include "value/json.hpp"
#include "workflow/lost_update_watch.hpp"
#include "workflow/mocks_file.hpp"
#include "workflow/task_places.hpp"

namespace aiorun::cli {
namespace {

using workflow::RunResult;
using workflow::StopReason;

/// Words of a simulated run are part of its plan, which hears of them as an observer.
class SilentOutput final : public steps::Output {
  public:
    SilentOutput(steps::LogLevel level, observe::Plan& plan) : level_(level), plan_(plan) {}

    [[nodiscard]] bool print(std::string_view) override { return true; }
    [[nodiscard]] bool flush() override { return true; }
    [[nodiscard]] std::string problem() const override { return {}; }
    void log(steps::LogLevel level, std::string_view, const value::Value&, const runtime::Task&) override {
        if (level < level_) {
            plan_.skip_line();  // a run would not show it either
        }
    }

  private:
    steps::LogLevel level_;
    observe::Plan& plan_;
};

/// The time that the program has computed, in all its threads.
runtime::Duration computed() {
    timespec time{};
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

/// Who allows the run more time than is usual is ready to wait as long for it.
observe::LoopLimits limits_for(const RunArguments& arguments) {
    observe::LoopLimits limits;
    limits.computing = std::max(limits.computing, arguments.timeout.value_or(runtime::Duration(0)));
    return limits;
}

/// Of all that looks at a run, what stays: nobody watches time that jumps, and no span leaves.
RunArguments for_a_simulation(RunArguments arguments) {
    arguments.progress = Progress::none;
    arguments.otlp.clear();
    return arguments;
}

std::string_view ending_of(const RunResult& result) {
    switch (result.kind) {
        case RunResult::Kind::success: return "success";
        case RunResult::Kind::failed: return "failed";
        case RunResult::Kind::deadlock: return "deadlock";
        case RunResult::Kind::stopped: return "stopped";
    }
    return {};
}

std::string describe(const workflow::LostUpdate& update) {
    std::string place = update.other_place.file == nullptr ? "" : " in line " + std::to_string(update.other_place.line);
    return update.task + " sets \"" + update.variable + "\" from what it read before " + update.other + " changed it" + place +
           ", so that change is lost: hold a lock from the reading to the writing";
}

/// All that makes a simulated run, in the order in which it needs each other.
class Simulator {
  public:
    Simulator(const SimulationSetup& setup, const Variation& variation)
        : setup_(setup),
          loop_(clock_),
          client_(loop_, {}),
          real_(client_, setup.environment),
          mocks_(setup.mocks),
          places_(setup.workflow),
          assumptions_(value::make_counted<effects::NotedAssumptions>(loop_)),
          guard_(limits_for(setup.arguments), computed, [this] { runner_->stop(StopReason::limit); }),
          plan_(loop_),
          critical_path_(loop_),
          arguments_(for_a_simulation(setup.arguments)),
          simulated_({loop_, real_, mocks_, setup.client_options, assumptions_, variation.weather, variation.sources,
                      [this](const runtime::StepInfo& step) { return places_.task_at(step.place); },
                      [this](const runtime::Task& task, const effects::SimulatedEffects::Intent& intent) {
                          plan_.describe_operation(task, intent.what, intent.answer);
                      }}) {}

    std::expected<SimulatedRun, std::string> run(runtime::TieBreaker* tie_breaker, Watched watched) {
        observers_.add(guard_);
        observers_.add(plan_);
        observers_.add(critical_path_);
        observers_.add(summary_);
        std::unique_ptr<Observation> observation;
        if (watched == Watched::by_user) {
            auto opened = Observation::open({arguments_, setup_.workflow, setup_.secrets, loop_});
            if (!opened) {
                return std::unexpected(opened.error());
            }
            observation = std::move(*opened);
            if (runtime::Observer* observer = observation->observer()) {
                observers_.add(*observer);
            }
        }
        loop_.set_observer(&observers_);
        loop_.set_tie_breaker(tie_breaker);
        SimulatedRun run = execute();
        loop_.set_observer(nullptr);
        value::ErrorReference error = final_error(run.result, setup_.arguments, run.signal);
        if (observation) {
            std::string problem = observation->finish(run.result, error, run.simulation.exit_status);
            run.problem = std::move(problem);
        }
        return run;
    }

  private:
    SimulatedRun execute() {
        effects::ObservedEffects observed(simulated_, loop_, observers_);
        workflow::LostUpdateWatch watch(setup_.workflow, observed);
        SilentOutput output(setup_.arguments.log_level, plan_);
        RunSignals handler(loop_, setup_.secrets, [](int) {});
        runtime::Signals signals(loop_.reactor(), handler, signals_of_a_run());
        SimulatedRun run;
        {
            workflow::RunSettings settings = setup_.settings;
            settings.on_deadlock = [this] { plan_.deadlocked(); };
            workflow::Runner runner(setup_.workflow, {loop_, watch, output, &signals}, std::move(settings));
            runner_ = &runner;
            handler.set_runner(runner);
            run.result = runner.run();
            run.result.limit = guard_.reason();
            signals.close();
            run.chose_by_order = assumptions_->chose_by_order();
            run.signal = handler.first();
        }
        run.result.result = value::without_stand_ins(run.result.result);
        for (auto& [name, value] : run.result.variables) {
            value = value::without_stand_ins(value);
        }
        run.simulation = conclude(run.result, run.signal);
        for (const workflow::LostUpdate& update : watch.found()) {
            run.simulation.lost_updates.push_back({update.place, describe(update)});
        }
        return run;
    }

    observe::Simulation conclude(const RunResult& result, int signal) {
        value::ErrorReference error = final_error(result, setup_.arguments, signal);
        observe::Simulation simulation;
        simulation.workflow = setup_.workflow.root().source->name();
        simulation.ending = ending_of(result);
        simulation.exit_status = error ? status_of(result, signal) : exit_status::success;
        simulation.result = result.result;
        simulation.error = error ? value::describe(*error) : "";
        simulation.output = setup_.arguments.output;
        simulation.total = loop_.now();
        simulation.events = plan_.take_events();
        simulation.numbers = summary_.numbers();
        simulation.critical_path = critical_path_.links();
        simulation.critical_path_is_cut = critical_path_.is_cut();
        if (result.deadlock) {
            for (const workflow::WaitingTask& task : result.deadlock->tasks) {
                simulation.deadlock.push_back({task.task, task.step, task.place, task.waits_for, task.holders});
            }
        }
        for (const effects::NotedAssumptions::Note& note : assumptions_->notes()) {
            simulation.warnings.push_back({note.place, note.text, note.times});
        }
        for (const effects::MockRule& rule : mocks_.rules()) {
            if (rule.used == 0) {
                simulation.warnings.push_back({{}, "the rule of " + rule.place + " was not used: " +
                                                      (rule.is_shadowed ? "a rule before it answers all that fits it" : "nothing fits it")});
            }
        }
        return simulation;
    }

    const SimulationSetup& setup_;
    runtime::VirtualClock clock_;
    runtime::Loop loop_;
    http::Client client_;  // never used for a transfer
    effects::RealEffects real_;
    effects::Mocks mocks_;
    workflow::TaskPlaces places_;
    value::Reference<effects::NotedAssumptions> assumptions_;
    workflow::Runner* runner_ = nullptr;
    observe::LoopGuard guard_;
    observe::Plan plan_;
    observe::CriticalPath critical_path_;
    observe::Summary summary_;
    observe::FanOut observers_;
    const RunArguments arguments_;
    effects::SimulatedEffects simulated_;
};

}  // namespace

std::expected<SimulatedRun, std::string> simulate(const SimulationSetup& setup, const Variation& variation,
                                                  Watched watched) {
    return Simulator(setup, variation).run(variation.tie_breaker, watched);
}

std::expected<std::vector<effects::MockRule>, std::string> read_mocks_file(const std::string& path, const Terminal& terminal,
                                                                          const value::Secrets& secrets) {
    auto text = read_file(path);
    if (!text) {
        return std::unexpected(terminal.error_word() + "cannot read " + path + ": " + text.error() + "\n");
    }
    document::Diagnostics diagnostics;
    auto source = std::make_shared<document::Source>(path, std::move(*text));
    std::vector<effects::MockRule> rules = workflow::read_mocks(source, diagnostics);
    if (diagnostics.has_errors()) {
        return std::unexpected(secrets.mask(render_all(diagnostics, terminal, {})) + terminal.error_word() +
                               count_errors(diagnostics.error_count()) + " in " + path + ", nothing was run\n");
    }
    return rules;
}

}  // namespace aiorun::cli
