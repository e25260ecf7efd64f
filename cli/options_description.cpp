#include "cli/options_app.hpp"

namespace aiorun::cli {
namespace {

/// Of `text|json`, which is how choices are shown.
std::vector<std::string> words_of(const std::string& type_name) {
    std::vector<std::string> words;
    if (type_name.find('|') == std::string::npos) {
        return words;
    }
    for (size_t begin = 0; begin <= type_name.size();) {
        size_t end = std::min(type_name.find('|', begin), type_name.size());
        words.push_back(type_name.substr(begin, end - begin));
        begin = end + 1;
    }
    return words;
}

/// What stands behind the name in the help; CLI11 adds what a check says of itself: `N:POSITIVE`.
std::string value_name(const CLI::Option& option) {
    std::string name = option.get_type_name();
    return name.substr(0, name.find(':'));
}

OptionDescription describe(const CLI::Option& option) {
    using Value = OptionDescription::Value;
    OptionDescription description;
    for (const std::string& name : option.get_snames()) {
        description.names.push_back("-" + name);
    }
    for (const std::string& name : option.get_lnames()) {
        description.names.push_back("--" + name);
    }
    description.help = option.get_description();
    description.is_repeatable = option.get_expected_max() > 1;
    if (option.get_type_size_max() == 0 || option.get_expected_min() == 0) {
        return description;
    }
    description.choices = words_of(value_name(option));
    description.value = !description.choices.empty()           ? Value::choice
                        : value_name(option) == "FILE" ? Value::file
                                                           : Value::text;
    return description;
}

void describe_operand(const CLI::Option& option, CommandDescription& command) {
    using Operand = CommandDescription::Operand;
    command.choices = words_of(value_name(option));
    command.operand = !command.choices.empty()             ? Operand::choice
                      : option.get_expected_max() > 1 ? Operand::workflows
                                                      : Operand::workflow;
}

}  // namespace

std::vector<CommandDescription> describe_commands() {
    CLI::App app;
    Parsed parsed;
    define_commands(app, parsed);
    std::vector<CommandDescription> commands;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        CommandDescription& added = commands.emplace_back();
        added.name = command->get_name();
        added.help = command->get_description();
        for (const CLI::Option* option : command->get_options()) {
            if (option->get_positional()) {
                describe_operand(*option, added);
            } else {
                added.options.push_back(describe(*option));
            }
        }
    }
    return commands;
}

}  // namespace aiorun::cli
