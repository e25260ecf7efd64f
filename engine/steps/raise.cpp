// `raise:`: raises an error; without a value, inside a handler, the one that is being handled.
#include <array>
#include <optional>

#include "expression/template.hpp"
#include "expression/written_size.hpp"
#include "steps/actions.hpp"
#include "steps/options.hpp"
#include "steps/run.hpp"
#include "steps/step_reader.hpp"
#include "steps/visitor.hpp"
#include "value/json.hpp"

namespace aiorun::steps {
namespace {

class Raise final : public ImmediateAction {
  public:
    Raise(expression::Template type, expression::Template message, expression::Template data)
        : type_(std::move(type)), message_(std::move(message)), data_(std::move(data)) {}

    Completion execute(Frame& frame) const override {
        Value type = frame.evaluate(type_);
        Value message = frame.evaluate(message_);
        Value data = frame.evaluate(data_);
        for (const Value* value : {&type, &message, &data}) {
            if (value->is_failure()) {
                return *value;
            }
            if (auto failure = expression::too_large_to_write(*value)) {
                return std::move(*failure);
            }
        }
        if (!type.is_string() || type.as_string().empty()) {
            return value::value_error("the type of raise is a name, found " + value::to_json(type));
        }
        value::ErrorReference error =
            value::make_error(type.as_string(), message.is_null() ? "" : value::to_text(message));
        error->data = std::move(data);
        return Completion::raised(std::move(error));
    }
    void visit(ActionVisitor& visitor) const override { visitor.raises(type_); }

  private:
    expression::Template type_;
    expression::Template message_;
    expression::Template data_;
};

class Reraise final : public ImmediateAction {
  public:
    explicit Reraise(uint32_t handled) : handled_(handled) {}
    Completion execute(Frame& frame) const override { return frame.slot(handled_); }

  private:
    uint32_t handled_;
};

constexpr std::array<Key, 3> options{{
    {"type", Shape::text, Presence::optional, "RuntimeError", "the error's type: a built-in one, or any name"},
    {"message", Shape::text, Presence::optional, "", "the message"},
    {"data", Shape::anything, Presence::optional, "null", "a value that handlers see as `error.data`"},
}};

ActionPointer read_bare(const StepNode& step, const Context& context) {
    if (!context.handled_slot()) {
        context.error(step.key(), "bare-raise", "a bare \"raise\" is not inside of a handler",
                      "it re-raises the error that an `except` of the same task or branch handles");
        return nullptr;
    }
    return std::make_unique<Reraise>(*context.handled_slot());
}

ActionPointer read(const StepNode& step, Context& context) {
    const document::Node& value = step.value();
    if (value.is_null()) {
        return read_bare(step, context);
    }
    auto compile = [&](const std::optional<document::Node>& node, const char* fallback) {
        if (!node) {
            return expression::Template::constant(fallback == nullptr ? Value() : Value(fallback));
        }
        return expression::Template::compile(*node, context.scope(), context.diagnostics());
    };
    if (!value.is_map()) {
        check_text(value, "the message of raise", context);
        return std::make_unique<Raise>(compile(std::nullopt, "RuntimeError"), compile(value, ""),
                                       compile(std::nullopt, nullptr));
    }
    Options map(value, options, "raise", context);
    for (std::string_view key : {"type", "message"}) {
        if (auto text = map.find(key)) {
            check_text(*text, "the " + std::string(key) + " of raise", context);
        }
    }
    return std::make_unique<Raise>(compile(map.find("type"), "RuntimeError"), compile(map.find("message"), ""),
                                   compile(map.find("data"), nullptr));
}

}  // namespace

const ActionSpec raise_action{
    .name = "raise",
    .doc = "Raises an error. Without a value, inside a handler: raises again what is being handled.",
    .main = "message",
    .shape = Shape::text,
    .options = options,
    .read = read,
};

}  // namespace aiorun::steps
