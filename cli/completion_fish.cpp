#include "cli/completion.hpp"

namespace aiorun::cli {
namespace {

using Operand = CommandDescription::Operand;
using Value = OptionDescription::Value;

/// In fish's single quotes a backslash escapes itself and the quote.
std::string in_quotes(std::string_view text) {
    std::string out = "'";
    for (char character : text) {
        out += character == '\'' || character == '\\' ? "\\" : "";
        out += character;
    }
    return out + "'";
}

std::string value_of(const OptionDescription& option) {
    switch (option.value) {
        case Value::choice: return " -x -a " + in_quotes(joined(option.choices));
        case Value::file: return " -r -F";
        case Value::text: return option.names.back() == "--param" ? " -x -a '(__aiorun_params)'" : " -x";
        case Value::none: break;
    }
    return "";
}

std::string line_of(const OptionDescription& option, const std::string& condition) {
    std::string text = "complete -c aiorun -n " + in_quotes(condition);
    for (const std::string& name : option.names) {
        bool is_long = name.starts_with("--");
        text += (is_long ? " -l " : " -s ") + name.substr(is_long ? 2 : 1);
    }
    return text + value_of(option) + " -d " + in_quotes(option.help) + "\n";
}

std::string operand_line(const CommandDescription& command, const std::string& condition) {
    std::string start = "complete -c aiorun -n " + in_quotes(condition);
    switch (command.operand) {
        case Operand::workflow:
        case Operand::workflows: return start + " -f -a '(__fish_complete_suffix .yaml; __fish_complete_suffix .yml)'\n";
        case Operand::choice: return start + " -f -a " + in_quotes(joined(command.choices)) + "\n";
        case Operand::none: break;
    }
    return start + " -f\n";
}

}  // namespace

std::string fish_completion(std::span<const CommandDescription> commands) {
    std::string others;  // than run, which may be left out
    std::string names;
    for (const CommandDescription& command : commands) {
        names += (names.empty() ? "" : " ") + command.name;
        others += command.name == "run" ? "" : " " + command.name;
    }
    std::string text = R"(# Completion of aiorun for fish: aiorun completion fish | source

# NAME= for every param of the workflow on the line.
function __aiorun_params
    for word in (commandline -opc)[2..-1]
        if test -f "$word"; and string match -qr '\.ya?ml$' -- "$word"
            aiorun completion --params-of "$word" 2>/dev/null
        end
    end
end

complete -c aiorun -f
)";
    std::string first = "not __fish_seen_subcommand_from " + names;
    for (const CommandDescription& command : commands) {
        text += "complete -c aiorun -n " + in_quotes(first) + " -a " + command.name + " -d " + in_quotes(command.help) + "\n";
    }
    text += "complete -c aiorun -n " + in_quotes(first) + " -l version -d 'print the version'\n";
    for (const CommandDescription& command : commands) {
        std::string condition = command.name == "run" ? "not __fish_seen_subcommand_from" + others
                                                      : "__fish_seen_subcommand_from " + command.name;
        for (const OptionDescription& option : command.options) {
            text += line_of(option, condition);
        }
        text += operand_line(command, condition);
    }
    return text;
}

}  // namespace aiorun::cli
