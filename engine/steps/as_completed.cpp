// `as_completed:`: asyncio.as_completed, a loop over results in the order in which they come.
#include "runtime/as_completed.hpp"

#include <array>

#include "steps/actions.hpp"
#include "steps/branch.hpp"
#include "steps/branch_keys.hpp"
#include "steps/loop_body.hpp"
#include "steps/options.hpp"
#include "steps/run.hpp"
#include "steps/step_reader.hpp"
#include "steps/visitor.hpp"

namespace aiorun::steps {
namespace {

class AsCompleted final : public WaitingAction {
  public:
    AsCompleted(Branches branches, std::optional<uint32_t> each, Block then)
        : branches_(std::move(branches)), each_(each), then_(std::move(then)) {}

    Coro<Completion> run(Frame& frame) const override {
        Evaluated<Branches::Prepared> prepared = branches_.prepare(frame);
        if (!prepared) {
            co_return Completion::raised(prepared.error());
        }
        runtime::Task& task = frame.task();
        auto all = value::make_counted<runtime::AsCompleted>(task.loop(), std::move(prepared->source), prepared->limit);
        all->start();
        for (size_t i = 0; i < all->count(); ++i) {
            Completion next = co_await all->next(task);
            if (!next.is_normal()) {
                co_return next;
            }
            if (each_) {
                frame.slot(*each_) = next.take_value();
            }
            Completion round = co_await then_.run(frame);
            if (auto end = after_round(std::move(round))) {
                co_return std::move(*end);
            }
        }
        co_return Completion();
    }
    void visit(ActionVisitor& visitor) const override {
        branches_.visit(visitor);
        visitor.block(then_, "then");
    }

  private:
    Branches branches_;
    std::optional<uint32_t> each_;
    Block then_;
};

constexpr auto options = with_branch_keys(std::array<Key, 2>{{
    {"each", Shape::name, Presence::optional, "", "the name that a result is bound to"},
    {"then", Shape::steps, Presence::optional, "", "the steps to run for each result"},
}});

ActionPointer read(const StepNode& step, Context& context) {
    const document::Node& value = step.value();
    Branches branches = Branches::read(value, context.with_value(true), "as_completed");
    std::optional<uint32_t> each;
    Block then;
    if (value.is_map()) {
        Options map(value, options, "as_completed", context);
        if (auto node = map.find("each")) {
            each = read_binding(*node, "each", context);
        }
        if (auto node = map.find("then")) {
            then = read_steps(*node, context.for_loop(), "then");
        }
    }
    return std::make_unique<AsCompleted>(std::move(branches), each, std::move(then));
}

}  // namespace

const ActionSpec as_completed_action{
    .name = "as_completed",
    .doc = "Runs branches concurrently, and steps for each result, in the order in which they come.",
    .main = "branches",
    .shape = Shape::branches,
    .options = options,
    .read = read,
};

}  // namespace aiorun::steps
