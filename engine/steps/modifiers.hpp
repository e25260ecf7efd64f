// Modifiers: what stands around an action, from the outermost to the innermost: timeout, shield, retry, rate_limit,
// semaphore, lock. Each is an action that runs the one inside it.
#pragma once

#include <memory>
#include <optional>

#include "runtime/task.hpp"
#include "steps/action.hpp"
#include "steps/context.hpp"

namespace aiorun::steps {

/// Reads the modifiers of a step, then puts them around its action.
class ModifierReader {
  public:
    /// `inner` is the context of what stands inside `shield`, if there is one; else the same as `context`.
    ModifierReader(document::Node step, const Context& context, const Context& inner)
        : step_(step), context_(context), inner_(inner) {}
    [[nodiscard]] ActionPointer wrap(ActionPointer action) const;

  private:
    document::Node step_;
    const Context& context_;
    const Context& inner_;
};

/// The keys of `retry: { … }`.
[[nodiscard]] std::span<const Key> retry_keys();

/// The context inside of a step's `shield: true`, or nothing without one.
[[nodiscard]] std::optional<Context> context_inside_shield(const document::Node& step, const Context& context);

// One a file: each gives the action inside of the modifier. When the modifier could not be read, `inside` itself.
[[nodiscard]] ActionPointer make_timeout(const document::Node& node, ActionPointer inside, const Context& context);
[[nodiscard]] ActionPointer make_shield(const document::Node& step, ActionPointer inside, const Context& inner);
[[nodiscard]] ActionPointer make_retry(const document::Node& node, ActionPointer inside, const Context& context);
[[nodiscard]] ActionPointer make_rate_limit(const document::Node& node, ActionPointer inside, const Context& context);
[[nodiscard]] ActionPointer make_semaphore(const document::Node& node, ActionPointer inside, const Context& context);
[[nodiscard]] ActionPointer make_lock(const document::Node& node, ActionPointer inside, const Context& context);

}  // namespace aiorun::steps
