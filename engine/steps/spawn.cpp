// `spawn:`: asyncio.create_task, or TaskGroup.create_task inside of a task_group.
#include "runtime/task_group.hpp"
#include "steps/actions.hpp"
#include "steps/branch.hpp"
#include "steps/run.hpp"
#include "steps/step_reader.hpp"
#include "steps/visitor.hpp"
#include "value/json.hpp"

namespace aiorun::steps {
namespace {

class Spawn final : public ImmediateAction {
  public:
    Spawn(Branch branch, expression::Template name) : branch_(std::move(branch)), name_(std::move(name)) {}

    Completion execute(Frame& frame) const override {
        const value::Reference<runtime::TaskGroup>& group = frame.group();
        if (group) {
            if (auto refusal = group->refusal()) {
                return value::failure(value::error_type::runtime, "cannot spawn: " + std::string(*refusal));
            }
        }
        Value name = frame.evaluate(name_);
        if (name.is_failure()) {
            return name;
        }
        runtime::TaskStart start = branch_.start(Frame::spawned(frame, *branch_.scope));
        start.name = value::to_text(name);
        runtime::TaskReference task =
            group ? group->create_task(std::move(start)) : runtime::Task::create(frame.run().loop(), std::move(start));
        return Value(value::Reference<value::Opaque>(task));
    }
    void visit(ActionVisitor& visitor) const override { visitor.branch(branch_); }

  private:
    Branch branch_;
    expression::Template name_;
};

/// When the step has no name: that of its handle, else what it calls.
std::string fallback_name(const StepNode& step, const Context& context) {
    if (auto handle = step.step().find("as"); handle && handle->is_scalar()) {
        return std::string(handle->text());
    }
    document::Node body = step.value();
    if (body.is_list() && body.size() == 1) {
        body = body.item(0);
    }
    for (size_t i = 0; body.is_map() && i < body.size(); ++i) {
        if (context.names().tasks.contains(body.key(i).text())) {
            return std::string(body.key(i).text());
        }
    }
    return {};
}

/// The task's name is the step's. What is no text is reported by who reads the step.
expression::Template read_name(const StepNode& step, const Context& context) {
    auto name = step.sibling("name");
    if (name && name->is_scalar() && !name->is_null()) {
        return expression::has_expression(name->text())
                   ? expression::Template::compile(*name, context.scope(), context.diagnostics())
                   : expression::Template::constant(Value(name->text()));
    }
    return expression::Template::constant(Value(fallback_name(step, context)));
}

ActionPointer read(const StepNode& step, Context& context) {
    expression::Template name = read_name(step, context);
    return std::make_unique<Spawn>(read_branch(step.value(), context.with_value(true), "spawn"), std::move(name));
}

}  // namespace

const ActionSpec spawn_action{
    .name = "spawn",
    .doc = "Starts a branch as a task of its own and goes on. It joins the nearest task_group around; without one it "
           "belongs to the run.",
    .shape = Shape::branch,
    .read = read,
    .result = "a handle of the task: `.done .cancelled .result .error .name`",
};

}  // namespace aiorun::steps
