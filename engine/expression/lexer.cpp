#include "expression/lexer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "expression/string_literal.hpp"

namespace aiorun::expression {
namespace {

constexpr auto symbols = std::to_array<std::pair<std::string_view, TokenKind>>({
    {"&&", TokenKind::logical_and},
    {"||", TokenKind::logical_or},
    {"<=", TokenKind::less_equal},
    {">=", TokenKind::greater_equal},
    {"==", TokenKind::equal},
    {"!=", TokenKind::not_equal},
    {"<", TokenKind::less},
    {">", TokenKind::greater},
    {"+", TokenKind::plus},
    {"-", TokenKind::minus},
    {"*", TokenKind::star},
    {"/", TokenKind::slash},
    {"%", TokenKind::percent},
    {"!", TokenKind::bang},
    {"?", TokenKind::question},
    {":", TokenKind::colon},
    {".", TokenKind::dot},
    {",", TokenKind::comma},
    {"(", TokenKind::left_parenthesis},
    {")", TokenKind::right_parenthesis},
    {"[", TokenKind::left_bracket},
    {"]", TokenKind::right_bracket},
    {"{", TokenKind::left_brace},
    {"}", TokenKind::right_brace},
});

size_t character_size(std::string_view text, size_t at) {
    size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        ++end;
    }
    return end - at;
}

struct NumberShape {
    size_t size = 0;
    bool is_hexadecimal = false;
    bool is_fraction = false;  ///< it has a point or an exponent
};

/// `text` begins with a digit, or a point and a digit.
NumberShape measure_number(std::string_view text) {
    auto at = [&](size_t index) { return index < text.size() ? text[index] : '\0'; };
    auto is_hexadecimal_digit = [&](char c) {
        return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
    };
    NumberShape shape;
    auto skip_digits = [&] {
        while (is_digit(at(shape.size))) {
            ++shape.size;
        }
    };
    if (at(0) == '0' && (at(1) | 0x20) == 'x') {
        shape = {2, true, false};
        while (is_hexadecimal_digit(at(shape.size))) {
            ++shape.size;
        }
        return shape;
    }
    skip_digits();
    if (at(shape.size) == '.' && is_digit(at(shape.size + 1))) {
        shape.is_fraction = true;
        ++shape.size;
        skip_digits();
    }
    size_t exponent = at(shape.size + 1) == '+' || at(shape.size + 1) == '-' ? 2 : 1;
    if ((at(shape.size) | 0x20) == 'e' && is_digit(at(shape.size + exponent))) {
        shape.is_fraction = true;
        shape.size += exponent;
        skip_digits();
    }
    return shape;
}

double read_fraction(std::string_view text) {
    double number = 0;
    auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    if (result.ec == std::errc::result_out_of_range) {
        // Too small is 0, too large is infinity: as strtod has it.
        bool is_small =
            text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos;
        return is_small ? 0.0 : HUGE_VAL;
    }
    return number;
}

std::string hint_for(char symbol) {
    switch (symbol) {
        case '=':
            return "`==` compares";
        case '&':
            return "\"and\" is written `&&`";
        case '|':
            return "\"or\" is written `||`";
        default:
            return {};
    }
}

}  // namespace

char Lexer::peek(size_t ahead) const noexcept {
    return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
}

void Lexer::skip_blank() {
    while (position_ < text_.size()) {
        char c = text_[position_];
        if (c == ' ' || (c >= '\t' && c <= '\r' && c != '\v')) {
            ++position_;
        } else if (c == '/' && peek(1) == '/') {
            position_ = std::min(text_.find('\n', position_), text_.size());
        } else {
            return;
        }
    }
}

Token Lexer::make(TokenKind kind, size_t size) {
    Token token;
    token.kind = kind;
    token.span = {static_cast<uint32_t>(position_), static_cast<uint32_t>(position_ + size)};
    token.text = text_.substr(position_, size);
    position_ += size;
    return token;
}

Token Lexer::invalid(size_t size, std::string problem, std::string hint) {
    Token token = make(TokenKind::invalid, size);
    token.problem = std::move(problem);
    token.hint = std::move(hint);
    return token;
}

Token Lexer::next() {
    skip_blank();
    if (position_ >= text_.size()) {
        return make(TokenKind::end, 0);
    }
    char first = peek();
    if (is_digit(first) || (first == '.' && is_digit(peek(1)))) {
        return number();
    }
    if (first == '"' || first == '\'') {
        return string(0, false);
    }
    if (first == '`') {
        return quoted_name();
    }
    return is_name_start(first) ? name() : symbol();
}

Token Lexer::symbol() {
    for (const auto& [text, kind] : symbols) {
        if (text[0] == peek() && (text.size() == 1 || text[1] == peek(1))) {
            return make(kind, text.size());
        }
    }
    size_t size = character_size(text_, position_);
    return invalid(size, "unexpected `" + std::string(text_.substr(position_, size)) + "`", hint_for(peek()));
}

Token Lexer::name() {
    auto is_quote = [&](size_t at) { return peek(at) == '"' || peek(at) == '\''; };
    auto is_one_of = [&](size_t at, char lower) { return (peek(at) | 0x20) == lower; };
    if (is_one_of(0, 'r') && is_quote(1)) {
        return string(1, true);
    }
    if ((is_one_of(0, 'b') && is_quote(1)) || (is_quote(2) && ((is_one_of(0, 'b') && is_one_of(1, 'r')) ||
                                                               (is_one_of(0, 'r') && is_one_of(1, 'b'))))) {
        return invalid(is_quote(1) ? 1 : 2, "values of type bytes are not supported",
                       "use a string; base64.encode and sha256 take strings");
    }
    size_t size = 1;
    while (is_name_part(peek(size))) {
        ++size;
    }
    Token token = make(TokenKind::name, size);
    if (token.text == "in") {
        token.kind = TokenKind::in;
    }
    return token;
}

Token Lexer::quoted_name() {
    size_t size = 1;
    while (is_name_part(peek(size)) ||
           (peek(size) != '\0' && std::string_view(".-/ ").find(peek(size)) != std::string_view::npos)) {
        ++size;
    }
    if (peek(size) != '`' || size == 1) {
        return invalid(size, "this quoted name has no end, or a character that it may not have",
                       "between backquotes may stand letters, digits, `_`, `.`, `-`, `/` and spaces; or use "
                       "an index: x[\"name\"]");
    }
    Token token = make(TokenKind::quoted_name, size + 1);
    token.text = token.text.substr(1, size - 1);
    return token;
}

Token Lexer::number() {
    NumberShape shape = measure_number(text_.substr(position_));
    std::string_view text = text_.substr(position_, shape.size);
    if (shape.is_fraction) {
        Token token = make(TokenKind::number, shape.size);
        token.value = read_fraction(text);
        return token;
    }
    if ((peek(shape.size) | 0x20) == 'u') {
        return invalid(shape.size + 1, "values of type uint are not supported",
                       "write the number without `u`");
    }
    std::string_view digits = text.substr(shape.is_hexadecimal ? 2 : 0);
    uint64_t magnitude = 0;
    auto result = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude,
                                  shape.is_hexadecimal ? 16 : 10);
    if (digits.empty()) {
        return invalid(shape.size, "`0x` lacks its digits");
    }
    if (result.ec != std::errc()) {
        return invalid(shape.size, "the integer " + std::string(text) + " does not fit 64 bits");
    }
    Token token = make(TokenKind::integer, shape.size);
    token.magnitude = magnitude;
    return token;
}

Token Lexer::string(size_t prefix, bool raw) {
    StringLiteral literal = read_string_literal(text_.substr(position_ + prefix), raw);
    if (!literal.problem.empty()) {
        size_t start = position_ + prefix + literal.problem_at;
        Token token = invalid(prefix + literal.size, std::move(literal.problem));
        token.span.begin = static_cast<uint32_t>(start);
        token.span.end = std::max(token.span.end, token.span.begin);
        return token;
    }
    Token token = make(TokenKind::string, prefix + literal.size);
    token.value = value::Value(std::move(literal.text));
    return token;
}

}  // namespace aiorun::expression
