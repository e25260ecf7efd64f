#include "cli/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <expected>
#include <utility>
#include <vector>

#include "cli/exit_status.hpp"
#include "cli/options_app.hpp"
#include "document/duration.hpp"
#include "document/suggest.hpp"

namespace aiorun::cli {
namespace {

constexpr const char* version_text = "aiorun " AIORUN_VERSION;

/// `--log-format` as AIORUN_LOG_FORMAT.
std::string environment_name(std::string option) {
    std::string name = "AIORUN_";
    for (char c : option.substr(2)) {
        name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return name;
}

CLI::Option* with_environment(CLI::Option* option) {
    return option->envname(environment_name("--" + option->get_lnames().front()));
}

template <class Target>
CLI::Option* add(CLI::App& app, const std::string& names, Target& target, const std::string& help) {
    return with_environment(app.add_option(names, target, help));
}

CLI::Option* add_flag(CLI::App& app, const std::string& names, bool& target, const std::string& help) {
    return with_environment(app.add_flag(names, target, help));
}

CLI::Option* add_duration(CLI::App& app, const std::string& name, std::optional<std::chrono::nanoseconds>& target,
                          const std::string& help) {
    auto parse = [&target, name](const std::string& text) {
        auto duration = document::parse_duration(text);
        if (!duration) {
            throw CLI::ValidationError(name, duration.error());
        }
        target = *duration;
    };
    return with_environment(app.add_option_function<std::string>(name, parse, help)->type_name("DURATION"));
}

/// CLI11's own check speaks of ranges of doubles, and takes what is too large or negative for another number.
CLI::Validator whole_number(uint64_t least) {
    return {[least](std::string& text) {
                uint64_t number = 0;
                auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
                bool is_good = problem == std::errc() && end == text.data() + text.size() && number >= least;
                return is_good ? std::string()
                               : "expected a whole number of at least " + std::to_string(least) + ", found \"" + text + "\"";
            },
            ""};
}

template <class Choice>
using Choices = std::vector<std::pair<std::string, Choice>>;

/// An option, or an argument without a name, that is one of a few words.
template <class Choice>
CLI::Option* make_choice(CLI::App& app, const std::string& name, Choice& target, const Choices<Choice>& choices,
                         const std::string& help) {
    std::vector<std::string> words;
    std::string shown;
    for (const auto& [word, choice] : choices) {
        words.push_back(word);
        shown += (shown.empty() ? "" : "|") + word;
    }
    auto choose = [&target, choices](const std::string& text) {
        for (const auto& [word, choice] : choices) {
            if (word == text) {
                target = choice;
            }
        }
    };
    CLI::Option* option = app.add_option_function<std::string>(name, choose, help);
    return option->check(CLI::IsMember(words))->type_name(shown);
}

template <class Choice>
CLI::Option* add_choice(CLI::App& app, const std::string& name, Choice& target, const Choices<Choice>& choices,
                        const std::string& help) {
    return with_environment(make_choice(app, name, target, choices, help));
}

void define_color(CLI::App& app, ColorChoice& color) {
    const Choices<ColorChoice> choices{
        {"auto", ColorChoice::automatic}, {"always", ColorChoice::always}, {"never", ColorChoice::never}};
    add_choice(app, "--color", color, choices, "colours in messages (default: auto)");
}

/// What shows a run: before it (the simulation), while it runs, and afterwards.
void define_observation(CLI::App& app, RunArguments& run) {
    const Choices<Progress> progress{
        {"auto", Progress::automatic}, {"plain", Progress::plain}, {"none", Progress::none}};
    // A flag that takes a value only as --dry-run=json: the word behind --dry-run is the workflow.
    with_environment(app.add_flag("--dry-run{text}", run.dry_run,
                                  "simulate the run in virtual time, with no effect outside; =json for programs"));
    add(app, "--mocks", run.mocks, "answers for fetch and run in a dry-run")->type_name("FILE");
    add(app, "--explore", run.explore, "simulate N runs with other orders, latencies and failures")->type_name("N")
        ->check(whole_number(1));
    add(app, "--trace", run.trace, "what happened, as FILE.json (Trace Event), FILE.jsonl, or - for text")->type_name("FILE");
    add(app, "--otlp", run.otlp, "send spans to an OpenTelemetry collector (OTLP/HTTP JSON)")->type_name("URL");
    with_environment(app.add_option("--report", run.reports, "a report of the run: FILE.html, or FILE.xml (JUnit)")
                         ->type_name("FILE")->allow_extra_args(false));
    add_choice(app, "--progress", run.progress, progress, "how progress is shown (default: auto)");
}

void define_run(CLI::App& app, Parsed& parsed) {
    const Choices<steps::LogLevel> levels{{"debug", steps::LogLevel::debug},
                                          {"info", steps::LogLevel::info},
                                          {"warning", steps::LogLevel::warning},
                                          {"error", steps::LogLevel::error}};
    const Choices<LogFormat> formats{{"text", LogFormat::text}, {"json", LogFormat::json}};
    RunArguments& run = parsed.run;
    app.add_option("FILE", run.file, "the workflow; - is standard input");
    app.add_option("-p,--param", run.params, "a param of the workflow")->type_name("NAME=VALUE")->allow_extra_args(false)
        ->envname("AIORUN_PARAM");
    app.add_option("--params", run.params_files, "params from a YAML or JSON file")->type_name("FILE")->allow_extra_args(false)
        ->envname("AIORUN_PARAMS");
    app.add_option("--env-file", run.env_files, "further environment variables, NAME=VALUE a line")->type_name("FILE")
        ->allow_extra_args(false)->envname("AIORUN_ENV_FILE");
    add_flag(app, "--virtual-time", run.virtual_time, "sleeps and timers on a virtual clock that jumps ahead");
    add(app, "--output", run.output, "write the result to a file, as JSON")->type_name("FILE");
    add_duration(app, "--timeout", run.timeout, "cancel the run after this time (exit status 124)");
    add(app, "--seed", run.seed, "seed of random(), uuid() and jitter")->type_name("N")->check(whole_number(0));
    add(app, "--max-connections", run.max_connections, "connections at once; further transfers wait")->type_name("N")
        ->check(whole_number(1));
    add_flag(app, "--insecure", run.insecure, "do not verify TLS certificates");
    add_choice(app, "--log-level", run.log_level, levels, "how important a log line has to be (default: info)");
    add_choice(app, "--log-format", run.log_format, formats, "how log lines look (default: text)");
    add_flag(app, "--quiet", run.quiet, "only errors on standard error");
    define_observation(app, run);
    define_color(app, parsed.color);
}

void define_check(CLI::App& app, Parsed& parsed) {
    app.add_option("PATH", parsed.check.paths, "workflow files, or folders of them");
    define_color(app, parsed.color);
}

void define_graph(CLI::App& app, Parsed& parsed) {
    using workflow::GraphFormat;
    const Choices<GraphFormat> formats{
        {"mermaid", GraphFormat::mermaid}, {"dot", GraphFormat::dot}, {"json", GraphFormat::json}};
    app.add_option("FILE", parsed.graph.file, "the workflow; - is standard input");
    add_choice(app, "--format", parsed.graph.format, formats, "for whom the graph is (default: mermaid)");
    define_color(app, parsed.color);
}

void define_completion(CLI::App& app, Parsed& parsed) {
    const Choices<std::optional<Shell>> shells{{"bash", Shell::bash}, {"zsh", Shell::zsh}, {"fish", Shell::fish}};
    make_choice(app, "SHELL", parsed.completion.shell, shells, "the shell that is to complete");
    app.add_option("--params-of", parsed.completion.params_of, "instead: the params of this workflow, one a line")
        ->type_name("FILE");
}

const std::string* shell_or_file(const Parsed& parsed) {
    static const std::string chosen = "a shell";
    return parsed.completion.shell ? &chosen : &parsed.completion.params_of;
}

/// One subcommand: how it is called, what it is for, its arguments.
struct CommandDefinition {
    Command command;
    const char* name;
    const char* help;
    void (*define)(CLI::App&, Parsed&);
    const std::string* (*operand)(const Parsed&);  ///< the argument that has to be given, if there is one
    const char* missing = "a workflow file is missing";
};

const std::string* first(const std::vector<std::string>& paths) {
    static const std::string none;
    return paths.empty() ? &none : &paths.front();
}

constexpr std::array<CommandDefinition, 5> commands{{
    {Command::run, "run", "run a workflow", define_run, [](const Parsed& parsed) { return &parsed.run.file; }},
    {Command::check, "check", "check workflows without running them", define_check,
     [](const Parsed& parsed) { return first(parsed.check.paths); }},
    {Command::graph, "graph", "draw the structure of a workflow", define_graph,
     [](const Parsed& parsed) { return &parsed.graph.file; }},
    {Command::schema, "schema", "print a JSON Schema of the language, for editors", [](CLI::App&, Parsed&) {}, nullptr},
    {Command::completion, "completion", "print a script that lets a shell complete commands and options", define_completion,
     shell_or_file, "the shell is missing: bash, zsh or fish"},
}};

}  // namespace

void define_commands(CLI::App& app, Parsed& parsed) {
    app.set_version_flag("--version", version_text);
    app.require_subcommand(1);
    app.footer("aiorun FILE is short for aiorun run FILE. Every option can be given by the environment as well: "
               "--log-format is AIORUN_LOG_FORMAT.");
    for (const CommandDefinition& each : commands) {
        CLI::App* command = app.add_subcommand(each.name, each.help);
        each.define(*command, parsed);
        command->allow_extras();  // reported by us, with a suggestion
    }
}

namespace {

std::vector<std::string_view> command_names() {
    std::vector<std::string_view> names;
    for (const CommandDefinition& each : commands) {
        names.push_back(each.name);
    }
    return names;
}

/// `aiorun FILE` is `aiorun run FILE`, unless the first word is a command or an option of aiorun itself.
std::vector<std::string> with_command(int count, const char* const* arguments) {
    std::vector<std::string> words(arguments + 1, arguments + count);
    std::vector<std::string_view> own = command_names();
    own.insert(own.end(), {"-h", "--help", "--version"});
    if (words.empty()) {
        words.push_back("--help");
    }
    if (std::find(own.begin(), own.end(), words.front()) == own.end()) {
        words.insert(words.begin(), "run");
    }
    return words;
}

/// CLI11 2.4 passes over what a variable of the environment holds when the option does not take it. Throws what is wrong with it.
void check_environment(CLI::App& app) {
    for (CLI::Option* option : app.get_options()) {
        const char* value = option->get_envname().empty() ? nullptr : std::getenv(option->get_envname().c_str());
        if (value != nullptr && *value != '\0' && option->count() == 0) {
            option->add_result(value);
            option->run_callback();
        }
    }
}

/// What to say of an option with an empty text for a value, as `--trace "$FILE"` is when nobody set the variable: it is not
/// taken for one that was not given. For the value of `--trace=`, CLI11 would take the next argument.
std::optional<std::string> find_empty_value(const CLI::App& app, const std::vector<std::string>& words) {
    std::vector<std::string_view> names = command_names();
    bool has_command = std::ranges::find(names, words.front()) != names.end();
    const CLI::App& command = has_command ? *app.get_subcommand(words.front()) : app;
    for (size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
        bool is_joined = words[i].starts_with("--") && words[i].find('=') == words[i].size() - 1;
        std::string name = is_joined ? words[i].substr(0, words[i].size() - 1) : words[i];
        const CLI::Option* option = name.starts_with('-') ? command.get_option_no_throw(name) : nullptr;
        bool wants_value = option != nullptr && option->get_items_expected_min() > 0;
        bool is_empty = is_joined || (wants_value && i + 1 < words.size() && words[i + 1].empty());
        if (option != nullptr && is_empty) {
            return "the value of " + name + " is empty, expected " +
                   (wants_value ? option->get_type_name() + ", or no " + name : "none");
        }
    }
    return std::nullopt;
}

ParseResult refuse(std::string problem) {
    return {std::nullopt, {exit_status::usage, "", "error: " + problem + "; aiorun --help tells what can be said\n"}};
}

/// The words that `--dry-run` and AIORUN_DRY_RUN may have become text, json or nothing; the error says what they may be.
std::expected<std::string, std::string> dry_run_form(const std::string& word) {
    for (std::string_view off : {"", "0", "false", "no", "off"}) {
        if (word == off) {
            return "";
        }
    }
    for (std::string_view on : {"1", "true", "yes", "on", "text"}) {
        if (word == on) {
            return "text";
        }
    }
    if (word == "json") {
        return word;
    }
    constexpr std::array<std::string_view, 2> forms{"text", "json"};
    return std::unexpected("--dry-run is text or json, found \"" + word + "\"" + document::did_you_mean(word, forms));
}

/// What simulations need, and what only they can use.
std::optional<std::string> settle_dry_run(RunArguments& run) {
    auto form = dry_run_form(run.dry_run);
    if (!form) {
        return form.error();
    }
    run.dry_run = *form;
    if (run.explore && run.dry_run.empty()) {
        run.dry_run = "text";
    }
    if (!run.mocks.empty() && run.dry_run.empty()) {
        return "--mocks is for --dry-run: a real run gets real answers";
    }
    return std::nullopt;
}

/// What to say of an argument that nothing takes. The first word, too, may be the mistake: a misspelt command is taken for a
/// workflow.
std::string unexpected(const std::string& argument, const CLI::App& app, const std::string& first, const std::string& file) {
    if (!argument.starts_with('-') && first == file && first.find_first_of("./") == std::string::npos) {
        return "unknown command \"" + first + "\"" + document::did_you_mean(first, command_names());
    }
    if (!argument.starts_with('-')) {
        return "unexpected argument \"" + argument + "\"";
    }
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            names.push_back("--" + name);
        }
    }
    std::vector<std::string_view> views(names.begin(), names.end());
    std::string name = argument.substr(0, argument.find('='));
    return "unknown option \"" + name + "\"" + document::did_you_mean(name, views);
}

}  // namespace

ParseResult parse_options(int count, const char* const* arguments) {
    CLI::App app("Runs YAML workflows with the concurrency of Python's asyncio.", "aiorun");
    Parsed parsed;
    define_commands(app, parsed);
    std::vector<std::string> words = with_command(count, arguments);
    if (std::optional<std::string> problem = find_empty_value(app, words)) {
        return refuse(*problem);
    }
    try {
        std::reverse(words.begin(), words.end());  // as CLI11 wants them
        app.parse(words);
        check_environment(*app.get_subcommands().front());
    } catch (const CLI::ParseError& error) {
        std::ostringstream output;
        std::ostringstream errors;
        if (app.exit(error, output, errors) == 0) {
            return {std::nullopt, {exit_status::success, output.str(), ""}};  // help, or the version
        }
        return refuse(error.what());
    }
    const CommandDefinition& used = *std::ranges::find_if(
        commands, [&](const CommandDefinition& each) { return app.got_subcommand(each.name); });
    parsed.command = used.command;
    const CLI::App& subcommand = *app.get_subcommand(used.name);
    std::vector<std::string> rest = subcommand.remaining();
    std::erase(rest, "--");  // what stands behind it was taken as no option already
    if (!rest.empty()) {
        return refuse(unexpected(rest.front(), subcommand, arguments[1], parsed.run.file));
    }
    if (used.operand != nullptr && used.operand(parsed)->empty()) {
        return refuse(used.missing);
    }
    if (std::optional<std::string> problem = settle_dry_run(parsed.run)) {
        return refuse(*problem);
    }
    return {std::move(parsed), {}};
}

}  // namespace aiorun::cli
