// `wait:`: for an event, a condition (also until an expression holds), or at a barrier.
#include <array>
#include <optional>
#include <span>

#include "expression/template.hpp"
#include "runtime/barrier.hpp"
#include "runtime/condition.hpp"
#include "runtime/event.hpp"
#include "steps/actions.hpp"
#include "steps/run.hpp"
#include "steps/shared_action.hpp"

namespace aiorun::steps {
namespace {

using expression::NameKind;

class WaitEvent final : public SharedAction<WaitingAction> {
  public:
    using SharedAction::SharedAction;
    Coro<Completion> run(Frame& frame) const override {
        auto& event = frame.run().shared<runtime::Event>(object());
        runtime::Wakeup wakeup = co_await event.wait(frame.task());
        co_return wakeup == runtime::Wakeup::cancelled ? Completion::cancelled() : Completion(Value(true));
    }
};

class WaitBarrier final : public SharedAction<WaitingAction> {
  public:
    using SharedAction::SharedAction;
    Coro<Completion> run(Frame& frame) const override {
        return frame.run().shared<runtime::Barrier>(object()).wait(frame.task());
    }
};

class WaitCondition final : public SharedAction<WaitingAction> {
  public:
    WaitCondition(uint32_t object, document::Span span, std::optional<expression::Program> until)
        : SharedAction(object, "wait", span), until_(std::move(until)) {}

    /// Condition.wait, or Condition.wait_for.
    Coro<Completion> run(Frame& frame) const override {
        auto& condition = frame.run().shared<runtime::Condition>(object());
        runtime::Task& task = frame.task();
        while (true) {
            if (until_) {
                Value holds = frame.evaluate_condition(*until_);
                if (holds.is_failure() || holds.as_bool()) {
                    co_return holds;
                }
            }
            if (!condition.lock().locked()) {
                co_return value::failure(value::error_type::runtime,
                                         "to wait for the condition " + condition.name() + " its lock has to be held");
            }
            if (co_await condition.wait(task) == runtime::Wakeup::cancelled) {
                co_return Completion::cancelled();
            }
            if (!until_) {
                co_return Value(true);
            }
        }
    }

  private:
    std::optional<expression::Program> until_;
};

constexpr std::array<Key, 4> options{{
    {"condition", Shape::condition_name, Presence::optional, "", "the condition to wait for; its lock has to be held"},
    {"until", Shape::condition, Presence::optional, "", "with a condition: wait until this expression holds"},
    {"event", Shape::event, Presence::optional, "", "the event to wait for"},
    {"barrier", Shape::barrier, Presence::optional, "", "the barrier to wait at"},
}};

struct Waitable {
    std::string_view key;
    std::array<NameKind, 1> kind;
};
constexpr std::array<Waitable, 3> waitables{
    {{"condition", {NameKind::condition}}, {"event", {NameKind::event}}, {"barrier", {NameKind::barrier}}}};

ActionPointer make_wait(const document::Node& name, std::span<const NameKind> kinds,
                        std::optional<expression::Program> until, const Context& context) {
    auto object = read_shared(name, kinds, context);
    if (!object) {
        return nullptr;
    }
    NameKind kind = context.names().find(name.text())->shared_kind;
    if (until && kind != NameKind::condition) {
        context.error(name, "wrong-kind", "\"until\" goes with a condition, and \"" + std::string(name.text()) + "\" is " +
                                              std::string(kind_phrase(kind)));
    }
    switch (kind) {
        case NameKind::event: return std::make_unique<WaitEvent>(*object, "wait", name.span());
        case NameKind::barrier: return std::make_unique<WaitBarrier>(*object, "wait", name.span());
        default: return std::make_unique<WaitCondition>(*object, name.span(), std::move(until));
    }
}

ActionPointer read(const StepNode& step, Context& context) {
    const document::Node& value = step.value();
    if (!value.is_map()) {
        constexpr std::array kinds{NameKind::event, NameKind::condition, NameKind::barrier};
        return make_wait(value, kinds, std::nullopt, context);
    }
    Options map(value, options, "wait", context);
    std::optional<document::Node> name;
    std::span<const NameKind> kind;
    for (const Waitable& each : waitables) {
        if (auto node = map.find(each.key)) {
            if (name) {
                context.error(*node, "two-objects", "\"wait\" waits for one object");
            }
            name = node;
            kind = each.kind;
        }
    }
    if (!name) {
        context.error(value, "missing-key", "\"wait\" needs what to wait for: \"condition\", \"event\" or \"barrier\"");
        return nullptr;
    }
    std::optional<expression::Program> until;
    if (auto node = map.find("until")) {
        until = expression::compile_condition(*node, context.scope(), context.diagnostics());
    }
    return make_wait(*name, kind, std::move(until), context);
}

}  // namespace

const ActionSpec wait_action{
    .name = "wait",
    .doc = "Waits for an event to be set, for a condition to be notified, or at a barrier for the others.",
    .main = "condition",
    .shape = Shape::waitable,
    .options = options,
    .read = read,
    .result = "true; at a barrier the index of the task, from 0",
};

}  // namespace aiorun::steps
