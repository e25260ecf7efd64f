// `spawn:`: asyncio.create_task, or TaskGroup.create_task inside of a task_group.
#include "runtime/task_group.hpp"
#include "steps/actions.hpp"
#include "steps/branch.hpp"
#include "steps/run.hpp"
#include "steps/step_reader.hpp"
#include "steps/visitor.hpp"

namespace aiorun::steps {
namespace {

class Spawn final : public ImmediateAction {
  public:
    Spawn(Branch branch, std::string name) : branch_(std::move(branch)), name_(std::move(name)) {}

    Completion execute(Frame& frame) const override {
        if (auto error = too_deep(frame)) {
            return Completion::raised(std::move(*error));
        }
        const value::Reference<runtime::TaskGroup>& group = frame.group();
        if (group) {
            if (auto refusal = group->refusal()) {
                return value::failure(value::error_type::runtime, "cannot spawn: " + std::string(*refusal));
            }
        }
        runtime::TaskStart start = branch_.start(Frame::branch(frame, *branch_.scope));
        start.name = name_;
        runtime::TaskReference task =
            group ? group->create_task(std::move(start)) : runtime::Task::create(frame.run().loop(), std::move(start));
        return Value(value::Reference<value::Opaque>(task));
    }
    void visit(ActionVisitor& visitor) const override { visitor.branch(branch_); }

  private:
    Branch branch_;
    std::string name_;
};

/// The task's name: the step's, else that of its handle, else what it calls.
std::string name_of(const StepNode& step, const Context& context) {
    if (auto name = step.step().find("name"); name && name->is_scalar()) {
        return std::string(name->text());
    }
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

ActionPointer read(const StepNode& step, Context& context) {
    return std::make_unique<Spawn>(read_branch(step.value(), context, "spawn"), name_of(step, context));
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
