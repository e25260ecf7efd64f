// `shield: true`: asyncio.shield around a step, which is then a task of its own.
#include "runtime/shield.hpp"

#include "steps/branch.hpp"
#include "steps/modifiers.hpp"
#include "steps/run.hpp"
#include "steps/visitor.hpp"

namespace aiorun::steps {
namespace {

class ShieldModifier final : public WaitingAction {
  public:
    explicit ShieldModifier(Branch branch) : branch_(std::move(branch)) {}

    Coro<Completion> run(Frame& frame) const override {
        if (auto error = too_deep(frame)) {
            co_return Completion::raised(std::move(*error));
        }
        co_return co_await runtime::shield(frame.task(), branch_.start(Frame::branch(frame, *branch_.scope)));
    }
    void visit(ActionVisitor& visitor) const override { visitor.branch(branch_); }

  private:
    Branch branch_;
};

}  // namespace

ActionPointer make_shield(const document::Node& step, ActionPointer inside, const Context& inner) {
    document::Position position = step.source().position(step.span().begin);
    value::Place place{step.source().name().c_str(), position.line, position.column};
    Step only;
    only.info = {"shield", "", place};
    only.action = std::move(inside);
    std::vector<Step> steps;
    steps.push_back(std::move(only));
    Branch branch;
    branch.scope = &inner.scope();
    branch.body = Block(std::move(steps));
    branch.info = {"shield", "", place};
    return std::make_unique<ShieldModifier>(std::move(branch));
}

}  // namespace aiorun::steps
