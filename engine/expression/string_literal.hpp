// String literals: quotes, triple quotes, escapes (cel-spec langdef, "String and Bytes Values").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace aiorun::expression {

struct StringLiteral {
    std::string text;     ///< after its escapes
    size_t size = 0;      ///< bytes that the literal takes, quotes included
    std::string problem;  ///< empty when all is well
    size_t problem_at = 0;
};

/// Reads the literal that `text` begins with; its first character is a quote.
[[nodiscard]] StringLiteral read_string_literal(std::string_view text, bool raw);

/// Appends a code point as UTF-8; it has to be one (no surrogate, at most U+10FFFF).
void append_code_point(std::string& out, uint32_t code_point);

}  // namespace aiorun::expression
