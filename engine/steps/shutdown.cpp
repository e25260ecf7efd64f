// `shutdown:` a queue: nothing more can be put, and getters end when it is empty.
#include <array>

#include "runtime/queue.hpp"
#include "steps/actions.hpp"
#include "steps/operand.hpp"
#include "steps/run.hpp"
#include "steps/shared_action.hpp"

namespace aiorun::steps {
namespace {

class Shutdown final : public SharedAction<ImmediateAction> {
  public:
    Shutdown(uint32_t object, document::Span span, Operand<bool> immediate)
        : SharedAction(object, "shutdown", span), immediate_(std::move(immediate)) {}
    Completion execute(Frame& frame) const override {
        Evaluated<bool> immediate = immediate_.evaluate(frame);
        if (!immediate) {
            return Completion::raised(immediate.error());
        }
        frame.run().shared<runtime::Queue>(object()).shutdown(*immediate ? runtime::Queue::Shutdown::immediate
                                                                         : runtime::Queue::Shutdown::orderly);
        return {};
    }

  private:
    Operand<bool> immediate_;
};

constexpr std::array<Key, 2> options{{
    {"queue", Shape::queue, Presence::required, "", "the queue"},
    {"immediate", Shape::boolean, Presence::optional, "false", "drop the items that are left"},
}};

ActionPointer read(const StepNode& step, Context& context) {
    SharedOperand operand = read_shared_operand(step, options, context);
    Operand<bool> immediate(false);
    if (operand.option) {
        immediate = Operand<bool>::read(*operand.option, "\"immediate\"", context);
    }
    constexpr std::array kinds{expression::NameKind::queue};
    auto object = operand.name ? read_shared(*operand.name, kinds, context) : std::nullopt;
    return object ? std::make_unique<Shutdown>(*object, operand.name->span(), std::move(immediate)) : nullptr;
}

}  // namespace

const ActionSpec shutdown_action{
    .name = "shutdown",
    .doc = "Shuts a queue down: `put` raises QueueShutDown from now on, and `get` as soon as the queue is empty.",
    .main = "queue",
    .shape = Shape::queue,
    .options = options,
    .read = read,
};

}  // namespace aiorun::steps
