// Reading steps: which action a step is, what stands around it, and whether every key belongs there.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "document/tree.hpp"
#include "steps/action.hpp"
#include "steps/context.hpp"
#include "steps/step.hpp"

namespace aiorun::steps {

/// A step as it is written, for the action that reads it.
class StepNode {
  public:
    StepNode(document::Node step, document::Node key, document::Node value) : step_(step), key_(key), value_(value) {}
    /// The whole step, for keys beside the action.
    [[nodiscard]] const document::Node& step() const noexcept { return step_; }
    [[nodiscard]] const document::Node& key() const noexcept { return key_; }
    /// What stands behind the action's key.
    [[nodiscard]] const document::Node& value() const noexcept { return value_; }
    [[nodiscard]] std::string_view name() const noexcept { return key_.text(); }
    [[nodiscard]] std::optional<document::Node> sibling(std::string_view key) const { return step_.find(key); }

  private:
    document::Node step_;
    document::Node key_;
    document::Node value_;
};

/// A list of steps. What is wrong is reported; the block then lacks those steps. `read` is told after each step how many have
/// been read, and are not looked at again.
[[nodiscard]] Block read_steps(const document::Node& node, const Context& context, std::string_view what,
                               const std::function<void(size_t)>& read = {});
/// A branch's body: a step or a list of steps.
[[nodiscard]] Block read_body(const document::Node& node, const Context& context);

/// The keys of modifiers, in the order in which they surround an action.
[[nodiscard]] std::span<const Key> modifier_keys();
/// Whether a task may not be called so, since steps use the word.
[[nodiscard]] bool is_step_word(std::string_view name);

}  // namespace aiorun::steps
