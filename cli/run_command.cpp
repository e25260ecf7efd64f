#include "cli/run_command.hpp"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/diagnostics.hpp"
#include "cli/dry_run.hpp"
#include "cli/error_report.hpp"
#include "cli/exit_status.hpp"
#include "cli/explore.hpp"
#include "cli/files.hpp"
#include "cli/github.hpp"
#include "cli/observation.hpp"
#include "cli/output_paths.hpp"
#include "cli/run_ending.hpp"
#include "cli/run_output.hpp"
#include "cli/run_signals.hpp"
#include "document/duration.hpp"
#include "effects/observed_effects.hpp"
#include "effects/real_effects.hpp"
#include "process/reaper.hpp"
#include "value/finite.hpp"
#include "value/json.hpp"
#include "value/utf8.hpp"
#include "workflow/arguments.hpp"
#include "workflow/runner.hpp"
#include "workflow/written_secrets.hpp"

namespace aiorun::cli {
namespace {

using workflow::RunResult;
using workflow::StopReason;

/// What expressions of the `http:` section see before the run has begun: params and the environment.
class StartHost final : public expression::Host {
  public:
    explicit StartHost(effects::Effects& effects) : effects_(effects) {}
    value::Value unbound(uint32_t) override { return value::value_error("this name has no value before the run"); }
    double elapsed() override { return 0; }
    double now() override { return effects_.now(); }
    double random() override { return 0; }
    uint64_t random_bits() override { return 0; }
    std::optional<std::string> env(std::string_view name) override { return effects_.env(name); }

  private:
    effects::Effects& effects_;
};

/// One use of `aiorun run`.
class RunCommand {
  public:
    RunCommand(const RunArguments& arguments, const Terminal& terminal) : arguments_(arguments), terminal_(terminal) {}

    int run();

  private:
    [[nodiscard]] bool read();
    [[nodiscard]] bool bind();
    [[nodiscard]] bool check_output_paths();
    [[nodiscard]] bool choose_client_options(effects::Effects& effects);
    [[nodiscard]] int execute();
    [[nodiscard]] bool hand_over(RunResult& result, const workflow::Runner& runner);
    void report_abrupt_end(int signal, runtime::Time now, Observation& observation);
    [[nodiscard]] int report(const RunResult& result, bool handed_over, Observation& observation);
    [[nodiscard]] bool write_result(const RunResult& result);
    [[nodiscard]] bool print_result(const RunResult& result);
    [[nodiscard]] int simulate_run() const;
    bool fail(const std::string& message) {
        write_errors(secrets_.mask(terminal_.error_word() + value::escape_for_terminal(message, value::Whitespace::keep) + "\n"));
        return false;
    }

    const RunArguments& arguments_;
    const Terminal& terminal_;
    FileLoader loader_;
    value::Secrets secrets_;
    std::unique_ptr<workflow::Workflow> workflow_;
    Environment environment_;
    workflow::RunSettings settings_;
    http::ClientOptions client_options_;
    int signal_ = 0;
};

int RunCommand::run() {
    (void)std::signal(SIGUSR1, SIG_IGN);  // a question that comes before the run, or after it, is not to end the process
    if (!read() || !bind() || !check_output_paths()) {
        return exit_status::usage;
    }
    return arguments_.dry_run.empty() ? execute() : simulate_run();
}

bool RunCommand::read() {
    auto text = read_file(arguments_.file);
    if (!text) {
        return fail("cannot read " + arguments_.file + ": " + text.error());
    }
    std::string name = arguments_.file == "-" ? "<stdin>" : arguments_.file;
    document::Diagnostics diagnostics;
    auto source = std::make_shared<document::Source>(name, std::move(*text));
    workflow_ = workflow::read_workflow(source, loader_, diagnostics);
    if (diagnostics.has_errors()) {
        write_errors(render_all(diagnostics, terminal_, workflow::written_secrets(workflow_.get())));
        return fail(count_errors(diagnostics.error_count()) + " in " + name + ", nothing was run");
    }
    if (!workflow_->root().main) {
        return fail(name + " has no `main`: it is a library, to be imported by other workflows");
    }
    return true;
}

bool RunCommand::bind() {
    auto environment = collect_environment(arguments_);
    if (!environment) {
        return fail(environment.error());
    }
    environment_ = std::move(*environment);
    auto params = collect_params(arguments_);
    if (!params) {
        return fail(params.error());
    }
    runtime::MonotonicClock clock;
    runtime::Loop loop(clock);
    http::Client client(loop, {});
    effects::RealEffects effects(client, environment_);
    workflow::BoundParams bound = workflow::bind_params(*workflow_, *params, effects, loader_);
    for (const value::Value& secret : bound.secrets) {
        secrets_.add(secret);
    }
    for (size_t i = 0; i < bound.problems.size(); ++i) {
        const std::string& problem = bound.problems[i];
        if (is_github_actions()) {
            const workflow::ParamPlace& place = bound.places[i];
            write_errors(secrets_.mask(to_command(
                {.file = place.file, .line = place.line, .column = place.column, .title = "param", .message = problem})));
        }
        fail(problem);
    }
    settings_.params = std::move(bound.values);
    // A simulation is the same each time, unless another seed is asked for.
    bool is_simulated = !arguments_.dry_run.empty();
    settings_.seed = arguments_.seed ? *arguments_.seed : is_simulated ? 0 : effects.seed();
    settings_.timeout = arguments_.timeout;
    return bound.problems.empty() && choose_client_options(effects);
}

/// The command line's limits come first, then those of the workflow's `http:` section.
bool RunCommand::choose_client_options(effects::Effects& effects) {
    http::ClientOptions base;
    base.max_connections = arguments_.max_connections;
    base.certificates = arguments_.insecure ? http::CertificateCheck::insecure : http::CertificateCheck::verify;
    base.user_agent = "aiorun/" AIORUN_VERSION;
    base.on_credential = [this](std::string_view credential) { secrets_.add_credential(credential); };
    std::vector<value::Value> globals(workflow_->global_count);
    for (const auto& [index, value] : settings_.params) {
        globals[index] = value;
    }
    StartHost host(effects);
    auto options = workflow_->root().http.client_options(base, {nullptr, globals.data(), &host});
    if (!options) {
        return fail("http: " + value::describe(*options.error()));
    }
    client_options_ = std::move(*options);
    return true;
}

/// A file that cannot be written, or would take another one's place, is better known before the work than after it.
bool RunCommand::check_output_paths() {
    std::vector<std::string> sources;
    for (const auto& file : workflow_->files) {
        sources.push_back(file->source->name());
    }
    if (auto conflict = find_output_conflict(arguments_, sources)) {
        return fail(*conflict);
    }
    if (arguments_.output.empty()) {
        return true;
    }
    auto writable = check_writable(arguments_.output);
    return writable || fail("cannot write the result to " + arguments_.output + ": " + writable.error());
}

/// Instead of the run.
int RunCommand::simulate_run() const {
    std::vector<effects::MockRule> mocks;
    if (!arguments_.mocks.empty()) {
        auto read = read_mocks_file(arguments_.mocks, terminal_, secrets_);
        if (!read) {
            write_errors(read.error());
            return exit_status::usage;
        }
        mocks = std::move(*read);
    }
    SimulationSetup setup{arguments_, *workflow_, settings_, client_options_, environment_, mocks, secrets_};
    return arguments_.explore ? explore(setup, terminal_) : dry_run(setup, terminal_);
}

/// The run itself, with all that it needs and all that looks at it. Gives the exit status.
int RunCommand::execute() {
    std::unique_ptr<runtime::Clock> clock;
    if (arguments_.virtual_time) {
        clock = std::make_unique<runtime::VirtualClock>();
    } else {
        clock = std::make_unique<runtime::MonotonicClock>();
    }
    runtime::Loop loop(*clock);
    http::Client client(loop, client_options_);
    process::Reaper reaper(loop.reactor());
    effects::RealEffects real(client, environment_);
    auto observation = Observation::open({arguments_, *workflow_, secrets_, loop, &client, &terminal_});
    if (!observation) {
        fail(observation.error());
        return exit_status::usage;
    }
    std::optional<effects::ObservedEffects> observed;
    if (runtime::Observer* observer = (*observation)->observer()) {
        loop.set_observer(observer);
        observed.emplace(real, loop, *observer);
        observed->set_trace_parent((*observation)->trace_parent());
    }
    effects::Effects& effects = observed ? static_cast<effects::Effects&>(*observed) : real;
    Log log(arguments_.quiet ? steps::LogLevel::error : arguments_.log_level, arguments_.log_format, terminal_, secrets_);
    RunOutput output(log, secrets_);
    RunSignals handler(loop, secrets_, [&](int signal) {
        (void)output.flush();
        loop.set_observer(nullptr);
        report_abrupt_end(signal, loop.now(), **observation);
    });
    runtime::Signals signals(loop.reactor(), handler, signals_of_a_run());
    workflow::Runner runner(*workflow_, {loop, effects, output, &signals}, settings_);
    handler.set_runner(runner);
    RunResult result = runner.run();
    (*observation)->stop_showing();
    if (!output.flush() && result.reason == StopReason::none) {
        result.kind = RunResult::Kind::stopped;
        result.reason = StopReason::output;
    }
    if (result.reason == StopReason::output) {
        result.error = value::make_error(value::error_type::runtime, output.problem());
    }
    loop.set_observer(nullptr);
    bool handed_over = hand_over(result, runner);
    signal_ = handler.first();
    if (is_github_actions()) {
        append_summary(*workflow_, final_error(result, arguments_, signal_), loop.now(), secrets_);
    }
    return report(result, handed_over, **observation);
}

/// Writes the result, where there is one; false when that could not be done. A run that was asked to end while nobody read it
/// is one that was stopped.
bool RunCommand::hand_over(RunResult& result, const workflow::Runner& runner) {
    bool has_result = result.kind == RunResult::Kind::success ||
                      (result.kind == RunResult::Kind::failed && !result.forgotten.empty());
    bool written = !has_result || write_result(result);
    if (!written && result.reason == StopReason::none && runner.stop_reason() != StopReason::none) {
        result.kind = RunResult::Kind::stopped;
        result.reason = runner.stop_reason();
    }
    return written;
}

/// The run's error is the last line, behind what is to be said of its traces and reports. Gives the exit status.
int RunCommand::report(const RunResult& result, bool handed_over, Observation& observation) {
    value::ErrorReference error = final_error(result, arguments_, signal_);
    int status = error ? status_of(result, signal_) : handed_over ? exit_status::success : exit_status::failed;
    std::string problem = observation.finish(result, error, status);
    if (!observation.warning().empty() && !arguments_.quiet) {
        write_errors(secrets_.mask("warning: " + value::escape_for_terminal(observation.warning()) + "\n"));
    }
    if (!problem.empty()) {
        fail(problem);
        status = status == exit_status::success ? exit_status::failed : status;
    }
    if (error) {
        std::string annotations = is_github_actions() ? annotate(result, error, *workflow_, secrets_) : "";
        write_errors(annotations + secrets_.mask(explain(result, *workflow_) + error_line(*error, terminal_)));
    }
    return status;
}

/// A second signal ends the run in the middle: what is known is written, as far as that can be done at once.
void RunCommand::report_abrupt_end(int signal, runtime::Time now, Observation& observation) {
    RunResult result;
    result.kind = RunResult::Kind::stopped;
    result.reason = StopReason::signal;
    result.cut_short = true;
    value::ErrorReference error = ended_at_once(signal);
    if (is_github_actions()) {
        append_summary(*workflow_, error, now, secrets_);
    }
    std::string problem = observation.finish(result, error, exit_status::signal + signal, Observation::Haste::great);
    if (!problem.empty()) {
        fail(problem);
    }
}

/// The result goes to standard output, or to a file when the run succeeded.
bool RunCommand::write_result(const RunResult& result) {
    bool to_file = !arguments_.output.empty();
    if (to_file && result.kind == RunResult::Kind::success) {
        auto written = write_file(arguments_.output, value::to_json(value::to_finite(result.result)) + "\n");
        return written || fail("cannot write the result to " + arguments_.output + ": " + written.error());
    }
    if (to_file || result.result.is_null()) {
        return true;
    }
    return print_result(result);
}

bool RunCommand::print_result(const RunResult& result) {
    std::string text = secrets_.mask_printed(value::to_json(result.result) + "\n");
    if (isatty(STDOUT_FILENO) == 1) {
        text = value::escape_for_terminal(text, value::Whitespace::keep);  // as printed lines are
    }
    if (write_output(text)) {
        return true;
    }
    // It was given up when the run was asked to end, of which the error tells.
    return errno != EINTR && fail(std::string("RuntimeError: cannot write to standard output: ") + std::strerror(errno));
}

}  // namespace

int run_command(const RunArguments& arguments, const Terminal& terminal) { return RunCommand(arguments, terminal).run(); }

}  // namespace aiorun::cli
