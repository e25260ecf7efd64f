#include "expression/functions/format.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <expected>
#include <vector>

namespace aiorun::expression::functions {

using value::Value;

namespace {

constexpr size_t maximum_precision = 1000;

using Formatted = std::expected<std::string, std::string>;

struct Directive {
    char verb = 's';
    size_t precision = 6;
};

/// Reads the directive at `position`, which is after the `%`, and moves on.
std::expected<Directive, std::string> read_directive(std::string_view text, size_t& position) {
    Directive directive;
    if (position < text.size() && text[position] == '.') {
        const char* begin = text.data() + position + 1;
        auto result = std::from_chars(begin, text.data() + text.size(), directive.precision);
        if (result.ec != std::errc() || directive.precision > maximum_precision) {
            return std::unexpected("the precision after `%.` is a number up to " +
                                   std::to_string(maximum_precision));
        }
        position = static_cast<size_t>(result.ptr - text.data());
    }
    if (position == text.size()) {
        return std::unexpected("the text ends after `%`, a percent sign is written `%%`");
    }
    directive.verb = text[position++];
    if (std::string_view("sdfexXob%").find(directive.verb) == std::string_view::npos) {
        return std::unexpected("unknown `%" + std::string(1, directive.verb) +
                               "`, there are %s %d %f %e %x %X %o %b");
    }
    return directive;
}

std::string special_number(double number) {
    return std::isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
}

std::string in_base(int64_t number, int base, bool upper) {
    std::array<char, 72> buffer{};
    auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, base);
    std::string text(buffer.data(), result.ptr);
    if (upper) {
        std::ranges::transform(text, text.begin(),
                               [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c; });
    }
    return text;
}

std::string plain_number(double number) {
    if (!std::isfinite(number)) {
        return special_number(number);
    }
    std::array<char, 400> buffer{};
    auto result =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed);
    return {buffer.data(), result.ptr};
}

std::string with_precision(double number, size_t precision, std::chars_format format) {
    if (!std::isfinite(number)) {
        return special_number(number);
    }
    std::string buffer(precision + 330, '\0');
    auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, format,
                                static_cast<int>(precision));
    buffer.resize(static_cast<size_t>(result.ptr - buffer.data()));
    return buffer;
}

Formatted unfit(const Directive& directive, const Value& value, std::string_view wanted) {
    return std::unexpected("`%" + std::string(1, directive.verb) + "` takes " + std::string(wanted) +
                           ", found " + std::string(kind_of(value)));
}

Formatted any_value(const Value& value);

Formatted any_list(const value::List& list) {
    std::string text = "[";
    for (size_t i = 0; i < list.size(); ++i) {
        Formatted item = any_value(list[i]);
        if (!item) {
            return item;
        }
        text += (i == 0 ? "" : ", ") + *item;
    }
    return text + "]";
}

/// By the text of its keys.
Formatted any_map(const value::Map& map) {
    std::vector<std::pair<std::string, std::string>> entries;
    for (const value::Map::Entry& entry : map) {
        Formatted key = any_value(entry.key);
        Formatted item = any_value(entry.value);
        if (!key || !item) {
            return key ? item : key;
        }
        entries.emplace_back(std::move(*key), std::move(*item));
    }
    std::ranges::sort(entries);
    std::string text = "{";
    for (const auto& [key, item] : entries) {
        text += (text.size() == 1 ? "" : ", ") + key + ": " + item;
    }
    return text + "}";
}

Formatted any_value(const Value& value) {
    switch (value.kind()) {
        case value::Kind::null:
            return "null";
        case value::Kind::boolean:
            return value.as_bool() ? "true" : "false";
        case value::Kind::integer:
            return std::to_string(value.as_int());
        case value::Kind::number:
            return plain_number(value.as_double());
        case value::Kind::type:
        case value::Kind::string:
            return std::string(value.as_string());
        case value::Kind::list:
            return any_list(value.as_list());
        case value::Kind::map:
            return any_map(value.as_map());
        default:
            return unfit({'s', 0}, value, "a value of JSON kind");
    }
}

Formatted hexadecimal(const Directive& directive, const Value& value) {
    bool upper = directive.verb == 'X';
    if (value.is_int()) {
        return in_base(value.as_int(), 16, upper);
    }
    if (!value.is_string()) {
        return unfit(directive, value, "an int or a string");
    }
    std::string text;
    for (char c : value.as_string()) {
        std::string_view digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
        text += digits[static_cast<unsigned char>(c) >> 4U];
        text += digits[static_cast<unsigned char>(c) & 15U];
    }
    return text;
}

Formatted fill_in(const Directive& directive, const Value& value) {
    switch (directive.verb) {
        case 's':
            return any_value(value);
        case 'd':
            if (value.is_double()) {
                return plain_number(value.as_double());
            }
            return value.is_int() ? std::to_string(value.as_int()) : unfit(directive, value, "a number");
        case 'f':
        case 'e':
            if (!value.is_number()) {
                return unfit(directive, value, "a number");
            }
            return with_precision(
                value.to_double(), directive.precision,
                directive.verb == 'f' ? std::chars_format::fixed : std::chars_format::scientific);
        case 'b':
            if (value.is_bool()) {
                return value.as_bool() ? "1" : "0";
            }
            return value.is_int() ? in_base(value.as_int(), 2, false)
                                  : unfit(directive, value, "an int or a bool");
        case 'o':
            return value.is_int() ? in_base(value.as_int(), 8, false) : unfit(directive, value, "an int");
        default:
            return hexadecimal(directive, value);
    }
}

std::string too_few(size_t count) {
    return "the list has only " + std::to_string(count) + (count == 1 ? " item" : " items") +
           ", index out of range";
}

}  // namespace

std::string check_format_text(std::string_view text, const Value* list) {
    size_t used = 0;
    for (size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at)) {
        auto directive = read_directive(text, ++at);
        if (!directive) {
            return "format(): " + directive.error();
        }
        used += directive->verb != '%' ? 1 : 0;
    }
    return list != nullptr && used > list->as_list().size() ? "format(): " + too_few(list->as_list().size())
                                                            : "";
}

Value format_text(Call& call) {
    std::string_view text = call.text(0);
    const value::List& list = call.list(1);
    if (!call.evaluation.spend_on(call[1])) {
        return call.too_expensive();
    }
    std::string result;
    size_t used = 0;
    for (size_t position = 0; position < text.size();) {
        size_t percent = std::min(text.find('%', position), text.size());
        result.append(text, position, percent - position);
        position = percent + 1;
        if (percent == text.size()) {
            break;
        }
        auto directive = read_directive(text, position);
        if (!directive) {
            return call.fail(directive.error());
        }
        if (directive->verb == '%') {
            result += '%';
            continue;
        }
        if (used == list.size()) {
            return call.fail(too_few(list.size()));
        }
        Formatted part = fill_in(*directive, list[used++]);
        if (!part) {
            return call.fail(part.error());
        }
        if (!call.evaluation.make(part->size() + 16)) {
            return call.too_expensive();
        }
        result += *part;
    }
    return result;
}

}  // namespace aiorun::expression::functions
