// The keys whose value is a bare expression, without `${{ }}`.
#pragma once

#include <algorithm>
#include <string_view>

namespace aiorun::document {

inline constexpr std::string_view expression_keys[] = {"if", "while", "when", "until", "assert"};

[[nodiscard]] inline bool is_expression_key(std::string_view key) noexcept {
    return std::ranges::find(expression_keys, key) != std::end(expression_keys);
}

}  // namespace aiorun::document
