// `for:`: a sequential loop over a list or a map.
#include <array>

#include "steps/actions.hpp"
#include "steps/branch.hpp"
#include "steps/loop_body.hpp"
#include "steps/options.hpp"
#include "steps/step_reader.hpp"
#include "steps/variable_watch.hpp"
#include "steps/visitor.hpp"

namespace aiorun::steps {
namespace {

class For final : public Action {
  public:
    For(expression::Template list, uint32_t item, std::optional<uint32_t> index, Block body)
        : list_(std::move(list)), item_(item), index_(index), body_(std::move(body)) {}

    [[nodiscard]] bool waits() const noexcept override { return body_.waits(); }

    [[nodiscard]] Completion execute(Frame& frame) const override {
        Value items = to_items(frame.evaluate(list_), "\"in\" of for");
        if (items.is_failure()) {
            return items;
        }
        VariableWatch* watch = watch_of(frame);
        for (size_t i = 0; i < items.as_list().size(); ++i) {
            if (frame.run().interrupted()) {
                return Completion::cancelled();
            }
            bind(frame, watch, items, i);
            if (auto end = after_round(body_.execute(frame))) {
                return std::move(*end);
            }
        }
        return {};
    }

    [[nodiscard]] Coro<Completion> run(Frame& frame) const override {
        Value items = to_items(frame.evaluate(list_), "\"in\" of for");
        if (items.is_failure()) {
            co_return items;
        }
        VariableWatch* watch = watch_of(frame);
        for (size_t i = 0; i < items.as_list().size(); ++i) {
            if (frame.run().interrupted()) {
                co_return Completion::cancelled();
            }
            bind(frame, watch, items, i);
            Completion round;
            if (Coro<Completion> rest = body_.start(frame, round)) {
                round = co_await rest;
            }
            if (auto end = after_round(std::move(round))) {
                co_return std::move(*end);
            }
        }
        co_return Completion();
    }

    void visit(ActionVisitor& visitor) const override { visitor.block(body_, "for"); }

  private:
    void bind(Frame& frame, VariableWatch* watch, const Value& items, size_t i) const {
        if (watch != nullptr) {
            watch->assigned(frame, {expression::NameReference::Space::local, item_}, list_.names());
        }
        frame.slot(item_) = items.as_list()[i];
        if (index_) {
            frame.slot(*index_) = Value(static_cast<int64_t>(i));
        }
    }

    expression::Template list_;
    uint32_t item_;
    std::optional<uint32_t> index_;
    Block body_;
};

constexpr std::array<Key, 3> siblings{{
    {"in", Shape::list, Presence::required, "", "the list; a map gives items `{ key, value }`"},
    {"do", Shape::steps, Presence::required, "", "the steps of a round"},
    {"index", Shape::name, Presence::optional, "", "the name of the round's number, from 0"},
}};

ActionPointer read(const StepNode& step, Context& context) {
    auto list = step.sibling("in");
    auto body = step.sibling("do");
    auto index = step.sibling("index");
    if (!list || !body) {
        return nullptr;  // reported as missing keys
    }
    auto items = read_items(*list, "\"in\" of for", context);
    auto item_slot = read_binding(step.value(), "for", context);
    std::optional<uint32_t> index_slot = index ? read_binding(*index, "index", context) : std::nullopt;
    Block block = read_steps(*body, context.for_loop(), "do");
    if (!item_slot) {
        return nullptr;
    }
    return std::make_unique<For>(std::move(items), *item_slot, index_slot, std::move(block));
}

}  // namespace

const ActionSpec for_action{
    .name = "for",
    .doc = "Runs steps for each item of a list, one after the other.",
    .shape = Shape::name,
    .siblings = siblings,
    .read = read,
};

}  // namespace aiorun::steps
