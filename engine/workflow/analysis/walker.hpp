// Walker: goes through the steps of one unit in order, and notes what they do.
#pragma once

#include <optional>
#include <unordered_map>

#include "steps/branch.hpp"
#include "steps/visitor.hpp"
#include "workflow/analysis/facts.hpp"

namespace aiorun::workflow::analysis {

using TaskUnits = std::unordered_map<const steps::TaskDefinition*, uint32_t>;

class Walker final : public steps::ActionVisitor {
  public:
    Walker(Facts& facts, const TaskUnits& tasks, uint32_t& next_hold, uint32_t unit)
        : facts_(facts), tasks_(tasks), next_hold_(next_hold), unit_(unit) {}
    void walk(const steps::Block& block);

  private:
    void block(const steps::Block& block, std::string_view role) override;
    void branch(const steps::Branch& branch) override;
    void generated_branch(const steps::Branch& branch) override;
    void call(const steps::TaskDefinition& task, document::Span span) override;
    void enter_hold(uint32_t object, document::Span span) override;
    void leave_hold(uint32_t object) override;
    void use(uint32_t object, std::string_view how, document::Span span) override;
    void enter_timeout() override { ++timeouts_; }
    void leave_timeout() override { --timeouts_; }
    void reads(const expression::Template& operand) override;
    void assigns(expression::NameReference target, const expression::Template& value) override;
    void returns(const expression::Template& value) override;

    void walk_step(const steps::Step& step);
    void walk_action(const steps::Step& step);
    void walk_body(const steps::Block& block);
    /// Steps that may not run.
    void walk_maybe(const steps::Block& block);
    void start(const steps::Branch& branch, bool is_generated);
    void note_release(uint32_t object);
    /// A step that may fail, which ends what is held around it.
    void note_failure();
    void release(uint32_t object);
    void wait_for_condition(uint32_t lock, document::Span span);
    Event& add(Event::Kind kind, document::Span span, uint32_t target);

    Facts& facts_;
    const TaskUnits& tasks_;
    uint32_t& next_hold_;
    uint32_t unit_;
    std::vector<Held> held_;
    uint32_t conditions_ = 0;
    uint32_t timeouts_ = 0;
    uint32_t loops_ = 0;
    uint32_t loop_jumps_ = 0;  // conditions that `break` and `continue` add until the end of the loop's steps
    bool leaves_then_ = false;  // the steps of an `as_completed` may leave it early
    uint32_t construct_ = 0;
    std::vector<expression::NameReference> read_;  // by the step at hand
};

}  // namespace aiorun::workflow::analysis
