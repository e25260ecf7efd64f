// The command line: what may be said, and what was said.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "steps/run.hpp"
#include "workflow/graph.hpp"

namespace aiorun::cli {

enum class LogFormat : uint8_t { text, json };
enum class Progress : uint8_t { automatic, plain, none };
enum class ColorChoice : uint8_t { automatic, always, never };
enum class Command : uint8_t { run, check, graph, schema, completion };
enum class Shell : uint8_t { bash, zsh, fish };

struct RunArguments {
    std::string file;                  ///< a path, or `-` for standard input
    std::vector<std::string> params;   ///< NAME=VALUE
    std::vector<std::string> params_files;
    std::vector<std::string> env_files;
    bool virtual_time = false;
    std::string output;  ///< a path, or empty
    std::optional<std::chrono::nanoseconds> timeout;
    std::optional<uint64_t> seed;
    std::optional<uint32_t> max_connections;
    bool insecure = false;
    steps::LogLevel log_level = steps::LogLevel::info;
    LogFormat log_format = LogFormat::text;
    bool quiet = false;
    std::string dry_run;              ///< "text", "json", or empty
    std::string mocks;                ///< a path, or empty
    std::optional<uint32_t> explore;  ///< how many runs
    std::string trace;                ///< a path, `-`, or empty
    std::string otlp;                 ///< a URL, or empty
    std::vector<std::string> reports;
    Progress progress = Progress::automatic;
};

struct CheckArguments {
    std::vector<std::string> paths;
};

struct GraphArguments {
    std::string file;  ///< a path, or `-` for standard input
    workflow::GraphFormat format = workflow::GraphFormat::mermaid;
};

struct CompletionArguments {
    std::optional<Shell> shell;
    std::string params_of;  ///< instead of a shell: the workflow whose params are wanted
};

struct Parsed {
    Command command = Command::run;
    RunArguments run;
    CheckArguments check;
    GraphArguments graph;
    CompletionArguments completion;
    ColorChoice color = ColorChoice::automatic;
};

/// What to do instead of running a command: help or a version was asked for, or the usage is wrong.
struct Answer {
    int status = 0;
    std::string to_output;
    std::string to_errors;
};

struct ParseResult {
    std::optional<Parsed> parsed;
    Answer answer;
};

/// Reads the arguments, then the environment (`--log-format` is AIORUN_LOG_FORMAT); the command line wins.
[[nodiscard]] ParseResult parse_options(int count, const char* const* arguments);

/// An option of a command, for those who tell others what can be said.
struct OptionDescription {
    enum class Value : uint8_t { none, choice, file, text };

    std::vector<std::string> names;  ///< `-p`, `--param`
    std::string help;
    Value value = Value::none;
    std::vector<std::string> choices{};
    bool is_repeatable = false;
};

struct CommandDescription {
    enum class Operand : uint8_t { none, workflow, workflows, choice };

    std::string name;
    std::string help;
    std::vector<OptionDescription> options;
    Operand operand = Operand::none;
    std::vector<std::string> choices{};  ///< of the operand
};

/// All commands with their options, in the order of the help.
[[nodiscard]] std::vector<CommandDescription> describe_commands();

}  // namespace aiorun::cli
