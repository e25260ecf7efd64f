// Step and Block: a compiled step with what surrounds its action, and a list of them that runs in order.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "expression/program.hpp"
#include "expression/template.hpp"
#include "runtime/observer.hpp"
#include "runtime/task.hpp"
#include "steps/action.hpp"

namespace aiorun::steps {

class Block;
class Step;

namespace detail {
Coro<Completion> advance(const Step*& at, Frame& frame, Completion& last, runtime::StepRun& run);
Coro<Completion> run_steps(const Step* at, Frame& frame);
Coro<Completion> go_on(const Step* at, Frame& frame, Coro<Completion> wait, runtime::StepRun run);
}  // namespace detail

/// `as: NAME`, or `as: [A, B]`: where a result goes.
struct Binding {
    enum class Form : uint8_t { none, whole, items } form = Form::none;
    uint32_t slot = 0;                             // of Form::whole
    std::unique_ptr<std::vector<uint32_t>> slots;  // of Form::items

    [[nodiscard]] std::span<const uint32_t> all_slots() const noexcept {
        if (form == Form::whole) {
            return {&slot, 1};
        }
        return slots ? std::span<const uint32_t>(*slots) : std::span<const uint32_t>();
    }
};

class Step {
  public:
    runtime::StepInfo info;
    std::optional<expression::Template> name;  // when it holds expressions: the text that errors show
    std::optional<expression::Program> condition;
    std::unique_ptr<Block> otherwise;  // the `else` of `if`
    ActionPointer action;              // with its modifiers around it
    Binding binding;

    [[nodiscard]] bool waits() const noexcept;

    Step();
    Step(Step&&) noexcept;
    Step& operator=(Step&&) noexcept;
    ~Step();

  private:
    friend class Block;
    friend Coro<Completion> detail::advance(const Step*& at, Frame& frame, Completion& last, runtime::StepRun& run);
    friend Coro<Completion> detail::run_steps(const Step* at, Frame& frame);
    friend Coro<Completion> detail::go_on(const Step* at, Frame& frame, Coro<Completion> wait, runtime::StepRun run);
    enum class Gate : uint8_t { open, closed, failed };
    /// Gives what it waits for. A step that does not wait is run, and gives its completion. What is skipped by `if` may have an
    /// `else` in its place, which binds nothing.
    [[nodiscard]] Coro<Completion> begin(Frame& frame, Completion& completion, runtime::StepRun& run) const;
    /// Evaluates `if`; a failure goes to `completion`.
    [[nodiscard]] Gate enter(Frame& frame, Completion& completion) const;
    /// What is the same however the action ran: binds the result, places an error, tells the observer.
    void leave(Frame& frame, Completion& completion, runtime::StepRun run) const;
    [[nodiscard]] bool finish(Frame& frame, Completion& completion, runtime::StepRun run) const;
    /// In place: completions are moved about no more than they have to be, since every step does this.
    void bind(Frame& frame, Completion& completion) const {
        if (binding.form != Binding::Form::none && completion.is_normal()) {
            bind_result(frame, completion);
        }
    }
    void bind_result(Frame& frame, Completion& completion) const;
    void place_error(const Frame& frame, value::Error& error) const;
    [[nodiscard]] std::string shown_name(const Frame& frame) const;
    /// The step after it in its block, or null.
    [[nodiscard]] const Step* next() const noexcept { return is_last_ ? nullptr : this + 1; }

    bool is_last_ = false;
};

class Block {
  public:
    Block() = default;
    explicit Block(std::vector<Step> steps);

    /// Runs the steps until one does not end normally. Gives the last one's completion; null when there is none.
    [[nodiscard]] Coro<Completion> run(Frame& frame) const;
    /// The same, as Action::start().
    [[nodiscard]] Coro<Completion> start(Frame& frame, Completion& completion) const;
    /// The same for a block that does not wait.
    [[nodiscard]] Completion execute(Frame& frame) const;
    [[nodiscard]] bool waits() const noexcept { return waits_; }
    [[nodiscard]] bool empty() const noexcept { return steps_.empty(); }
    [[nodiscard]] const std::vector<Step>& steps() const noexcept { return steps_; }

  private:
    std::vector<Step> steps_;
    bool waits_ = false;
};

}  // namespace aiorun::steps
