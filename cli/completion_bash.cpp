#include "cli/completion.hpp"

#include <algorithm>

namespace aiorun::cli {
namespace {

using Operand = CommandDescription::Operand;
using Value = OptionDescription::Value;

constexpr std::string_view head = R"(# Completion of aiorun for bash: source <(aiorun completion bash)

# Files, and folders to go on into; with an ending only those files.
_aiorun_files() {
    local current=$1 ending=${2-} path
    COMPREPLY=()
    while IFS= read -r path; do
        if [[ -d $path || -z $ending || $path == *.yaml || $path == *.yml ]]; then
            COMPREPLY+=("$path")
        fi
    done < <(compgen -f -- "$current")
    compopt -o filenames 2>/dev/null
}

_aiorun_words() {
    local current=$1
    mapfile -t COMPREPLY < <(compgen -W "$2" -- "$current")
}

# NAME= for every param of the workflow.
_aiorun_params() {
    local names
    names=$("${COMP_WORDS[0]}" completion --params-of "$2" 2>/dev/null | cut -f1)
    _aiorun_words "$1" "$names"
    compopt -o nospace 2>/dev/null
}
)";

/// `run:-p|run:--param`
std::string pattern(const CommandDescription& command, const OptionDescription& option) {
    std::string text;
    for (const std::string& name : option.names) {
        text += (text.empty() ? "" : "|") + command.name + ":" + name;
    }
    return text;
}

bool is_param(const OptionDescription& option) { return option.names.back() == "--param"; }

std::string with_value(const CommandDescription& command) {
    std::string text;
    for (const OptionDescription& option : command.options) {
        if (option.value != Value::none) {
            text += (text.empty() ? "" : "|") + pattern(command, option);
        }
    }
    return text;
}

std::string value_cases(std::span<const CommandDescription> commands) {
    std::string text;
    for (const CommandDescription& command : commands) {
        for (const OptionDescription& option : command.options) {
            if (option.value == Value::none) {
                continue;
            }
            std::string action = option.value == Value::choice ? "_aiorun_words \"$current\" " + shell_quoted(joined(option.choices))
                                 : option.value == Value::file ? std::string("_aiorun_files \"$current\"")
                                 : is_param(option)            ? std::string("_aiorun_params \"$current\" \"$file\"")
                                                               : std::string(":");
            text += "        " + pattern(command, option) + ") " + action + "; return ;;\n";
        }
    }
    return text;
}

std::string option_words(const CommandDescription& command) {
    std::string words;
    for (const OptionDescription& option : command.options) {
        words += (words.empty() ? "" : " ") + joined(option.names);
    }
    return words;
}

std::string operand_action(const CommandDescription& command) {
    switch (command.operand) {
        case Operand::workflow:
        case Operand::workflows: return "_aiorun_files \"$current\" yaml";
        case Operand::choice: return "_aiorun_words \"$current\" " + shell_quoted(joined(command.choices));
        case Operand::none: break;
    }
    return ":";
}

}  // namespace

std::string bash_completion(std::span<const CommandDescription> commands) {
    std::string names;
    std::string takes_value;
    std::string options;
    std::string operands;
    for (const CommandDescription& command : commands) {
        names += (names.empty() ? "" : "|") + command.name;
        std::string each = with_value(command);
        takes_value += each.empty() ? "" : (takes_value.empty() ? "" : "|") + each;
        options += "            " + command.name + ") _aiorun_words \"$current\" " + shell_quoted(option_words(command)) + " ;;\n";
        operands += "        " + command.name + ") " + operand_action(command) + " ;;\n";
    }
    std::string words = names;
    std::replace(words.begin(), words.end(), '|', ' ');
    return std::string(head) + R"(
_aiorun() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command='' file='' i word expected=''
    COMPREPLY=()
    # bash takes --option=value for three words.
    if [[ $current == '=' ]]; then
        current=''
    elif [[ $previous == '=' && COMP_CWORD -gt 2 ]]; then
        previous=${COMP_WORDS[COMP_CWORD-2]}
    fi
    # The command, and the workflow: words that are no options and no values of options. `aiorun FILE` is `aiorun run FILE`.
    for ((i = 1; i < ${#COMP_WORDS[@]}; ++i)); do
        word=${COMP_WORDS[i]}
        if ((i == COMP_CWORD)); then
            expected=''
        elif [[ -n $expected ]]; then
            [[ $word == '=' ]] || expected=''
        elif [[ $word == -* ]]; then
            [[ -n $command ]] || command=run
            case $command:$word in
                )" + takes_value + R"() expected=value ;;
            esac
        elif [[ -z $command ]]; then
            case $word in
                )" + names + R"() command=$word ;;
                *) command=run file=$word ;;
            esac
        elif [[ -z $file && $word != '=' ]]; then
            file=$word
        fi
    done
    case ${command:-run}:$previous in
)" + value_cases(commands) + R"(    esac
    if [[ $current == -* ]]; then
        case ${command:-run} in
)" + options + R"(        esac
        if [[ -z $command && $COMP_CWORD -eq 1 ]]; then
            mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -W '--version' -- "$current")
        fi
        return
    fi
    case $command in
        '')
            _aiorun_files "$current" yaml
            mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -W ')" + words + R"(' -- "$current")
            ;;
)" + operands + R"(    esac
}
complete -F _aiorun aiorun
)";
}

std::string shell_quoted(std::string_view text) {
    std::string out = "'";
    for (char character : text) {
        out += character == '\'' ? std::string("'\\''") : std::string(1, character);
    }
    return out + "'";
}

std::string joined(std::span<const std::string> words, std::string_view separator) {
    std::string text;
    for (const std::string& word : words) {
        text += std::string(text.empty() ? "" : separator) + word;
    }
    return text;
}

}  // namespace aiorun::cli
