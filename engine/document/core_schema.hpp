// YAML's core schema as the language has it: what a plain scalar means.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "document/tree.hpp"

namespace aiorun::document {

/// `true`, `false`; `null`, `~` and nothing; integers decimal, `0x` or `0o`; numbers with a point or an
/// exponent. All else is a string: `no`, `True`, `Null`, `.inf`.
[[nodiscard]] NodeKind kind_of_plain(std::string_view text) noexcept;

/// The integer of a text that kind_of_plain() calls one; nothing when it does not fit 64 bits.
[[nodiscard]] std::optional<int64_t> read_integer(std::string_view text) noexcept;
/// The double nearest to a number's text; nothing when it is too large for one.
[[nodiscard]] std::optional<double> read_number(std::string_view text) noexcept;

}  // namespace aiorun::document
