// `put:` an item into a queue.
#include <array>

#include "runtime/queue.hpp"
#include "steps/actions.hpp"
#include "steps/operand.hpp"
#include "steps/run.hpp"
#include "steps/shared_action.hpp"

namespace aiorun::steps {
namespace {

std::string no_priority(const Value& value) { return "the priority of put is a number, found " + shown_with_type(value); }

struct PutOperands {
    expression::Template item;
    expression::Template priority = expression::Template::constant(Value(0));
    Operand<bool> nowait{false};
};

class Put final : public SharedAction<StartingAction> {
  public:
    Put(uint32_t object, document::Span span, PutOperands operands)
        : SharedAction(object, "put", span), operands_(std::move(operands)) {}

    Coro<Completion> start(Frame& frame, Completion& completion) const override {
        runtime::Queue::Item item{frame.evaluate(operands_.item), frame.evaluate(operands_.priority)};
        Evaluated<bool> nowait = operands_.nowait.evaluate(frame);
        if (item.value.is_failure()) {
            completion = std::move(item.value);
        } else if (item.priority.is_failure()) {
            completion = std::move(item.priority);
        } else if (!item.priority.is_number()) {
            completion = value::value_error(no_priority(item.priority));
        } else if (!nowait) {
            completion = Completion::raised(nowait.error());
        } else {
            auto& queue = frame.run().shared<runtime::Queue>(object());
            if (!*nowait && queue.full()) {
                return queue.put(frame.task(), std::move(item));
            }
            completion = queue.put_nowait(std::move(item));
        }
        return {};
    }

  private:
    PutOperands operands_;
};

constexpr std::array<Key, 4> options{{
    {"queue", Shape::queue, Presence::required, "", "the queue"},
    {"item", Shape::anything, Presence::optional, "null", "what to put"},
    {"priority", Shape::number, Presence::optional, "0", "in a priority queue: the lowest leaves first"},
    {"nowait", Shape::boolean, Presence::optional, "false", "raise QueueFull instead of waiting for room"},
}};

ActionPointer read(const StepNode& step, Context& context) {
    const document::Node& value = step.value();
    if (!value.is_map()) {
        context.error(value, "wrong-type", "\"put\" is a map with `queue` and `item`, found " + std::string(value.kind_name()),
                      "for example `put: { queue: jobs, item: 1 }`");
        return nullptr;
    }
    Options map(value, options, "put", context);
    auto compile = [&](const document::Node& node) {
        return expression::Template::compile(node, context.scope(), context.diagnostics());
    };
    PutOperands operands;
    auto item = map.find("item");
    operands.item = item ? compile(*item) : expression::Template::constant(Value());
    if (auto node = map.find("priority")) {
        operands.priority = compile(*node);
        if (const Value* constant = operands.priority.constant_value(); constant != nullptr && !constant->is_number()) {
            context.error(*node, "wrong-type", no_priority(*constant));
        }
    }
    if (auto node = map.find("nowait")) {
        operands.nowait = Operand<bool>::read(*node, "\"nowait\"", context);
    }
    auto queue = map.find("queue");
    constexpr std::array kinds{expression::NameKind::queue};
    auto object = queue ? read_shared(*queue, kinds, context) : std::nullopt;
    return object ? std::make_unique<Put>(*object, queue->span(), std::move(operands)) : nullptr;
}

}  // namespace

const ActionSpec put_action{
    .name = "put",
    .doc = "Puts an item into a queue; waits for room when it is full.",
    .shape = Shape::map,
    .options = options,
    .read = read,
};

}  // namespace aiorun::steps
