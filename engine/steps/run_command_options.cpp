#include "steps/run_command_options.hpp"

#include <array>
#include <limits>

#include "expression/evaluation.hpp"
#include "expression/written_size.hpp"
#include "steps/options.hpp"
#include "steps/visitor.hpp"
#include "value/json.hpp"
#include "value/stand_in.hpp"
#include "value/utf8.hpp"

namespace aiorun::steps {
namespace {

constexpr std::array<Key, 7> keys{{
    {"command", Shape::anything, Presence::required, "", "a list of a program and its arguments, or text for `sh -c`"},
    {"env", Shape::map, Presence::optional, "", "variables on top of the environment; a null unsets one"},
    {"cwd", Shape::text, Presence::optional, "", "the folder in which it runs"},
    {"stdin", Shape::anything, Presence::optional, "", "its standard input: text, or a value that is sent as JSON"},
    {"check", Shape::boolean, Presence::optional, "true", "raise ProcessError when its exit status is not 0"},
    {"max_output", Shape::anything, Presence::optional, "16MiB", "the most bytes of each of its outputs"},
    {"kill_after", Shape::duration, Presence::optional, "5s",
     "how long it has between SIGTERM and SIGKILL when it is cancelled"},
}};

constexpr size_t longest_name = 80;

template <class T>
std::unexpected<value::ErrorReference> refuse(T&& message) {
    return std::unexpected(value::make_error(value::error_type::value, std::forward<T>(message)));
}

/// What a process takes as text; a NUL would cut it off.
Evaluated<std::string> process_text(const Value& value, const std::string& what) {
    auto text = convert<std::string>(value);
    if (!text) {
        return refuse(what + " is " + text.error());
    }
    if (text->find('\0') != std::string::npos) {
        return refuse(what + " holds a NUL, which no process can be given");
    }
    return std::move(*text);
}

Evaluated<std::vector<std::string>> arguments_of(const Value& value) {
    std::vector<std::string> arguments;
    if (value::StandIn* unknown = value::as_stand_in(value)) {
        Value list = unknown->as_list();
        return list.is_list() ? arguments_of(list) : std::vector{value::to_text(value)};
    }
    if (!value.is_list() || value.as_list().empty()) {
        return refuse("the command of run is a list of a program and its arguments, found " + expression::show(value));
    }
    for (const Value& item : value.as_list()) {
        auto text = process_text(item, "argument " + std::to_string(arguments.size()) + " of run");
        if (!text) {
            return std::unexpected(text.error());
        }
        arguments.push_back(std::move(*text));
    }
    return arguments;
}

Evaluated<std::vector<process::Variable>> variables_of(const Value& value) {
    std::vector<process::Variable> variables;
    if (value.is_null() || value::as_stand_in(value) != nullptr) {
        return variables;
    }
    if (!value.is_map()) {
        return refuse("\"env\" of run is a map, found " + expression::show(value));
    }
    for (const auto& [key, item] : value.as_map()) {
        std::string name = value::to_text(key);
        if (name.empty() || name.find('=') != std::string::npos || name.find('\0') != std::string::npos) {
            return refuse("the name of a variable is not empty and holds no = and no NUL, found " +
                          expression::show(key) + " in \"env\" of run");
        }
        variables.push_back({name, std::nullopt});
        if (!item.is_null()) {
            auto text = process_text(item, "the variable " + name + " in \"env\" of run");
            if (!text) {
                return std::unexpected(text.error());
            }
            variables.back().value = std::move(*text);
        }
    }
    return variables;
}

/// `command` written out: an argument that is none is known before the run.
void check_arguments(const document::Node& list, const Context& context) {
    if (list.size() == 0) {
        context.error(list, "wrong-value", "the command of run is empty, expected a program and its arguments");
    }
    for (size_t i = 0; i < list.size(); ++i) {
        document::Node item = list.item(i);
        if (item.is_list() || item.is_map() || item.is_null()) {
            context.error(item, "wrong-type",
                          "an argument of run is text, found " + std::string(item.kind_name()));
        }
    }
}

}  // namespace

std::span<const Key> run_command_keys() { return keys; }

void RunCommandOptions::read_command(const document::Node& node, const Context& context) {
    if (node.is_list()) {
        check_arguments(node, context);
        command_ = expression::Template::compile(node, context.scope(), context.diagnostics());
        return;
    }
    uses_shell_ = true;
    if (!node.is_string()) {
        context.error(node, "wrong-type",
                      "the command of run is a list or a text, found " + std::string(node.kind_name()),
                      "for example `run: [ls, -l]`, or `run: ls -l | wc -l` for the shell");
    } else if (expression::has_expression(node.text())) {
        context.error(node, "shell-injection",
                      "a shell command may hold no `${{ }}`: the shell would run what is in the value",
                      "write a list, `run: [program, \"${{ value }}\"]`, or pass the value by `env` and use \"$NAME\"");
    } else if (node.text().find_first_not_of(" \t\r\n") == std::string_view::npos) {
        context.error(node, "wrong-value", "the command of run is empty");
    }
    command_ = expression::Template::constant(Value(node.text()));
}

RunCommandOptions RunCommandOptions::read(const document::Node& node, const Context& context) {
    RunCommandOptions options;
    if (!node.is_map()) {
        options.read_command(node, context);
        return options;
    }
    Options map(node, keys, "run", context);
    auto written = [&](std::string_view key) {
        auto found = map.find(key);
        return found && !found->is_null() ? found : std::nullopt;
    };
    auto read = [&]<class T>(std::string_view key, std::optional<Operand<T>>& target) {
        if (auto found = written(key)) {
            target = Operand<T>::read(*found, "\"" + std::string(key) + "\" of run", context);
        }
    };
    auto compile = [&](const document::Node& value) {
        return expression::Template::compile(value, context.scope(), context.diagnostics());
    };
    if (auto command = map.find("command")) {
        options.read_command(*command, context);
    }
    if (auto environment = written("env")) {
        if (!environment->is_map() && !expression::has_expression(environment->text())) {
            context.error(*environment, "wrong-type",
                          "\"env\" of run is a map, found " + std::string(environment->kind_name()));
        }
        options.environment_ = compile(*environment);
    }
    if (auto input = written("stdin")) {
        options.input_ = compile(*input);
    }
    read("cwd", options.directory_);
    read("max_output", options.max_output_);
    read("kill_after", options.kill_after_);
    if (auto check = written("check")) {
        options.check_ = Operand<bool>::read(*check, "\"check\" of run", context);
    }
    return options;
}

namespace {

/// Evaluates into `target`; the error of one that fails goes to `error`, which stays when it is set.
template <class T, class Target>
void evaluate_into(Target& target, const std::optional<Operand<T>>& operand, const Frame& frame,
                   value::ErrorReference& error) {
    if (!operand || error) {
        return;
    }
    Evaluated<T> value = operand->evaluate(frame);
    if (!value) {
        error = value.error();
    } else if constexpr (requires { value->bytes; }) {
        target = static_cast<Target>(std::min<uint64_t>(value->bytes, std::numeric_limits<Target>::max()));
    } else {
        target = std::move(*value);
    }
}

}  // namespace

Evaluated<process::Command> RunCommandOptions::command(const Frame& frame) const {
    process::Command command;
    Value written = frame.evaluate(command_);
    Value environment = environment_ ? frame.evaluate(*environment_) : Value();
    Value input = input_ ? frame.evaluate(*input_) : Value();
    for (const Value* value : {&written, &environment, &input}) {
        if (value->is_failure()) {
            return std::unexpected(value::ErrorReference(&value->as_failure()));
        }
        if (auto failure = expression::too_large_to_write(*value)) {
            return std::unexpected(value::ErrorReference(&failure->as_failure()));
        }
    }
    if (uses_shell_) {
        command.arguments = {"/bin/sh", "-c", std::string(written.as_string())};
    } else {
        auto arguments = arguments_of(written);
        if (!arguments) {
            return std::unexpected(arguments.error());
        }
        command.arguments = std::move(*arguments);
    }
    auto variables = variables_of(environment);
    if (!variables) {
        return std::unexpected(variables.error());
    }
    command.environment = std::move(*variables);
    if (!input.is_null()) {
        command.input = value::to_text(input);
    }
    value::ErrorReference error;
    evaluate_into(command.directory, directory_, frame, error);
    evaluate_into(command.max_output, max_output_, frame, error);
    evaluate_into(command.kill_after, kill_after_, frame, error);
    if (error) {
        return std::unexpected(std::move(error));
    }
    return command;
}

std::string RunCommandOptions::name_of(const process::Command& command) const {
    const std::string& text = uses_shell_ ? command.arguments.back() : command.arguments.front();
    std::string_view trimmed = text;
    trimmed = trimmed.substr(0, trimmed.find_last_not_of(" \t\r\n") + 1);
    std::string_view line = trimmed.substr(0, trimmed.find('\n'));
    std::string name = value::escape_for_terminal(line.substr(0, longest_name));
    return "`" + name + (line.size() > longest_name || line.size() < trimmed.size() ? "…`" : "`");
}

void RunCommandOptions::visit(ActionVisitor& visitor) const {
    visitor.reads(command_);
    for (const auto* each : {&environment_, &input_}) {
        if (*each) {
            visitor.reads(**each);
        }
    }
}

}  // namespace aiorun::steps
