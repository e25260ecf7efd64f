// Pattern: a regular expression (RE2) for those who are not expressions.
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <string_view>

namespace aiorun::expression {

/// Whether some part of a text matches; the error says what is wrong with the pattern.
[[nodiscard]] std::expected<std::function<bool(std::string_view)>, std::string> compile_pattern(std::string_view pattern);

}  // namespace aiorun::expression
