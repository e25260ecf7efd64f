// Operations on what a simulation does not know (value::StandIn): nothing is decided here, what comes out is unknown as
// well, and tells its operands when it is decided.
#pragma once

#include <span>
#include <string_view>

#include "expression/operation.hpp"
#include "expression/syntax.hpp"
#include "value/stand_in.hpp"

namespace aiorun::expression {

struct Function;

/// Whether the value is a stand-in, decided or not: the slow path.
[[nodiscard]] inline bool may_be_unknown(const value::Value& value) noexcept {
    return value::as_stand_in(value) != nullptr;
}

/// For two resolved values of which one at least is unknown.
[[nodiscard]] value::Value relate_unknown(Operator operation, const value::Value& a, const value::Value& b);
[[nodiscard]] value::Value calculate_unknown(Evaluation& evaluation, Operator operation, uint32_t position, const value::Value& a,
                                             const value::Value& b);
/// `target.key`, `target[key]`, `target.?key`, `has(target.key)`.
[[nodiscard]] value::Value select_unknown(value::StandIn& target, const value::Value& key, Access access);
[[nodiscard]] value::Value invert_unknown(value::StandIn& value);
/// `&&` (or `||` when `decisive` is true) of bools that are unknown, the known ones having decided nothing.
[[nodiscard]] value::Value all_unknown(std::vector<value::Value> tests, bool decisive);
/// A call of which at least one argument is unknown; all are resolved.
[[nodiscard]] value::Value call_unknown(const Function& function, std::span<value::Value> arguments);
/// A call that failed although it was given what it wants, by what is inside of lists and maps; null when there is nothing
/// unknown in the arguments.
/// The first stand-in in the arguments, or null.
[[nodiscard]] value::StandIn* result_source(std::span<const value::Value> arguments);
[[nodiscard]] value::Value result_unknown(const Function& function, std::span<const value::Value> arguments);

}  // namespace aiorun::expression
