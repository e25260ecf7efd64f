// `assert:`: an AssertionError with the values of both sides when a condition does not hold.
#include <vector>

#include "expression/template.hpp"
#include "steps/actions.hpp"
#include "steps/run.hpp"
#include "steps/step_reader.hpp"

namespace aiorun::steps {
namespace {

struct Condition {
    std::string label;  // the key, when the conditions are a map
    expression::Program program;
};

class Assert final : public ImmediateAction {
  public:
    explicit Assert(std::vector<Condition> conditions) : conditions_(std::move(conditions)) {}

    Completion execute(Frame& frame) const override {
        for (const Condition& condition : conditions_) {
            Value holds = frame.evaluate_condition(condition.program);
            if (holds.is_failure()) {
                return holds;
            }
            if (!holds.as_bool()) {
                return value::failure(value::error_type::assertion, message(frame, condition));
            }
        }
        return {};
    }

  private:
    [[nodiscard]] static std::string message(const Frame& frame, const Condition& condition) {
        std::string text = condition.label.empty() ? "" : condition.label + ": ";
        text += condition.program.text();
        std::string values = frame.explain(condition.program);
        return values.empty() ? text : text + " (" + values + ")";
    }

    std::vector<Condition> conditions_;
};

ActionPointer read(const StepNode& step, Context& context) {
    std::vector<Condition> conditions;
    auto add = [&](const document::Node& node, std::string_view label) {
        conditions.push_back({std::string(label),
                              expression::compile_condition(node, context.scope(), context.diagnostics())});
    };
    const document::Node& value = step.value();
    if (value.is_scalar()) {
        add(value, "");
    }
    for (size_t i = 0; i < value.size() && !value.is_scalar(); ++i) {
        add(value.is_list() ? value.item(i) : value.entry(i), value.is_list() ? "" : value.key(i).text());
    }
    return std::make_unique<Assert>(std::move(conditions));
}

}  // namespace

const ActionSpec assert_action{
    .name = "assert",
    .doc = "Raises an AssertionError that shows the values when a condition does not hold. A list or a map (with a "
           "label for each) checks several.",
    .shape = Shape::conditions,
    .read = read,
};

}  // namespace aiorun::steps
