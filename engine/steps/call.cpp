#include "steps/call.hpp"

#include <algorithm>

#include "document/suggest.hpp"
#include "expression/template.hpp"
#include "steps/branch.hpp"
#include "steps/run.hpp"
#include "steps/task_definition.hpp"
#include "steps/variable_watch.hpp"
#include "steps/visitor.hpp"

namespace aiorun::steps {
namespace {

struct Argument {
    size_t param = 0;
    expression::Template value;
};

class Call final : public WaitingAction {
  public:
    Call(const TaskDefinition& task, std::string name, std::vector<Argument> arguments, document::Span span)
        : task_(task), name_(std::move(name)), arguments_(std::move(arguments)), span_(span) {}

    Coro<Completion> run(Frame& frame) const override {
        if (auto error = too_deep(frame)) {
            co_return Completion::raised(std::move(*error));
        }
        FrameReference callee = Frame::create(frame.run(), *task_.scope, frame.depth() + 1);
        Value problem = bind(frame, *callee);
        if (problem.is_failure()) {
            co_return problem;
        }
        Completion end = co_await task_.body.run(*callee);
        if (VariableWatch* watch = watch_of(frame)) {
            bool has_returned = end.ending() == runtime::Ending::returned;
            watch->called(frame, name_, has_returned ? VariableWatch::CallEnd::returned : VariableWatch::CallEnd::otherwise);
        }
        if (end.ending() == runtime::Ending::returned) {
            co_return end.take_value();
        }
        co_return end.is_raised() ? std::move(end) : Completion();  // without `return` a task gives null
    }
    void visit(ActionVisitor& visitor) const override {
        for (const Argument& argument : arguments_) {
            visitor.reads(argument.value);
        }
        visitor.call(task_, span_);
    }

  private:
    /// Gives the params their values; a failure, or null.
    [[nodiscard]] Value bind(const Frame& caller, Frame& callee) const {
        for (const Argument& argument : arguments_) {
            Value value = caller.evaluate(argument.value);
            if (value.is_failure()) {
                return value;
            }
            if (VariableWatch* watch = watch_of(caller)) {
                watch->passed(caller, callee.scope(), task_.params[argument.param].slot, argument.value.names());
            }
            callee.slot(task_.params[argument.param].slot) = std::move(value);
        }
        for (const TaskParam& param : task_.params) {
            if (param.fallback && callee.slot(param.slot).is_unbound()) {
                Value value = callee.evaluate(*param.fallback);
                if (value.is_failure()) {
                    return value;
                }
                callee.slot(param.slot) = std::move(value);
            }
        }
        return {};
    }

    const TaskDefinition& task_;
    std::string name_;  // as it is called
    std::vector<Argument> arguments_;
    document::Span span_;
};

std::string signature(const TaskDefinition& task) {
    std::string text;
    for (const TaskParam& param : task.params) {
        text += (text.empty() ? "" : ", ") + param.name + (param.fallback ? " (optional)" : "");
    }
    return text.empty() ? "it takes no arguments" : "it takes " + text;
}

std::vector<Argument> read_arguments(const StepNode& step, const TaskDefinition& task, const Context& context) {
    std::vector<Argument> arguments;
    std::vector<std::string_view> names;
    for (const TaskParam& param : task.params) {
        names.push_back(param.name);
    }
    const document::Node& map = step.value();
    for (size_t i = 0; i < map.size(); ++i) {
        auto value = expression::Template::compile(map.entry(i), context.scope(), context.diagnostics());
        auto found = std::ranges::find(names, map.key(i).text());
        if (found == names.end()) {
            context.error(map.key(i), "extra-argument",
                          "\"" + task.name + "\" has no param \"" + std::string(map.key(i).text()) + "\"" +
                              document::did_you_mean(map.key(i).text(), names),
                          signature(task));
            continue;
        }
        arguments.push_back({static_cast<size_t>(found - names.begin()), std::move(value)});
    }
    return arguments;
}

}  // namespace

ActionPointer read_call(const StepNode& step, Context& context) {
    const TaskDefinition& task = *context.names().tasks.at(step.name());
    const document::Node& map = step.value();
    std::vector<Argument> arguments;
    if (map.is_map()) {
        arguments = read_arguments(step, task, context);
    } else if (!map.is_null()) {
        context.error(map, "wrong-type",
                      "the arguments of \"" + task.name + "\" are a map, found " + std::string(map.kind_name()),
                      signature(task));
        return nullptr;
    }
    for (const TaskParam& param : task.params) {
        if (!param.fallback && !(map.is_map() && map.find(param.name))) {
            context.error(step.key(), "missing-argument", "\"" + task.name + "\" needs the argument \"" + param.name + "\"",
                          signature(task));
        }
    }
    return std::make_unique<Call>(task, std::string(step.name()), std::move(arguments), step.key().span());
}

}  // namespace aiorun::steps
