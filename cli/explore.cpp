#include "cli/explore.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "cli/exit_status.hpp"
#include "cli/run_ending.hpp"
#include "document/duration.hpp"
#include "effects/rough_weather.hpp"
#include "observe/exploration.hpp"
#include "observe/plan_text.hpp"
#include "value/json.hpp"

namespace aiorun::cli {
namespace {

using observe::Exploration;
using observe::Finding;
using workflow::RunResult;

/// Findings that are told; beyond them nobody reads.
constexpr size_t most_findings = 50;
constexpr size_t longest_value = 300;
/// Runs that never end take seconds each; after so many the others are left out.
constexpr uint32_t most_endless = 3;

std::string in_quotes(const std::string& word) {
    bool is_plain = !word.empty() && word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,@%+") == std::string::npos;
    if (is_plain) {
        return word;
    }
    std::string text = "'";
    for (char c : word) {
        text += c == '\'' ? "'\\''" : std::string(1, c);
    }
    return text + "'";
}

std::string shortened(std::string text) {
    return text.size() <= longest_value ? text : text.substr(0, longest_value) + "…";
}

/// One use of `--explore`.
class Explorer {
  public:
    Explorer(const SimulationSetup& setup, const Terminal& terminal) : setup_(setup), terminal_(terminal) {}

    int run() {
        exploration_.workflow = setup_.workflow.root().source->name();
        exploration_.first_seed = setup_.arguments.seed.value_or(0);
        effects::Weather calm;
        auto plain = simulate_with(0, calm, nullptr, Watched::by_user);
        if (!plain) {
            write_errors(setup_.secrets.mask(terminal_.error_word() + plain.error() + "\n"));
            return exit_status::usage;
        }
        signal_ = plain->signal;
        if (signal_ == 0) {
            take_plain(*plain);
        }
        bool is_good = plain->result.kind == RunResult::Kind::success;
        while (signal_ == 0 && endless_ < most_endless && exploration_.runs < *setup_.arguments.explore) {
            explore_seed(exploration_.first_seed + exploration_.runs, is_good);
        }
        return report();
    }

  private:
    [[nodiscard]] std::expected<SimulatedRun, std::string> simulate_with(uint64_t seed, effects::Weather& weather,
                                                                         runtime::TieBreaker* tie_breaker, Watched watched) const {
        workflow::RunSettings settings = setup_.settings;
        settings.seed = seed;
        settings.keep_variables = true;
        SimulationSetup setup{setup_.arguments, setup_.workflow, settings, setup_.client_options, setup_.environment, setup_.mocks, setup_.secrets};
        return simulate(setup, weather, tie_breaker, watched);
    }

    /// What the others are compared with.
    void take_plain(const SimulatedRun& plain) {
        plain_outcome_ = outcome_of(plain.result);
        if (plain.result.reason == workflow::StopReason::limit) {
            endless_ = most_endless;  // the others would not end either
            note(plain.result, {.is_plain = true, .command = command(std::nullopt)});
            return;
        }
        // With other random numbers and nothing else changed: what differs already then says nothing of the schedule.
        effects::Weather calm;
        auto other = simulate_with(1, calm, nullptr, Watched::by_nobody);
        if (!other || other->signal != 0) {
            signal_ = other ? other->signal : 0;
            return;
        }
        exploration_.depends_on_random = outcome_of(other->result) != plain_outcome_;
        if (plain.result.kind != RunResult::Kind::success) {
            note(plain.result, {.is_plain = true, .command = command(std::nullopt)});
        }
        note_lost_updates(plain.simulation, {.is_plain = true, .command = command(std::nullopt)});
    }

    void explore_seed(uint64_t seed, bool plain_is_good) {
        effects::RoughWeather weather(seed);
        auto run = simulate_with(seed, weather, &weather, Watched::by_nobody);
        if (!run) {
            return;  // only what is watched can fail so
        }
        signal_ = run->signal;
        if (signal_ != 0) {
            return;  // it was not run to its end: nothing follows from it
        }
        ++exploration_.runs;
        endless_ += run->result.reason == workflow::StopReason::limit ? 1 : 0;
        exploration_.with_failures += weather.failures() > 0 ? 1 : 0;
        Finding start{.seed = seed, .command = command(seed)};
        bool is_found = false;
        if (run->result.kind != RunResult::Kind::success) {
            // A plain run that fails is told once; others that fail alike say nothing new.
            is_found = plain_is_good || outcome_of(run->result) != plain_outcome_;
            if (is_found) {
                note(run->result, std::move(start));
            }
        } else if (plain_is_good && weather.failures() == 0 && !exploration_.depends_on_random &&
                   outcome_of(run->result) != plain_outcome_) {
            is_found = true;
            start.kind = Finding::Kind::difference;
            start.text = difference(run->result);
            add(std::move(start));
        }
        is_found = note_lost_updates(run->simulation, {.seed = seed, .command = command(seed)}) || is_found;
        exploration_.agreed += is_found ? 0 : 1;
        if (setup_.arguments.explore == 1) {
            only_run_ = std::move(run->simulation);
        }
    }

    void note(const RunResult& result, Finding finding) {
        value::ErrorReference error = final_error(result, setup_.arguments, 0);
        finding.text = error ? value::describe(*error) : "";
        finding.kind = result.kind == RunResult::Kind::deadlock             ? Finding::Kind::deadlock
                       : result.reason == workflow::StopReason::limit ? Finding::Kind::endless
                                                                      : Finding::Kind::error;
        if (result.deadlock) {
            finding.details = workflow::to_text(*result.deadlock);
        }
        if (error && error->place.line != 0) {
            finding.text += ", raised at " + std::string(error->place.file) + ":" + std::to_string(error->place.line);
        }
        add(std::move(finding));
    }

    bool note_lost_updates(const observe::Simulation& simulation, const Finding& start) {
        bool is_found = false;
        for (const observe::Warning& update : simulation.lost_updates) {
            bool is_known = start.is_plain ? false : std::ranges::any_of(lost_in_plain_run_, [&](uint32_t line) { return line == update.place.line; });
            if (start.is_plain) {
                lost_in_plain_run_.push_back(update.place.line);
            }
            if (!is_known) {
                Finding finding = start;
                finding.kind = Finding::Kind::lost_update;
                finding.text = std::string(update.place.file == nullptr ? "" : update.place.file) + ":" +
                               std::to_string(update.place.line) + ": " + update.text;
                add(std::move(finding));
                is_found = true;
            }
        }
        return is_found;
    }

    /// Findings that read alike are one.
    void add(Finding finding) {
        auto same = std::ranges::find_if(exploration_.findings, [&](const Finding& each) {
            // Which tasks it were varies: of one kind and line is enough.
            bool same_place = finding.kind == Finding::Kind::lost_update &&
                              each.text.substr(0, each.text.find(' ')) == finding.text.substr(0, finding.text.find(' '));
            return each.kind == finding.kind && (each.text == finding.text || finding.kind == Finding::Kind::deadlock || same_place);
        });
        if (same != exploration_.findings.end()) {
            ++same->runs;
        } else if (exploration_.findings.size() < most_findings) {
            exploration_.findings.push_back(std::move(finding));
        }
        has_findings_ = true;
    }

    /// What is compared: how it ended, the result, and the variables at the end.
    [[nodiscard]] static std::string outcome_of(const RunResult& result) {
        std::string text = std::to_string(static_cast<int>(result.kind)) + value::to_json(result.result);
        text += result.error ? value::describe(*result.error) : "";
        for (const auto& [name, value] : result.variables) {
            text += "\n" + name + "=" + value::to_json(value);
        }
        return text;
    }

    [[nodiscard]] std::string difference(const RunResult& result) const {
        std::string_view plain = plain_outcome_;
        std::string_view first = plain.substr(1, plain.find('\n') - 1);
        if (std::string found = value::to_json(result.result); found != first) {
            return "the result is " + shortened(found) + ", in the plain run it is " + shortened(std::string(first));
        }
        for (const auto& [name, value] : result.variables) {
            std::string found = "\n" + name + "=" + value::to_json(value);
            if (size_t at = plain.find("\n" + name + "="); plain.substr(at, plain.find('\n', at + 1) - at) != found) {
                size_t begin = at + name.size() + 2;
                return "the variable " + name + " ends as " + shortened(value::to_json(value)) + ", in the plain run as " +
                       shortened(std::string(plain.substr(begin, plain.find('\n', begin) - begin)));
            }
        }
        return "it ends otherwise";
    }

    [[nodiscard]] std::string command(std::optional<uint64_t> seed) const {
        const RunArguments& arguments = setup_.arguments;
        std::string text = "aiorun --dry-run";
        text += seed ? " --seed " + std::to_string(*seed) + " --explore 1" : "";
        auto add_all = [&](const char* option, const std::vector<std::string>& values) {
            for (const std::string& value : values) {
                text += std::string(" ") + option + " " + in_quotes(value);
            }
        };
        add_all("-p", arguments.params);
        add_all("--params", arguments.params_files);
        add_all("--env-file", arguments.env_files);
        text += arguments.mocks.empty() ? "" : " --mocks " + in_quotes(arguments.mocks);
        text += arguments.max_connections ? " --max-connections " + std::to_string(*arguments.max_connections) : "";
        text += arguments.timeout ? " --timeout " + document::format_duration(*arguments.timeout) : "";
        return text + " " + in_quotes(arguments.file);
    }

    int report() {
        bool has_deadlock = std::ranges::any_of(exploration_.findings, [](const Finding& finding) { return finding.kind == Finding::Kind::deadlock; });
        exploration_.exit_status = signal_ != 0    ? exit_status::signal + signal_
                                   : has_deadlock  ? exit_status::deadlock
                                   : has_findings_ ? exit_status::failed
                                                   : exit_status::success;
        bool as_json = setup_.arguments.dry_run == "json";
        std::string text = as_json ? value::to_pretty_json(observe::to_json_value(exploration_)) + "\n" : observe::to_text(exploration_);
        if (!as_json && only_run_) {
            text += "\n" + observe::to_plan_text(*only_run_);
        }
        if (!write_output(setup_.secrets.mask(std::move(text)))) {
            write_errors(terminal_.error_word() + "RuntimeError: cannot write to standard output: " + std::strerror(errno) + "\n");
            return exit_status::failed;
        }
        if (signal_ != 0) {
            write_errors(terminal_.error_word() + "CancelledError: the exploration was stopped by " + signal_name(signal_) + "\n");
        }
        return exploration_.exit_status;
    }

    const SimulationSetup& setup_;
    const Terminal& terminal_;
    Exploration exploration_;
    std::string plain_outcome_;
    std::optional<observe::Simulation> only_run_;  // of `--explore 1`, which shows its plan
    std::vector<uint32_t> lost_in_plain_run_;      // lines that overwrite: told once
    bool has_findings_ = false;
    uint32_t endless_ = 0;
    int signal_ = 0;  // that asked it to end
};

}  // namespace

int explore(const SimulationSetup& setup, const Terminal& terminal) { return Explorer(setup, terminal).run(); }

}  // namespace aiorun::cli
