// Action: what a step does, ready to run. An action that never waits is called directly; the others are coroutines.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "runtime/completion.hpp"
#include "runtime/coro.hpp"
#include "steps/frame.hpp"
#include "steps/key.hpp"
#include "value/pool.hpp"

namespace aiorun::steps {

using runtime::Completion;
using runtime::Coro;

class ActionVisitor;

class Action : public value::Pooled {
  public:
    virtual ~Action() = default;
    /// Whether run() has to be used; execute() otherwise.
    [[nodiscard]] virtual bool waits() const noexcept = 0;
    [[nodiscard]] virtual Completion execute(Frame& frame) const;
    /// To be awaited at once: it may begin before that.
    [[nodiscard]] virtual Coro<Completion> run(Frame& frame) const;
    /// Does what can be done without waiting. When that was all, gives nothing, and `completion` is how it ended; else what is
    /// left, to be awaited at once. What does not wait in the end so costs no coroutine.
    [[nodiscard]] virtual Coro<Completion> start(Frame& frame, Completion& completion) const;
    /// Shows the blocks, branches and shared objects inside, for analyses that come after parsing.
    virtual void visit(ActionVisitor&) const {}
};
using ActionPointer = std::unique_ptr<Action>;

/// An action that never waits.
class ImmediateAction : public Action {
  public:
    [[nodiscard]] bool waits() const noexcept final { return false; }
    [[nodiscard]] Completion execute(Frame& frame) const override = 0;
};

/// An action that may wait.
class WaitingAction : public Action {
  public:
    [[nodiscard]] bool waits() const noexcept final { return true; }
    [[nodiscard]] Coro<Completion> run(Frame& frame) const override = 0;
};

/// A waiting action that often has nothing to wait for: all of it is start().
class StartingAction : public WaitingAction {
  public:
    [[nodiscard]] Coro<Completion> run(Frame& frame) const final;
    [[nodiscard]] Coro<Completion> start(Frame& frame, Completion& completion) const override = 0;
};

class Context;
class StepNode;

/// How a step names and reads an action: one of these a file, see actions.hpp.
struct ActionSpec {
    std::string_view name;
    std::string_view doc;  ///< one line
    /// What the value means when it is no map of options: the key of its main operand. Empty: the value is the
    /// operand, whatever it is, and there are no options.
    std::string_view main{};
    Shape shape = Shape::anything;     ///< of the main operand
    std::span<const Key> options{};    ///< of the map form
    std::span<const Key> siblings{};   ///< keys beside the action, in the step itself
    ActionPointer (*read)(const StepNode& step, Context& context) = nullptr;
    /// Whether the step's result can be bound by `as`, for the schema and the docs.
    std::string_view result{};         ///< what `as` binds, one line; empty: null
};

}  // namespace aiorun::steps
