// `task_group:`: asyncio.TaskGroup, around branches or around steps of the task itself.
#include "runtime/task_group.hpp"

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

using GroupReference = value::Reference<runtime::TaskGroup>;

/// Listed or generated branches.
class BranchGroup final : public WaitingAction {
  public:
    BranchGroup(Branches branches, runtime::Results results) : branches_(std::move(branches)), results_(results) {}

    Coro<Completion> run(Frame& frame) const override {
        runtime::Task& task = frame.task();
        auto group = value::make_counted<runtime::TaskGroup>(task);
        // What the branches spawn joins this group.
        GroupReference outer = frame.group();
        frame.set_group(group);
        Evaluated<Branches::Prepared> prepared = branches_.prepare(frame);
        frame.set_group(outer);
        if (!prepared) {
            co_return Completion::raised(prepared.error());
        }
        co_return co_await runtime::TaskGroup::run(task, group, std::move(prepared->source), prepared->limit,
                                                   results_);
    }
    void visit(ActionVisitor& visitor) const override {
        branches_.visit(visitor);
    }

  private:
    Branches branches_;
    runtime::Results results_;
};

/// The body form: `async with TaskGroup()` around steps that may spawn.
class BodyGroup final : public WaitingAction {
  public:
    explicit BodyGroup(Block body) : body_(std::move(body)) {}

    Coro<Completion> run(Frame& frame) const override {
        auto group = value::make_counted<runtime::TaskGroup>(frame.task());
        GroupReference outer = frame.group();
        frame.set_group(group);
        Completion body = co_await body_.run(frame);
        body = co_await group->leave(std::move(body));
        frame.set_group(outer);
        co_return body;
    }
    void visit(ActionVisitor& visitor) const override { visitor.block(body_, "task_group"); }

  private:
    Block body_;
};

constexpr auto options = with_branch_keys(std::array<Key, 0>{});

ActionPointer read(const StepNode& step, Context& context) {
    const document::Node& value = step.value();
    if (value.is_map()) {
        Options map(value, options, "task_group", context);
        if (map.find("do") && !map.find("for") && !map.find("branches")) {
            if (auto limit = map.find("limit")) {
                context.error(*limit, "unknown-key", "a task_group with a body takes no \"limit\"",
                              "use a semaphore, or generated branches with a limit");
            }
            return std::make_unique<BodyGroup>(read_steps(*map.find("do"), context, "do"));
        }
    }
    return std::make_unique<BranchGroup>(Branches::read(value, context, "task_group"), results_wanted(context));
}

}  // namespace

const ActionSpec task_group_action{
    .name = "task_group",
    .doc = "Runs branches concurrently and waits for all. The first failure cancels the others; errors are raised as an "
           "ExceptionGroup. With only `do`, the steps run in the task itself and what they spawn is awaited at the end.",
    .main = "branches",
    .shape = Shape::branches,
    .options = options,
    .read = read,
    .result = "the list of the branches' values, in order; with a body, the value of its last step",
};

}  // namespace aiorun::steps
