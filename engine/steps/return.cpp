// `return:`: ends the task, or the branch, with a value.
#include "expression/template.hpp"
#include "steps/actions.hpp"
#include "steps/run.hpp"
#include "steps/step_reader.hpp"
#include "steps/variable_watch.hpp"
#include "steps/visitor.hpp"
#include "value/stand_in.hpp"

namespace aiorun::steps {
namespace {

class Return final : public ImmediateAction {
  public:
    explicit Return(expression::Template value) : value_(std::move(value)) {}

    Completion execute(Frame& frame) const override {
        Value value = frame.evaluate(value_);
        if (VariableWatch* watch = watch_of(frame)) {
            watch->returned(frame, value_.names());
        }
        if (frame.task().id() == 1 && frame.depth() == 0 && value::find_stand_in(value) != nullptr) {
            (void)value::without_stand_ins(value);  // the result of a simulated run: what it is taken for is told here
        }
        return value.is_failure() ? Completion(std::move(value)) : Completion::returned(std::move(value));
    }
    void visit(ActionVisitor& visitor) const override { visitor.returns(value_); }

  private:
    expression::Template value_;
};

ActionPointer read(const StepNode& step, Context& context) {
    if (context.return_forbidden()) {
        context.error(step.key(), "jump-forbidden", "\"return\" may not leave a handler of \"except_group\"",
                      "bind the value to a name, and return it after the `try`");
    }
    return std::make_unique<Return>(
        expression::Template::compile(step.value(), context.scope(), context.diagnostics()));
}

}  // namespace

const ActionSpec return_action{
    .name = "return",
    .doc = "Ends the task with a value; inside a branch it ends the branch. In main the value is the run's result.",
    .shape = Shape::anything,
    .read = read,
};

}  // namespace aiorun::steps
