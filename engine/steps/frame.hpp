// Frame: the names of one call of a task, or of one branch, as slots; and the task_group that its spawns join.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "expression/environment.hpp"
#include "expression/program.hpp"
#include "expression/template.hpp"
#include "runtime/task_group.hpp"
#include "steps/scope.hpp"
#include "value/value.hpp"

namespace aiorun::steps {

class Run;
class Frame;
using FrameReference = value::Reference<Frame>;
using value::Value;

class Frame final : public value::Counted {
  public:
    /// An empty frame for a call of the task whose scope it is.
    [[nodiscard]] static FrameReference create(Run& run, const Scope& scope, uint32_t depth);
    /// A frame for a branch that is written in `outer`, with copies of the names that it mentions.
    [[nodiscard]] static FrameReference branch(const Frame& outer, const Scope& scope);
    /// The same for a task that is spawned: nothing around it waits for it, so it is at the top of what nests.
    [[nodiscard]] static FrameReference spawned(const Frame& outer, const Scope& scope);
    /// A copy of a branch's frame.
    [[nodiscard]] FrameReference copy() const;

    [[nodiscard]] Run& run() const noexcept { return run_; }
    [[nodiscard]] const Scope& scope() const noexcept { return scope_; }
    /// The task that runs.
    [[nodiscard]] runtime::Task& task() const noexcept;
    [[nodiscard]] Value& slot(uint32_t index) noexcept { return slots()[index]; }
    [[nodiscard]] const Value& slot(uint32_t index) const noexcept { return slots()[index]; }
    /// How many calls and branches lie between main and this frame.
    [[nodiscard]] uint32_t depth() const noexcept { return depth_; }

    /// The nearest task_group around, which spawned tasks join; null when they belong to the run.
    [[nodiscard]] const value::Reference<runtime::TaskGroup>& group() const noexcept { return group_; }
    void set_group(value::Reference<runtime::TaskGroup> group) noexcept { group_ = std::move(group); }

    /// Values, or failures.
    [[nodiscard]] Value evaluate(const expression::Template& template_) const;
    [[nodiscard]] Value evaluate(const expression::Program& program) const;
    /// A bool, or a failure. In a simulation a condition that cannot be known is taken to hold.
    [[nodiscard]] Value evaluate_condition(const expression::Program& program) const;
    /// The same for one who knows better what an unknown condition had best be: it comes as it is, for choose().
    [[nodiscard]] Value evaluate_open_condition(const expression::Program& program) const;
    /// What becomes of an unknown condition, told to the user.
    [[nodiscard]] static bool choose(const expression::Program& program, const Value& unknown, bool wanted);
    /// The same for a loop that has to end: also what is firm gives way.
    [[nodiscard]] static bool insist(const expression::Program& program, const Value& unknown, bool wanted);
    [[nodiscard]] std::string explain(const expression::Program& program) const;
    /// A time or a size that a text gives, such as `${{ x }}s`: in a simulation what is not known of it is 1.
    [[nodiscard]] Value evaluate_quantity(const expression::Template& template_) const;

    static void operator delete(Frame* frame, std::destroying_delete_t);

  private:
    class Host;

    Frame(Run& run, const Scope& scope, uint32_t depth);
    ~Frame() override;
    static void* operator new(size_t size, uint32_t slots);
    static void operator delete(void* memory, uint32_t slots);
    [[nodiscard]] Value* slots() noexcept { return reinterpret_cast<Value*>(this + 1); }
    [[nodiscard]] const Value* slots() const noexcept { return reinterpret_cast<const Value*>(this + 1); }

    [[nodiscard]] uint32_t size() const noexcept { return static_cast<uint32_t>(scope_.size()); }

    // Each branch has one of these: the order is that which takes the least room.
    uint32_t depth_;
    Run& run_;
    const Scope& scope_;
    value::Reference<runtime::TaskGroup> group_;
};

}  // namespace aiorun::steps
