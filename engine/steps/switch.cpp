// `switch:`: the first case whose condition holds.
#include <array>
#include <optional>
#include <vector>

#include "expression/template.hpp"
#include "steps/actions.hpp"
#include "steps/options.hpp"
#include "steps/step_reader.hpp"
#include "steps/visitor.hpp"
#include "steps/wish.hpp"

namespace aiorun::steps {
namespace {

struct Case {
    std::optional<expression::Program> when;
    Block body;
};

class Switch final : public Action {
  public:
    explicit Switch(std::vector<Case> cases) : cases_(std::move(cases)) {
        for (const Case& each : cases_) {
            waits_ = waits_ || each.body.waits();
        }
    }
    [[nodiscard]] bool waits() const noexcept override { return waits_; }

    [[nodiscard]] Completion execute(Frame& frame) const override {
        Completion failure;
        const Case* chosen = choose(frame, failure);
        return chosen == nullptr ? std::move(failure) : chosen->body.execute(frame);
    }
    [[nodiscard]] Coro<Completion> run(Frame& frame) const override {
        Completion failure;
        const Case* chosen = choose(frame, failure);
        if (chosen == nullptr) {
            co_return failure;
        }
        co_return co_await chosen->body.run(frame);
    }
    void visit(ActionVisitor& visitor) const override {
        for (const Case& each : cases_) {
            visitor.block(each.body, "case");
        }
    }

  private:
    /// The case that holds; null when there is none, or when a condition failed.
    [[nodiscard]] const Case* choose(const Frame& frame, Completion& failure) const {
        for (const Case& each : cases_) {
            if (!each.when) {
                return &each;
            }
            Value holds = frame.evaluate_open_condition(*each.when);
            if (holds.is_opaque()) {
                holds = Frame::choose(*each.when, holds, wishes_to_run(each.body, holds));
            }
            if (holds.is_failure()) {
                failure = Completion(std::move(holds));
                return nullptr;
            }
            if (holds.as_bool()) {
                return &each;
            }
        }
        return nullptr;
    }

    std::vector<Case> cases_;
    bool waits_ = false;
};

constexpr std::array<Key, 2> case_keys{{
    {"when", Shape::condition, Presence::optional, "", "the condition; without one the case is the default"},
    {"do", Shape::steps, Presence::required, "", "the steps"},
}};

ActionPointer read(const StepNode& step, Context& context) {
    const document::Node& list = step.value();
    if (!list.is_list()) {
        context.error(list, "wrong-type", "\"switch\" is a list of cases, found " + std::string(list.kind_name()),
                      "for example `switch: [ { when: x > 1, do: […] }, { do: […] } ]`");
        return nullptr;
    }
    std::vector<Case> cases;
    bool has_default = false;
    for (size_t i = 0; i < list.size(); ++i) {
        document::Node node = list.item(i);
        if (!node.is_map()) {
            context.error(node, "wrong-type", "a case is a map with `when` and `do`, found " + std::string(node.kind_name()));
            continue;
        }
        if (has_default) {
            context.error(node, "unreachable", "this case is never reached: the one before it has no `when`");
        }
        Options map(node, case_keys, "a case", context);
        Case& added = cases.emplace_back();
        if (auto when = map.find("when")) {
            added.when = expression::compile_condition(*when, context.scope(), context.diagnostics());
        }
        // A key that is none may have been meant as `when`.
        has_default = !map.find("when") && node.size() <= 1;
        if (auto body = map.find("do")) {
            added.body = read_steps(*body, context, "do");
        }
    }
    return std::make_unique<Switch>(std::move(cases));
}

}  // namespace

std::span<const Key> switch_case_keys() { return case_keys; }

const ActionSpec switch_action{
    .name = "switch",
    .doc = "Runs the steps of the first case whose condition holds; a case without `when` is the default.",
    .shape = Shape::cases,
    .read = read,
    .result = "the value of the last step run",
};

}  // namespace aiorun::steps
