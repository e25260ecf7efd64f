// `race:`: the first branch wins, the others are cancelled.
#include "runtime/race.hpp"

#include <array>

#include "steps/actions.hpp"
#include "steps/branch.hpp"
#include "steps/branch_keys.hpp"
#include "steps/options.hpp"
#include "steps/run.hpp"
#include "steps/step_reader.hpp"
#include "steps/visitor.hpp"

namespace aiorun::steps {
namespace {

class Race final : public WaitingAction {
  public:
    Race(Branches branches, runtime::Until until) : branches_(std::move(branches)), until_(until) {}

    Coro<Completion> run(Frame& frame) const override {
        Evaluated<Branches::Prepared> prepared = branches_.prepare(frame);
        if (!prepared) {
            co_return Completion::raised(prepared.error());
        }
        co_return co_await runtime::Race::run(frame.task(), std::move(prepared->source), prepared->limit, until_);
    }
    void visit(ActionVisitor& visitor) const override {
        branches_.visit(visitor);
    }

  private:
    Branches branches_;
    runtime::Until until_;
};

constexpr std::array<std::string_view, 2> untils{"completed", "success"};
constexpr auto options = with_branch_keys(std::array<Key, 1>{{
    {"until", Shape::text, Presence::optional, "completed",
     "what wins: the first branch that ends, or the first that ends without an error", untils},
}});

ActionPointer read(const StepNode& step, Context& context) {
    const document::Node& value = step.value();
    runtime::Until until = runtime::Until::completed;
    if (value.is_map()) {
        Options map(value, options, "race", context);
        if (auto node = map.find("until")) {
            until = static_cast<runtime::Until>(read_choice(*node, untils, "\"until\" of race", context));
        }
    }
    Branches branches = Branches::read(value, context, "race");
    if (branches.empty() && !context.diagnostics().has_errors()) {
        context.error(value, "wrong-value", "a race needs at least one branch");
    }
    return std::make_unique<Race>(std::move(branches), until);
}

}  // namespace

const ActionSpec race_action{
    .name = "race",
    .doc = "Runs branches concurrently; the first one wins, and the others are cancelled and awaited.",
    .main = "branches",
    .shape = Shape::branches,
    .options = options,
    .read = read,
    .result = "the winner's value",
};

}  // namespace aiorun::steps
