// `get:` an item from a queue.
#include <array>

#include "runtime/queue.hpp"
#include "steps/actions.hpp"
#include "steps/operand.hpp"
#include "steps/run.hpp"
#include "steps/shared_action.hpp"

namespace aiorun::steps {
namespace {

class Get final : public SharedAction<WaitingAction> {
  public:
    Get(uint32_t object, document::Span span, Operand<bool> nowait)
        : SharedAction(object, "get", span), nowait_(std::move(nowait)) {}

    Coro<Completion> run(Frame& frame) const override {
        Evaluated<bool> nowait = nowait_.evaluate(frame);
        if (!nowait) {
            co_return Completion::raised(nowait.error());
        }
        auto& queue = frame.run().shared<runtime::Queue>(object());
        if (*nowait) {
            co_return queue.get_nowait();
        }
        co_return co_await queue.get(frame.task());
    }

  private:
    Operand<bool> nowait_;
};

constexpr std::array<Key, 2> options{{
    {"queue", Shape::queue, Presence::required, "", "the queue"},
    {"nowait", Shape::boolean, Presence::optional, "false", "raise QueueEmpty instead of waiting for an item"},
}};

ActionPointer read(const StepNode& step, Context& context) {
    document::Node name = step.value();
    Operand<bool> nowait(false);
    if (name.is_map()) {
        Options map(name, options, "get", context);
        if (auto node = map.find("nowait")) {
            nowait = Operand<bool>::read(*node, "\"nowait\"", context);
        }
        auto queue = map.find("queue");
        if (!queue) {
            return nullptr;
        }
        name = *queue;
    }
    constexpr std::array kinds{expression::NameKind::queue};
    auto object = read_shared(name, kinds, context);
    return object ? std::make_unique<Get>(*object, name.span(), std::move(nowait)) : nullptr;
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
