#include "expression/string_literal.hpp"

#include <charconv>
#include <optional>

namespace aiorun::expression {
namespace {

struct Escape {
    size_t size = 0;  ///< bytes after the backslash; 0 when it is none
    uint32_t code_point = 0;
};

std::optional<uint32_t> read_digits(std::string_view text, size_t begin, size_t count, int base) {
    if (begin + count > text.size()) {
        return std::nullopt;
    }
    uint32_t code_point = 0;
    const char* end = text.data() + begin + count;
    auto result = std::from_chars(text.data() + begin, end, code_point, base);
    if (result.ec != std::errc() || result.ptr != end) {
        return std::nullopt;
    }
    return code_point;
}

/// `text` begins after the backslash.
Escape read_escape(std::string_view text) {
    constexpr std::string_view letters = "abfnrtv\\?\"'`";
    constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\?\"'`";
    if (text.empty()) {
        return {};
    }
    if (size_t at = letters.find(text[0]); at != std::string_view::npos) {
        return {1, static_cast<unsigned char>(meanings[at])};
    }
    size_t digits = text[0] == 'x' || text[0] == 'X' ? 2 : text[0] == 'u' ? 4 : text[0] == 'U' ? 8 : 0;
    bool octal = text[0] >= '0' && text[0] <= '3';
    auto code_point = octal        ? read_digits(text, 0, 3, 8)
                      : digits > 0 ? read_digits(text, 1, digits, 16)
                                   : std::nullopt;
    if (!code_point || *code_point > 0x10FFFF || (*code_point >= 0xD800 && *code_point <= 0xDFFF)) {
        return {};
    }
    return {octal ? 3 : digits + 1, *code_point};
}

StringLiteral& fail(StringLiteral& literal, std::string problem, size_t at, size_t size) {
    literal.problem = std::move(problem);
    literal.problem_at = at;
    literal.size = size;
    return literal;
}

}  // namespace

void append_code_point(std::string& out, uint32_t code_point) {
    auto add = [&](uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (code_point < 0x80) {
        add(code_point);
    } else if (code_point < 0x800) {
        add(0xC0U | (code_point >> 6U));
        add(0x80U | (code_point & 0x3FU));
    } else if (code_point < 0x10000) {
        add(0xE0U | (code_point >> 12U));
        add(0x80U | ((code_point >> 6U) & 0x3FU));
        add(0x80U | (code_point & 0x3FU));
    } else {
        add(0xF0U | (code_point >> 18U));
        add(0x80U | ((code_point >> 12U) & 0x3FU));
        add(0x80U | ((code_point >> 6U) & 0x3FU));
        add(0x80U | (code_point & 0x3FU));
    }
}

StringLiteral read_string_literal(std::string_view text, bool raw) {
    StringLiteral literal;
    bool triple = text.size() >= 3 && text[1] == text[0] && text[2] == text[0];
    std::string_view quote = text.substr(0, triple ? 3 : 1);
    size_t at = quote.size();
    while (at < text.size()) {
        if (text.substr(at).starts_with(quote)) {
            literal.size = at + quote.size();
            return literal;
        }
        if (!triple && (text[at] == '\n' || text[at] == '\r')) {
            return fail(literal, "this string has no end: a line break needs \\n or triple quotes", 0, at);
        }
        if (text[at] != '\\' || raw) {
            literal.text += text[at++];
            continue;
        }
        Escape escape = read_escape(text.substr(at + 1));
        if (escape.size == 0) {
            return fail(literal,
                        "unknown escape `" + std::string(text.substr(at, 2)) +
                            "` in a string, a backslash is written `\\\\`",
                        at, std::min(text.size(), at + 2));
        }
        append_code_point(literal.text, escape.code_point);
        at += escape.size + 1;
    }
    return fail(literal, "this string has no end", 0, text.size());
}

}  // namespace aiorun::expression
