// Comparison: equality, order and hashes of values, as CEL has them; paid for, since shared parts can make a
// small value very large.
#pragma once

#include <compare>
#include <cstdint>

#include "expression/evaluation.hpp"
#include "expression/syntax.hpp"
#include "value/value.hpp"

namespace aiorun::expression {

/// CEL's equality: numbers by value whatever their type, NaN unequal to itself, other kinds unequal, lists
/// and maps by content, optionals by their values. When the budget ends, false (and
/// Evaluation::is_exhausted).
[[nodiscard]] bool equal(Evaluation& evaluation, const value::Value& a, const value::Value& b);

/// Whether `<` is defined between the two: numbers, strings, bools.
[[nodiscard]] bool is_ordered(const value::Value& a, const value::Value& b) noexcept;
/// The order of two values for which it is defined; strings by code point, int and double exactly.
[[nodiscard]] std::partial_ordering order(const value::Value& a, const value::Value& b) noexcept;

/// Equal values have equal hashes.
[[nodiscard]] uint64_t hash(Evaluation& evaluation, const value::Value& value);

/// `a OPERATION b` for one of `< <= > >= == != in`; a failure when it is not defined for the two.
[[nodiscard]] value::Value relate(Evaluation& evaluation, Operator operation, uint32_t position,
                                  const value::Value& a, const value::Value& b);

}  // namespace aiorun::expression
