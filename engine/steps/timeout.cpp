// `timeout:`: `async with asyncio.timeout()` around a step.
#include "runtime/timeout.hpp"

#include "steps/modifiers.hpp"
#include "steps/operand.hpp"
#include "steps/run.hpp"
#include "steps/visitor.hpp"

namespace aiorun::steps {
namespace {

class TimeoutModifier final : public WaitingAction {
  public:
    TimeoutModifier(Operand<Duration> delay, ActionPointer inside)
        : delay_(std::move(delay)), inside_(std::move(inside)) {}

    Coro<Completion> run(Frame& frame) const override {
        Evaluated<Duration> delay = delay_.evaluate(frame);
        if (!delay) {
            co_return Completion::raised(delay.error());
        }
        runtime::Timeout scope(frame.task(), *delay);
        Completion body = co_await inside_->run(frame);
        co_return scope.leave(std::move(body), "the step took longer than " + document::format_duration(*delay));
    }
    void visit(ActionVisitor& visitor) const override {
        visitor.enter_timeout();
        inside_->visit(visitor);
        visitor.leave_timeout();
    }

  private:
    Operand<Duration> delay_;
    ActionPointer inside_;
};

}  // namespace

ActionPointer make_timeout(const document::Node& node, ActionPointer inside, const Context& context) {
    return std::make_unique<TimeoutModifier>(Operand<Duration>::read(node, "\"timeout\"", context), std::move(inside));
}

}  // namespace aiorun::steps
