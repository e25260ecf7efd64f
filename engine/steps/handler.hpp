// A handler of `except` or `except_group`: which errors it takes, and what it does.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "expression/program.hpp"
#include "steps/error_types.hpp"
#include "steps/step.hpp"

namespace aiorun::steps {

struct Handler {
    ErrorTypes types;                               ///< empty: every error but CancelledError
    std::optional<expression::Program> condition;   ///< sees the error in `condition_slot`
    uint32_t condition_slot = 0;
    uint32_t error_slot = 0;    ///< the name that the error is bound to
    uint32_t handled_slot = 0;  ///< the error itself, for a bare `raise`
    Block body;

    /// Whether it takes errors of that type (exact names).
    [[nodiscard]] bool takes(const value::Error& error) const;
    /// Runs the body for `error`. What it raises has `error` as its cause.
    [[nodiscard]] Coro<Completion> handle(Frame& frame, value::ErrorReference error) const;
};

enum class HandlerKind : uint8_t { single, group };

/// The handlers behind `except` or `except_group`; reports those that are never reached.
[[nodiscard]] std::vector<Handler> read_handlers(const document::Node& node, HandlerKind kind, const Context& context);
[[nodiscard]] std::span<const Key> handler_keys();

/// Notes that `error` was raised while `handled` was being handled (Python's __context__), without making a circle.
void set_cause(value::Error& error, const value::ErrorReference& handled);

}  // namespace aiorun::steps
