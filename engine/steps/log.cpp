// `log:`: a message in the log.
#include <array>

#include "expression/template.hpp"
#include "expression/written_size.hpp"
#include "runtime/observer.hpp"
#include "steps/actions.hpp"
#include "steps/options.hpp"
#include "steps/run.hpp"
#include "steps/step_reader.hpp"
#include "value/json.hpp"

namespace aiorun::steps {
namespace {

class Log final : public ImmediateAction {
  public:
    Log(LogLevel level, expression::Template message, expression::Template fields)
        : level_(level), message_(std::move(message)), fields_(std::move(fields)) {}

    Completion execute(Frame& frame) const override {
        Value message = frame.evaluate(message_);
        Value fields = frame.evaluate(fields_);
        if (message.is_failure() || fields.is_failure()) {
            return message.is_failure() ? message : fields;
        }
        for (const Value* value : {&message, &fields}) {
            if (auto failure = expression::too_large_to_write(*value)) {
                return std::move(*failure);
            }
        }
        std::string text = value::to_text(message);
        frame.run().output().log(level_, text, fields, frame.task());
        if (runtime::Observer* observer = frame.run().loop().observer()) {
            observer->line_written(frame.task(), runtime::LineKind::logged, text);
        }
        return {};
    }

  private:
    LogLevel level_;
    expression::Template message_;
    expression::Template fields_;
};

constexpr std::array<std::string_view, 4> levels{"debug", "info", "warning", "error"};
constexpr std::array<Key, 3> options{{
    {"message", Shape::text, Presence::required, "", "the message"},
    {"level", Shape::text, Presence::optional, "info", "how important it is", levels},
    {"fields", Shape::map, Presence::optional, "", "values that go with the message"},
}};

ActionPointer read(const StepNode& step, Context& context) {
    auto compile = [&](const document::Node& node) {
        return expression::Template::compile(node, context.scope(), context.diagnostics());
    };
    if (!step.value().is_map()) {
        check_text(step.value(), "the message of log", context);
        return std::make_unique<Log>(LogLevel::info, compile(step.value()), expression::Template::constant(Value()));
    }
    Options map(step.value(), options, "log", context);
    auto level = map.find("level");
    auto message = map.find("message");
    auto fields = map.find("fields");
    if (message) {
        check_text(*message, "the message of log", context);
    }
    size_t chosen = level ? read_choice(*level, levels, "the level of log", context) : 1;
    if (fields && !fields->is_map() && !expression::has_expression(fields->text())) {
        context.error(*fields, "wrong-type", "the fields of log are a map, found " + std::string(fields->kind_name()));
    }
    return std::make_unique<Log>(static_cast<LogLevel>(chosen),
                                 message ? compile(*message) : expression::Template::constant(Value("")),
                                 fields ? compile(*fields) : expression::Template::constant(Value()));
}

}  // namespace

const ActionSpec log_action{
    .name = "log",
    .doc = "Writes a message to the log, which goes to standard error.",
    .main = "message",
    .shape = Shape::text,
    .options = options,
    .read = read,
};

}  // namespace aiorun::steps
