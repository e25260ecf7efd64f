// Step and Block: a compiled step with what surrounds its action, and a list of them that runs in order.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "expression/program.hpp"
#include "expression/template.hpp"
#include "runtime/observer.hpp"
#include "runtime/task.hpp"
#include "steps/action.hpp"

namespace aiorun::steps {

class Block;

/// `as: NAME`, or `as: [A, B]`: where a result goes.
struct Binding {
    std::vector<uint32_t> slots;
    enum class Form : uint8_t { none, whole, items } form = Form::none;
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
    enum class Gate : uint8_t { open, closed, failed };
    /// Evaluates `if`; a failure goes to `completion`.
    [[nodiscard]] Gate enter(Frame& frame, Completion& completion) const;
    /// What is the same however the action ran: binds the result, places an error, tells the observer.
    [[nodiscard]] Completion leave(Frame& frame, Completion completion, runtime::StepRun run) const;
    [[nodiscard]] Completion bind(Frame& frame, Completion completion) const;
    void place_error(const Frame& frame, value::Error& error) const;
    [[nodiscard]] std::string shown_name(const Frame& frame) const;
};

class Block {
  public:
    Block() = default;
    explicit Block(std::vector<Step> steps);

    /// Runs the steps until one does not end normally. Gives the last one's completion; null when there is none.
    [[nodiscard]] Coro<Completion> run(Frame& frame) const;
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
