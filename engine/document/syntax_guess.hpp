// Guesses at what stands behind a syntax error. Each looks for one mistake and finds it or not.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "document/syntax_error.hpp"

namespace aiorun::document {

/// The text around a syntax error. Offsets are bytes of the text.
struct ErrorContext {
    ErrorContext(std::string_view whole_text, const SyntaxError& syntax_error);

    std::string_view text;
    const SyntaxError& error;
    size_t at;
    size_t line_begin;  ///< of the line of `at`
    size_t line_end;
    size_t line_content;                 ///< its first character that is no blank, or its end
    std::optional<size_t> open_bracket;  ///< the innermost one before `at`
    std::optional<size_t> open_quote;    ///< one that begins before `at` and is not closed before it

    [[nodiscard]] char character() const { return at < text.size() ? text[at] : '\n'; }
    [[nodiscard]] size_t line_number(size_t offset) const;
};

struct Finding {
    Span span;
    std::string_view code;
    std::string message;
    std::string hint;
};
using Guess = std::optional<Finding>;

[[nodiscard]] inline Span make_span(size_t begin, size_t end) {
    return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
}

/// `${{ a ? b : c }}` without quotes, or `if: x ? y : z`.
[[nodiscard]] Guess guess_unquoted_expression(const ErrorContext& context);
/// A tab where indentation is.
[[nodiscard]] Guess guess_tab(const ErrorContext& context);
/// Quotes that are not closed, or end too early; unknown escapes.
[[nodiscard]] Guess guess_quotes(const ErrorContext& context);
/// Brackets that are not closed, or closed wrongly, or lack a comma.
[[nodiscard]] Guess guess_brackets(const ErrorContext& context);
/// Lines that are indented wrongly, keys without `:`, `: ` inside of a text, items among keys.
[[nodiscard]] Guess guess_layout(const ErrorContext& context);
/// Texts that begin with a character that means something in YAML.
[[nodiscard]] Guess guess_special_character(const ErrorContext& context);

}  // namespace aiorun::document
