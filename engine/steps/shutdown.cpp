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
    document::Node name = step.value();
    Operand<bool> immediate(false);
    if (name.is_map()) {
        Options map(name, options, "shutdown", context);
        if (auto node = map.find("immediate")) {
            immediate = Operand<bool>::read(*node, "\"immediate\"", context);
        }
        auto queue = map.find("queue");
        if (!queue) {
            return nullptr;
        }
        name = *queue;
    }
    constexpr std::array kinds{expression::NameKind::queue};
    auto object = read_shared(name, kinds, context);
    return object ? std::make_unique<Shutdown>(*object, name.span(), std::move(immediate)) : nullptr;
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
