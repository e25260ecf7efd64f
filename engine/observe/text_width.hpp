// How many columns of a terminal a text takes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace aiorun::observe {

/// Columns of valid UTF-8 without control characters: two for wide East Asian characters and emoji, none for combining ones.
[[nodiscard]] size_t columns_of(std::string_view text);

/// The longest beginning that fits into `columns`, with `…` at its end when something is left out.
[[nodiscard]] std::string fit_columns(std::string_view text, size_t columns);

}  // namespace aiorun::observe
