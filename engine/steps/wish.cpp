#include "steps/wish.hpp"

#include <algorithm>

#include "steps/branch.hpp"
#include "steps/visitor.hpp"
#include "value/stand_in.hpp"

namespace aiorun::steps {
namespace {

bool is_avoided(const Block& block);

/// Looks into `do`, under whatever modifiers.
class BlockLooker final : public ActionVisitor {
  public:
    [[nodiscard]] bool found() const noexcept { return found_; }

  private:
    void block(const Block& block, std::string_view role) override {
        found_ = found_ || (role == "do" && is_avoided(block));
    }
    void branch(const Branch&) override {}
    void call(const TaskDefinition&, document::Span) override {}
    void enter_hold(uint32_t, document::Span) override {}
    void leave_hold(uint32_t) override {}
    void use(uint32_t, std::string_view, document::Span) override {}

    bool found_ = false;
};

bool is_avoided(const Step& step) {
    if (step.info.action == "raise" || step.info.action == "continue") {
        return true;
    }
    if (step.info.action != "do") {
        return false;
    }
    BlockLooker looker;
    step.action->visit(looker);
    return looker.found();
}

bool is_avoided(const Block& block) {
    for (const Step& step : block.steps()) {
        if (!step.condition && is_avoided(step)) {
            return true;
        }
    }
    return false;
}

bool leaves(const Step& step) { return step.info.action == "break" || step.info.action == "return"; }

uint32_t count_visit(const void* place, const value::Value& unknown) {
    const value::StandIn& stand_in = *value::as_stand_in(unknown);
    return stand_in.assumptions()->count_visit(place, stand_in.question());
}

}  // namespace

bool wishes_to_run(const Step& step, const value::Value& unknown) {
    bool else_avoided = step.otherwise && is_avoided(*step.otherwise);
    if (is_avoided(step)) {
        return false;
    }
    return count_visit(&step, unknown) % 2 == 0 || else_avoided || leaves(step);
}

bool wishes_to_run(const Block& block, const value::Value& unknown) {
    if (is_avoided(block)) {
        return false;
    }
    bool has_leaving = std::ranges::any_of(block.steps(), [](const Step& step) { return !step.condition && leaves(step); });
    return count_visit(&block, unknown) % 2 == 0 || has_leaving;
}

}  // namespace aiorun::steps
