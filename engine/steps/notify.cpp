// `notify:` a condition.
#include "steps/notify.hpp"

#include <array>

#include "steps/actions.hpp"
#include "steps/operand.hpp"
#include "steps/run.hpp"
#include "steps/shared_action.hpp"

namespace aiorun::steps {

Completion notify(runtime::Condition& condition, uint64_t count) {
    if (!condition.lock().locked()) {
        return value::failure(value::error_type::runtime,
                              "to notify the condition " + condition.name() + " its lock has to be held");
    }
    condition.notify(count);
    return {};
}

namespace {

class Notify final : public SharedAction<ImmediateAction> {
  public:
    Notify(uint32_t object, document::Span span, Operand<int64_t> count)
        : SharedAction(object, "notify", span), count_(std::move(count)) {}
    Completion execute(Frame& frame) const override {
        Evaluated<int64_t> count = count_.evaluate(frame);
        if (!count) {
            return Completion::raised(count.error());
        }
        return notify(frame.run().shared<runtime::Condition>(object()), *count > 0 ? static_cast<uint64_t>(*count) : 0);
    }

  private:
    Operand<int64_t> count_;
};

constexpr std::array<Key, 2> options{{
    {"condition", Shape::condition_name, Presence::required, "", "the condition; its lock has to be held"},
    {"n", Shape::integer, Presence::optional, "1", "how many tasks to wake at most"},
}};

ActionPointer read(const StepNode& step, Context& context) {
    SharedOperand operand = read_shared_operand(step, options, context);
    Operand<int64_t> count(1);
    if (operand.option) {
        count = Operand<int64_t>::read(*operand.option, "\"n\" of notify", context);
    }
    constexpr std::array kinds{expression::NameKind::condition};
    auto object = operand.name ? read_shared(*operand.name, kinds, context) : std::nullopt;
    return object ? std::make_unique<Notify>(*object, operand.name->span(), std::move(count)) : nullptr;
}

}  // namespace

const ActionSpec notify_action{
    .name = "notify",
    .doc = "Wakes one task that waits for a condition, or `n` of them.",
    .main = "condition",
    .shape = Shape::condition_name,
    .options = options,
    .read = read,
};

}  // namespace aiorun::steps
