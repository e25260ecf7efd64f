// Types: sets of kinds of values, for what is known of a value before the run and what a function takes.
#pragma once

#include <cstdint>
#include <string>

#include "value/value.hpp"

namespace aiorun::expression {

/// A set of kinds; one bit for each value::Kind, and one for optionals.
using Types = uint16_t;

namespace types {
constexpr Types of(value::Kind kind) {
    return static_cast<Types>(1U << static_cast<unsigned>(kind));
}
inline constexpr Types null = of(value::Kind::null);
inline constexpr Types boolean = of(value::Kind::boolean);
inline constexpr Types integer = of(value::Kind::integer);
inline constexpr Types floating = of(value::Kind::number);
inline constexpr Types number = integer | floating;
inline constexpr Types string = of(value::Kind::string);
inline constexpr Types list = of(value::Kind::list);
inline constexpr Types map = of(value::Kind::map);
inline constexpr Types type = of(value::Kind::type);
inline constexpr Types opaque = of(value::Kind::opaque);
inline constexpr Types optional = 1U << 15U;
inline constexpr Types any = null | boolean | number | string | list | map | type | opaque | optional;
/// Kinds that an index or a field can be taken of.
inline constexpr Types container = list | map | opaque | optional;
}  // namespace types

/// The one kind that a value is of.
[[nodiscard]] Types types_of(const value::Value& value) noexcept;

/// `int`, `string or list`, `a value`: how messages name a set.
[[nodiscard]] std::string describe(Types types);

}  // namespace aiorun::expression
