#include "steps/wish.hpp"

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

}  // namespace

bool wishes_to_run(const Step& step, const value::Value& unknown) {
    bool else_avoided = step.otherwise && is_avoided(*step.otherwise);
    if (is_avoided(step)) {
        return false;
    }
    uint32_t visits = value::as_stand_in(unknown)->assumptions()->count_visit(&step);
    bool leaves = step.info.action == "break" || step.info.action == "return";
    return else_avoided || leaves || visits % 2 == 0;
}

bool wishes_to_run(const Block& block) { return !is_avoided(block); }

}  // namespace aiorun::steps
