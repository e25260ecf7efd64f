// `print:`: one line on standard output.
#include "expression/template.hpp"
#include "expression/written_size.hpp"
#include "runtime/observer.hpp"
#include "steps/actions.hpp"
#include "steps/run.hpp"
#include "steps/step_reader.hpp"
#include "value/json.hpp"

namespace aiorun::steps {
namespace {

class Print final : public ImmediateAction {
  public:
    explicit Print(expression::Template text) : text_(std::move(text)) {}

    Completion execute(Frame& frame) const override {
        Value value = frame.evaluate(text_);
        if (value.is_failure()) {
            return value;
        }
        if (auto failure = expression::too_large_to_write(value)) {
            return std::move(*failure);
        }
        Output& output = frame.run().output();
        std::string line = value::to_text(value);
        if (!output.print(line)) {
            return value::failure(value::error_type::runtime, output.problem());
        }
        if (runtime::Observer* observer = frame.run().loop().observer()) {
            observer->line_written(frame.task(), runtime::LineKind::printed, line);
        }
        return {};
    }

  private:
    expression::Template text_;
};

ActionPointer read(const StepNode& step, Context& context) {
    return std::make_unique<Print>(
        expression::Template::compile(step.value(), context.scope(), context.diagnostics()));
}

}  // namespace

const ActionSpec print_action{
    .name = "print",
    .doc = "Writes a value as one line on standard output: text as it is, all else as JSON.",
    .shape = Shape::anything,
    .read = read,
};

}  // namespace aiorun::steps
