// `gather:`: asyncio.gather.
#include "runtime/gather.hpp"

#include <array>

#include "runtime/error_value.hpp"
#include "steps/actions.hpp"
#include "steps/branch.hpp"
#include "steps/branch_keys.hpp"
#include "steps/options.hpp"
#include "steps/run.hpp"
#include "steps/step_reader.hpp"
#include "steps/visitor.hpp"

namespace aiorun::steps {
namespace {

/// Errors in the list of results stand there as `{ error: { type, message, data } }`.
Completion show_errors(Completion results) {
    if (!results.is_normal()) {
        return results;
    }
    std::vector<Value> shown;
    for (const Value& each : results.value().as_list()) {
        shown.push_back(each.is_failure()
                            ? value::MapBuilder().set("error", runtime::error_to_value(each.as_failure())).build()
                            : each);
    }
    return value::make_list(std::move(shown));
}

class Gather final : public WaitingAction {
  public:
    Gather(Branches branches, Operand<bool> return_exceptions, runtime::Results results)
        : branches_(std::move(branches)), return_exceptions_(std::move(return_exceptions)), results_(results) {}

    Coro<Completion> run(Frame& frame) const override {
        Evaluated<Branches::Prepared> prepared = branches_.prepare(frame);
        if (!prepared) {
            co_return Completion::raised(prepared.error());
        }
        Evaluated<bool> returned = return_exceptions_.evaluate(frame);
        if (!returned) {
            co_return Completion::raised(returned.error());
        }
        runtime::Gather::Wanted wanted{*returned ? runtime::Failures::returned : runtime::Failures::raised, results_};
        Completion results =
            co_await runtime::Gather::run(frame.task(), std::move(prepared->source), prepared->limit, wanted);
        co_return *returned && results_ == runtime::Results::kept ? show_errors(std::move(results)) : std::move(results);
    }
    void visit(ActionVisitor& visitor) const override {
        branches_.visit(visitor);
    }

  private:
    Branches branches_;
    Operand<bool> return_exceptions_;
    runtime::Results results_;
};

constexpr auto options = with_branch_keys(std::array<Key, 1>{{
    {"return_exceptions", Shape::boolean, Presence::optional, "false",
     "errors stand in the list of results as `{ error: { type, message, data } }`"},
}});

ActionPointer read(const StepNode& step, Context& context) {
    const document::Node& value = step.value();
    Operand<bool> return_exceptions(false);
    if (value.is_map()) {
        Options map(value, options, "gather", context);
        if (auto node = map.find("return_exceptions")) {
            return_exceptions = Operand<bool>::read(*node, "\"return_exceptions\"", context);
        }
    }
    return std::make_unique<Gather>(Branches::read(value, context, "gather"), std::move(return_exceptions),
                                    results_wanted(context));
}

}  // namespace

const ActionSpec gather_action{
    .name = "gather",
    .doc = "Runs branches concurrently and waits for all. The first error is raised at once; the other branches run on.",
    .main = "branches",
    .shape = Shape::branches,
    .options = options,
    .read = read,
    .result = "the list of the branches' values, in the order of the branches",
};

}  // namespace aiorun::steps
