// `get:` an item from a queue.
#include <array>

#include "runtime/queue.hpp"
#include "steps/actions.hpp"
#include "steps/operand.hpp"
#include "steps/run.hpp"
#include "steps/shared_action.hpp"

namespace aiorun::steps {
namespace {

class Get final : public SharedAction<StartingAction> {
  public:
    Get(uint32_t object, document::Span span, Operand<bool> nowait)
        : SharedAction(object, "get", span), nowait_(std::move(nowait)) {}

    Coro<Completion> start(Frame& frame, Completion& completion) const override {
        Evaluated<bool> nowait = nowait_.evaluate(frame);
        if (!nowait) {
            completion = Completion::raised(nowait.error());
            return {};
        }
        auto& queue = frame.run().shared<runtime::Queue>(object());
        if (!*nowait && queue.empty()) {
            return queue.get(frame.task());
        }
        completion = queue.get_nowait();
        return {};
    }

  private:
    Operand<bool> nowait_;
};

constexpr std::array<Key, 2> options{{
    {"queue", Shape::queue, Presence::required, "", "the queue"},
    {"nowait", Shape::boolean, Presence::optional, "false", "raise QueueEmpty instead of waiting for an item"},
}};

ActionPointer read(const StepNode& step, Context& context) {
    SharedOperand operand = read_shared_operand(step, options, context);
    Operand<bool> nowait(false);
    if (operand.option) {
        nowait = Operand<bool>::read(*operand.option, "\"nowait\"", context);
    }
    constexpr std::array kinds{expression::NameKind::queue};
    auto object = operand.name ? read_shared(*operand.name, kinds, context) : std::nullopt;
    return object ? std::make_unique<Get>(*object, operand.name->span(), std::move(nowait)) : nullptr;
}

}  // namespace

const ActionSpec get_action{
    .name = "get",
    .doc = "Takes an item from a queue; waits for one when it is empty.",
    .main = "queue",
    .shape = Shape::queue,
    .options = options,
    .read = read,
    .result = "the item",
};

}  // namespace aiorun::steps
