#include "document/core_schema.hpp"

#include <algorithm>
#include <charconv>

namespace aiorun::document {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_octal_digit(char c) {
    return c >= '0' && c <= '7';
}
bool is_hex_digit(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

size_t skip_digits(std::string_view text, size_t at) {
    while (at < text.size() && is_digit(text[at])) {
        ++at;
    }
    return at;
}

size_t skip_sign(std::string_view text, size_t at) {
    return at < text.size() && (text[at] == '-' || text[at] == '+') ? at + 1 : at;
}

bool is_prefixed(std::string_view text, std::string_view prefix, bool (*is_right_digit)(char)) {
    return text.size() > prefix.size() && text.starts_with(prefix) &&
           std::ranges::all_of(text.substr(prefix.size()), is_right_digit);
}

/// `[-+]? [0-9]+` is an integer; with a point or an exponent, or beginning with the point, it is a number.
NodeKind kind_of_numeric(std::string_view text) {
    size_t begin = skip_sign(text, 0);
    size_t at = skip_digits(text, begin);
    bool has_digits = at > begin;
    if (has_digits && at == text.size()) {
        return NodeKind::integer;
    }
    if (at < text.size() && text[at] == '.') {
        size_t fraction = skip_digits(text, at + 1);
        has_digits = has_digits || fraction > at + 1;
        at = fraction;
    }
    if (!has_digits) {
        return NodeKind::string;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        size_t exponent = skip_sign(text, at + 1);
        at = skip_digits(text, exponent);
        return at > exponent && at == text.size() ? NodeKind::number : NodeKind::string;
    }
    return at == text.size() ? NodeKind::number : NodeKind::string;
}

std::string_view without_plus(std::string_view text) {
    return text.starts_with('+') ? text.substr(1) : text;
}

}  // namespace

NodeKind kind_of_plain(std::string_view text) noexcept {
    if (text.empty() || text == "~" || text == "null") {
        return NodeKind::null;
    }
    if (text == "true" || text == "false") {
        return NodeKind::boolean;
    }
    if (!is_digit(text[0]) && text[0] != '-' && text[0] != '+' && text[0] != '.') {
        return NodeKind::string;
    }
    if (is_prefixed(text, "0x", is_hex_digit) || is_prefixed(text, "0o", is_octal_digit)) {
        return NodeKind::integer;
    }
    return kind_of_numeric(text);
}

std::optional<int64_t> read_integer(std::string_view text) noexcept {
    int base = text.starts_with("0x") ? 16 : text.starts_with("0o") ? 8 : 10;
    text = base == 10 ? without_plus(text) : text.substr(2);
    int64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::optional<double> read_number(std::string_view text) noexcept {
    text = without_plus(text);
    double number = 0;
    auto error = std::from_chars(text.data(), text.data() + text.size(), number).ec;
    if (error == std::errc::result_out_of_range) {
        // Too small is as good as zero, too large is not a number.
        size_t exponent = text.find_first_of("eE");
        bool is_small = exponent != std::string_view::npos && text[exponent + 1] == '-';
        return is_small ? std::optional(text.starts_with('-') ? -0.0 : 0.0) : std::nullopt;
    }
    return number;
}

}  // namespace aiorun::document
