#include "cli/explore.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <set>

#include "cli/exit_status.hpp"
#include "cli/masked_document.hpp"
#include "cli/run_ending.hpp"
#include "document/duration.hpp"
#include "effects/rough_weather.hpp"
#include "observe/exploration.hpp"
#include "observe/outcome.hpp"
#include "observe/plan_text.hpp"
#include "value/json.hpp"

namespace aiorun::cli {
namespace {

using observe::Difference;
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

/// `variables.total` as people say it.
std::string shown_part(const std::string& part) {
    constexpr std::string_view variables = "variables.";
    return part == "result" ? "the result" : part.starts_with(variables) ? "the variable " + part.substr(variables.size()) : part;
}

std::vector<std::string> words_of(const std::set<effects::Source>& sources) {
    std::vector<std::string> words;
    for (effects::Source source : sources) {
        words.emplace_back(effects::shown(source));
    }
    return words;
}

/// How a run ended, its result and the variables at its end: what is compared.
value::Value outcome_of(const RunResult& result) {
    value::MapBuilder variables;
    for (const auto& [name, value] : result.variables) {
        variables.set(name, value);
    }
    value::MapBuilder outcome;
    outcome.set("ending", static_cast<int64_t>(result.kind)).set("result", result.result);
    if (result.error) {
        outcome.set("error", value::MapBuilder().set("type", result.error->type).set("message", result.error->message).build());
    }
    return outcome.set("variables", variables.build()).build();
}

std::string without_numbers(std::string_view text) {
    std::string words;
    for (char c : text) {
        bool is_digit = c >= '0' && c <= '9';
        if (!is_digit || !words.ends_with('#')) {
            words += is_digit ? '#' : c;
        }
    }
    return words;
}

/// One use of `--explore`.
class Explorer {
  public:
    Explorer(const SimulationSetup& setup, const Terminal& terminal) : setup_(setup), terminal_(terminal) {}

    int run() {
        exploration_.workflow = setup_.workflow.root().source->name();
        exploration_.first_seed = setup_.arguments.seed.value_or(0);
        effects::Weather calm;
        auto plain = simulate_with(0, {.weather = calm, .sources = &plain_sources_}, Watched::by_user);
        if (!plain) {
            write_errors(setup_.secrets.mask(terminal_.error_word() + plain.error() + "\n"));
            return exit_status::usage;
        }
        signal_ = plain->signal;
        if (signal_ == 0) {
            take_plain(*plain);
        }
        while (signal_ == 0 && endless_ < most_endless && exploration_.runs < *setup_.arguments.explore) {
            explore_seed(exploration_.first_seed + exploration_.runs);
        }
        for (const auto& [part, sources] : explained_) {
            exploration_.explained.push_back({shown_part(part), words_of(sources)});
        }
        return report();
    }

  private:
    [[nodiscard]] std::expected<SimulatedRun, std::string> simulate_with(uint64_t seed, const Variation& variation, Watched watched) const {
        workflow::RunSettings settings = setup_.settings;
        settings.seed = seed;
        settings.keep_variables = true;
        SimulationSetup setup{setup_.arguments, setup_.workflow, settings, setup_.client_options, setup_.environment, setup_.mocks, setup_.secrets};
        return simulate(setup, variation, watched);
    }

    /// What the others are compared with.
    void take_plain(const SimulatedRun& plain) {
        plain_outcome_ = outcome_of(plain.result);
        plain_chose_by_order_ = plain.chose_by_order;
        operations_ = plain.simulation.numbers.fetches + plain.simulation.numbers.processes;
        if (plain.result.reason == workflow::StopReason::limit) {
            endless_ = most_endless;  // the others would not end either
            note(plain.result, {.is_plain = true, .command = command(std::nullopt)});
            return;
        }
        plain_is_good_ = plain.result.kind == RunResult::Kind::success;
        if (!plain_is_good_) {
            note(plain.result, {.is_plain = true, .command = command(std::nullopt)});
        }
        note_lost_updates(plain.simulation, {.is_plain = true, .command = command(std::nullopt)});
    }

    void explore_seed(uint64_t seed) {
        effects::RoughWeather weather(seed, operations_);
        effects::SourceProbe sources;
        auto run = simulate_with(seed, {.weather = weather, .tie_breaker = &weather, .sources = &sources}, Watched::by_nobody);
        signal_ = run ? run->signal : signal_;
        if (!run || signal_ != 0) {
            return;  // it was not run to its end: nothing follows from it
        }
        ++exploration_.runs;
        endless_ += run->result.reason == workflow::StopReason::limit ? 1 : 0;
        exploration_.with_failures += weather.failures() > 0 ? 1 : 0;
        Finding start{.seed = seed, .command = command(seed)};
        bool is_good = run->result.kind == RunResult::Kind::success;
        bool is_found = false;
        if (is_good ? plain_is_good_ && weather.failures() == 0 : !plain_is_good_) {
            // A plain run that fails is told once; others that fail alike say nothing new.
            std::optional<Difference> difference = find_difference(*run, seed, sources.used());
            is_found = difference.has_value();
            if (is_found && is_good) {
                note_difference(*difference, run->result, std::move(start));
            } else if (is_found) {
                note(run->result, std::move(start));
            }
        } else if (!is_good) {
            is_found = true;
            note(run->result, std::move(start), sources.used());
        }
        is_found = note_lost_updates(run->simulation, {.seed = seed, .command = command(seed)}) || is_found;
        exploration_.agreed += is_found || is_good != plain_is_good_ ? 0 : 1;
        if (setup_.arguments.explore == 1) {
            only_run_ = std::move(run->simulation);
        }
    }

    using Parts = std::set<std::string>;
    [[nodiscard]] std::vector<Difference> differences_to_plain(const RunResult& result) const {
        return observe::differences(plain_outcome_, outcome_of(result));
    }
    /// The parts that still differ when `which` say to each task what they said in the plain run; all parts when that cannot
    /// be told.
    [[nodiscard]] std::optional<Parts> parts_without(uint64_t seed, effects::SourceSet which) {
        effects::RoughWeather weather(seed, operations_);
        if (plain_is_good_) {
            weather.spare();  // nothing was made to fail, and what is now done more often is not to fail either
        }
        effects::SourceProbe replay(plain_sources_.record(), which);
        auto run = simulate_with(seed, {.weather = weather, .tie_breaker = &weather, .sources = &replay}, Watched::by_nobody);
        signal_ = run ? run->signal : signal_;
        if (!run || signal_ != 0) {
            return std::nullopt;
        }
        Parts parts;
        for (Difference& difference : differences_to_plain(run->result)) {
            parts.insert(std::move(difference.part));
        }
        return parts;
    }

    /// The first difference to the plain run that is the schedule's. Those that the run's own clocks and dice make are noted.
    [[nodiscard]] std::optional<Difference> find_difference(const SimulatedRun& run, uint64_t seed, effects::SourceSet used) {
        if (run.chose_by_order || plain_chose_by_order_) {
            return std::nullopt;  // stand-ins were chosen by who came with what, which differs as well
        }
        std::vector<Difference> found = differences_to_plain(run.result);
        std::optional<Parts> left = found.empty() || used.none() ? std::nullopt : parts_without(seed, used);
        if (!left) {
            return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
        }
        explain(found, *left, seed, used);
        auto first = std::ranges::find_if(found, [&](const Difference& each) { return left->contains(each.part); });
        if (first != found.end()) {
            return std::move(*first);
        }
        // Another part differs then: what the clocks say is not all there is to it.
        return left->empty() ? std::nullopt : std::optional(std::move(found.front()));
    }

    /// Which of the sources make the parts differ that are not left: alone, or else all together.
    void explain(const std::vector<Difference>& found, const Parts& left, uint64_t seed, effects::SourceSet used) {
        Parts open;
        for (const Difference& each : found) {
            if (!left.contains(each.part) && !explained_.contains(each.part)) {
                open.insert(each.part);
            }
        }
        std::map<std::string, std::set<effects::Source>> by;
        for (effects::Source source : effects::every_source) {
            effects::SourceSet alone;
            alone.set(static_cast<size_t>(source));
            // Without all of them it differs, of course.
            if (used == alone) {
                break;
            }
            std::optional<Parts> rest = open.empty() || (used & alone).none() ? std::nullopt : parts_without(seed, used & ~alone);
            for (const std::string& part : rest ? open : Parts()) {
                if (rest->contains(part)) {
                    by[part].insert(source);  // without this one it is not explained
                }
            }
        }
        for (const std::string& part : open) {
            explained_[part] = std::move(by[part]);
            for (effects::Source source : effects::every_source) {
                if (explained_[part].empty() && used.test(static_cast<size_t>(source))) {
                    explained_[part].insert(source);
                }
            }
        }
    }

    void note_difference(const Difference& difference, const RunResult& result, Finding finding) {
        finding.kind = Finding::Kind::difference;
        finding.text = describe(difference, result);
        add(std::move(finding));
    }

    void note(const RunResult& result, Finding finding, effects::SourceSet used = {}) {
        value::ErrorReference error = final_error(result, setup_.arguments, 0);
        finding.text = error ? value::describe(*error) : "";
        finding.kind = result.kind == RunResult::Kind::deadlock             ? Finding::Kind::deadlock
                       : result.reason == workflow::StopReason::limit ? Finding::Kind::endless
                                                                      : Finding::Kind::error;
        if (result.deadlock) {
            finding.details = workflow::to_text(*result.deadlock);
        }
        used.reset(static_cast<size_t>(effects::Source::response_time));
        used.reset(static_cast<size_t>(effects::Source::jitter));
        if (error && used.any()) {
            // Numbers in it may be those of a clock or a die.
            finding.likeness = without_numbers(finding.text) + " " + std::to_string(error->place.line);
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
            bool is_like = !finding.likeness.empty() && each.likeness == finding.likeness;
            bool same_place = finding.kind == Finding::Kind::lost_update &&
                              each.text.substr(0, each.text.find(' ')) == finding.text.substr(0, finding.text.find(' '));
            return each.kind == finding.kind && (each.text == finding.text || finding.kind == Finding::Kind::deadlock || same_place || is_like);
        });
        if (same != exploration_.findings.end()) {
            ++same->runs;
        } else if (exploration_.findings.size() < most_findings) {
            exploration_.findings.push_back(std::move(finding));
        }
        has_findings_ = true;
    }

    /// Of the whole result or variable, or of a part when what stands beside it is not compared.
    [[nodiscard]] std::string describe(const Difference& difference, const RunResult& result) const {
        constexpr std::string_view variables = "variables.";
        bool is_variable = difference.part.starts_with(variables);
        std::string whole = is_variable ? difference.part.substr(0, difference.part.find_first_of(".[", variables.size())) : "result";
        bool is_partly = std::ranges::any_of(explained_, [&](const auto& each) { return observe::is_within(each.first, whole); });
        if (is_partly) {
            return shown_part(difference.part) + " is " + shortened(value::to_json(difference.other)) + ", in the plain run it is " +
                   shortened(value::to_json(difference.one));
        }
        if (!is_variable) {
            return "the result is " + shortened(value::to_json(result.result)) + ", in the plain run it is " +
                   shortened(value::to_json(*plain_outcome_.as_map().find(std::string_view("result"))));
        }
        std::string name = whole.substr(variables.size());
        auto of = [&](const value::Value& outcome) {
            const value::Value* value = outcome.as_map().find(std::string_view("variables"))->as_map().find(std::string_view(name));
            return shortened(value::to_json(value == nullptr ? value::Value() : *value));
        };
        return "the variable " + name + " ends as " + of(outcome_of(result)) + ", in the plain run as " + of(plain_outcome_);
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
        std::string text = as_json ? "" : observe::to_text(exploration_);
        if (!as_json && only_run_) {
            text += "\n" + observe::to_plan_text(*only_run_);
        }
        text = as_json ? to_masked_document(observe::to_json_value(exploration_), setup_.secrets) : setup_.secrets.mask(std::move(text));
        if (!write_output(text)) {
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
    value::Value plain_outcome_;
    bool plain_is_good_ = false;
    effects::SourceProbe plain_sources_;
    std::map<std::string, std::set<effects::Source>> explained_;  // parts, and what makes them differ
    std::optional<observe::Simulation> only_run_;  // of `--explore 1`, which shows its plan
    std::vector<uint32_t> lost_in_plain_run_;      // lines that overwrite: told once
    bool has_findings_ = false;
    bool plain_chose_by_order_ = false;
    uint64_t operations_ = 0;  // that the plain run asks of the outside
    uint32_t endless_ = 0;
    int signal_ = 0;  // that asked it to end
};

}  // namespace

int explore(const SimulationSetup& setup, const Terminal& terminal) { return Explorer(setup, terminal).run(); }

}  // namespace aiorun::cli
