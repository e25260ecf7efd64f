#include "cli/completion.hpp"

namespace aiorun::cli {
namespace {

using Operand = CommandDescription::Operand;
using Value = OptionDescription::Value;

constexpr std::string_view workflows = "_files -g \"*.(yaml|yml)\"";

/// What _arguments takes for itself has a backslash before it.
std::string escaped(std::string_view text) {
    std::string out;
    for (char character : text) {
        out += std::string_view("[]:\\").find(character) == std::string_view::npos ? "" : "\\";
        out += character;
    }
    return out;
}

std::string value_of(const OptionDescription& option) {
    switch (option.value) {
        case Value::choice: return ":value:(" + joined(option.choices) + ")";
        case Value::file: return ":file:_files";
        case Value::text: return option.names.back() == "--param" ? ":param:_aiorun_params" : ":value: ";
        case Value::none: break;
    }
    return "";
}

/// One specification a name: `*--param=[help]:param:_aiorun_params`.
std::string specifications(const OptionDescription& option) {
    std::string text;
    std::string before = option.is_repeatable ? "*" : "(" + joined(option.names) + ")";
    for (const std::string& name : option.names) {
        std::string joint = option.value == Value::none ? "" : name.starts_with("--") ? "=" : "+";
        text += " \\\n        " +
                shell_quoted(before + name + joint + "[" + escaped(option.help) + "]" + value_of(option));
    }
    return text;
}

std::string operand_of(const CommandDescription& command) {
    switch (command.operand) {
        case Operand::workflow: return ":workflow:" + std::string(workflows);
        case Operand::workflows: return "*:workflow or folder:" + std::string(workflows);
        case Operand::choice: return ":word:(" + joined(command.choices) + ")";
        case Operand::none: break;
    }
    return "";
}

std::string function_of(const CommandDescription& command) {
    std::string text = "_aiorun_" + command.name + "() {\n    _arguments -s -S";
    for (const OptionDescription& option : command.options) {
        text += specifications(option);
    }
    std::string operand = operand_of(command);
    return text + (operand.empty() ? "" : " \\\n        " + shell_quoted(operand)) + "\n}\n\n";
}

}  // namespace

std::string zsh_completion(std::span<const CommandDescription> commands) {
    std::string functions;
    std::string descriptions;
    std::string names;
    for (const CommandDescription& command : commands) {
        functions += function_of(command);
        descriptions += "        " + shell_quoted(escaped(command.name) + ":" + command.help) + "\n";
        names += (names.empty() ? "" : "|") + command.name;
    }
    return R"~(#compdef aiorun
# Completion of aiorun for zsh: source <(aiorun completion zsh), or put it into a folder of $fpath as _aiorun

# NAME= for every param of the workflow on the line.
_aiorun_params() {
    local word
    local -a names
    for word in "${(@)words[2,-1]}"; do
        if [[ -f $word && $word == *.(yaml|yml) ]]; then
            names=(${(f)"$(aiorun completion --params-of "$word" 2>/dev/null | cut -f1)"})
        fi
    done
    compadd -S '' -- $names
}

)~" + functions + R"~(_aiorun() {
    local -a commands
    commands=(
)~" + descriptions + R"~(    )
    if ((CURRENT == 2)) && [[ $words[2] != -* ]]; then
        _describe command commands
        )~" + std::string(workflows) + R"~(
        return
    fi
    case $words[2] in
        )~" + names + R"~()
            local command=$words[2]
            shift words
            ((CURRENT--))
            _aiorun_$command
            ;;
        *) _aiorun_run ;;
    esac
}

if [[ $funcstack[1] == _aiorun ]]; then
    _aiorun "$@"
else
    compdef _aiorun aiorun
fi
)~";
}

}  // namespace aiorun::cli
