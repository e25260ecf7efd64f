// Lexer: the text of an expression as tokens, one at a time (cel-spec langdef, "Syntax"). It never fails:
// what is no token is one of kind `invalid` that says why.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "document/source.hpp"
#include "value/value.hpp"

namespace aiorun::expression {

enum class TokenKind : uint8_t {
    end,
    invalid,
    integer,
    number,
    string,
    name,
    quoted_name,
    in,
    question,
    colon,
    dot,
    comma,
    left_parenthesis,
    right_parenthesis,
    left_bracket,
    right_bracket,
    left_brace,
    right_brace,
    plus,
    minus,
    star,
    slash,
    percent,
    bang,
    less,
    less_equal,
    greater,
    greater_equal,
    equal,
    not_equal,
    logical_and,
    logical_or,
};

struct Token {
    TokenKind kind = TokenKind::end;
    document::Span span;
    std::string_view text;   ///< as it is written
    uint64_t magnitude = 0;  ///< of an integer; its sign is a token of its own
    value::Value value;      ///< of a number or a string, after its escapes
    std::string problem;     ///< of an invalid token
    std::string hint;
};

class Lexer {
  public:
    explicit Lexer(std::string_view text, size_t position = 0) : text_(text), position_(position) {}

    [[nodiscard]] Token next();
    /// Where the next token is looked for.
    [[nodiscard]] size_t position() const noexcept { return position_; }

  private:
    void skip_blank();
    [[nodiscard]] char peek(size_t ahead = 0) const noexcept;
    Token make(TokenKind kind, size_t size);
    Token invalid(size_t size, std::string problem, std::string hint = {});
    Token symbol();
    Token number();
    Token name();
    Token quoted_name();
    Token string(size_t prefix, bool raw);

    std::string_view text_;
    size_t position_;
};

[[nodiscard]] constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool is_name_start(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
[[nodiscard]] constexpr bool is_name_part(char c) noexcept {
    return is_name_start(c) || is_digit(c);
}

}  // namespace aiorun::expression
