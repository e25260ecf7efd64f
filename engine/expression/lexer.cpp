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
        if (std::string_view(" \t\n\f\r").find(text_[position_]) != std::string_view::npos) {
            ++position_;
        } else if (text_.substr(position_).starts_with("//")) {
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
        if (text_.substr(position_).starts_with(text)) {
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
    size_t size = 0;
    auto digits = [&] {
        while (is_digit(peek(size))) {
            ++size;
        }
    };
    bool hexadecimal = peek() == '0' && (peek(1) | 0x20) == 'x';
    bool fraction = false;
    if (hexadecimal) {
        size = 2;
        while (is_digit(peek(size)) || ((peek(size) | 0x20) >= 'a' && (peek(size) | 0x20) <= 'f')) {
            ++size;
        }
    } else {
        digits();
        if (peek(size) == '.' && is_digit(peek(size + 1))) {
            fraction = true;
            ++size;
            digits();
        }
        size_t exponent = (peek(size + 1) == '+' || peek(size + 1) == '-') ? 2 : 1;
        if ((peek(size) | 0x20) == 'e' && is_digit(peek(size + exponent))) {
            fraction = true;
            size += exponent;
            digits();
        }
    }
    const char* begin = text_.data() + position_;
    if (!fraction && (peek(size) | 0x20) == 'u') {
        return invalid(size + 1, "values of type uint are not supported", "write the number without `u`");
    }
    if (fraction) {
        double number = 0;
        auto result = std::from_chars(begin, begin + size, number);
        if (result.ec == std::errc::result_out_of_range) {
            // Too small is 0, too large is infinity: as strtod has it.
            number = std::string_view(begin, size).find("e-") != std::string_view::npos ||
                             std::string_view(begin, size).find("E-") != std::string_view::npos
                         ? 0.0
                         : HUGE_VAL;
        }
        Token token = make(TokenKind::number, size);
        token.value = number;
        return token;
    }
    uint64_t magnitude = 0;
    auto result = hexadecimal ? std::from_chars(begin + 2, begin + size, magnitude, 16)
                              : std::from_chars(begin, begin + size, magnitude);
    if (result.ec != std::errc()) {
        return invalid(size, hexadecimal && size == 2
                                 ? "`0x` lacks its digits"
                                 : "the integer " + std::string(begin, size) + " does not fit 64 bits");
    }
    Token token = make(TokenKind::integer, size);
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
