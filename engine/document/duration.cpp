#include "document/duration.hpp"

#include <cmath>
#include <limits>

#include "document/shown_text.hpp"
#include "value/json.hpp"

namespace aiorun::document {
namespace {

constexpr int64_t longest = std::numeric_limits<int64_t>::max();
constexpr std::string_view expected =
    "expected a number of seconds or a string such as \"150ms\", \"2s\", \"1m30s\", \"2h\" or \"1d\"";

struct Unit {
    std::string_view name;
    int64_t nanoseconds;
};
// "ms" before "m": the first that fits is taken.
constexpr Unit units[] = {{"ms", 1'000'000},
                          {"s", 1'000'000'000},
                          {"m", 60'000'000'000},
                          {"h", 3'600'000'000'000},
                          {"d", 86'400'000'000'000}};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

int64_t add(int64_t a, int64_t b) {
    return b > longest - a ? longest : a + b;
}
int64_t multiply(int64_t a, int64_t b) {
    return b != 0 && a > longest / b ? longest : a * b;
}

/// A decimal number at the beginning of a text: its digits before and after the point.
struct Decimal {
    int64_t whole = 0;
    long double fraction = 0;
    bool valid = false;
};

Decimal take_decimal(std::string_view& text) {
    Decimal number;
    for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1)) {
        number.whole = add(multiply(number.whole, 10), text[0] - '0');
        number.valid = true;
    }
    if (!number.valid || text.size() < 2 || text[0] != '.' || !is_digit(text[1])) {
        return number;
    }
    long double place = 1;
    for (text.remove_prefix(1); !text.empty() && is_digit(text[0]); text.remove_prefix(1)) {
        place /= 10;
        number.fraction += place * static_cast<long double>(text[0] - '0');
    }
    return number;
}

int64_t in_nanoseconds(const Decimal& number, int64_t unit) {
    return add(multiply(number.whole, unit), std::llround(number.fraction * static_cast<long double>(unit)));
}

/// The unit at the beginning of a text; nothing more means seconds.
const Unit* take_unit(std::string_view& text, bool is_first) {
    if (text.empty() && is_first) {
        return &units[1];
    }
    for (const Unit& unit : units) {
        if (text.starts_with(unit.name)) {
            text.remove_prefix(unit.name.size());
            return &unit;
        }
    }
    return nullptr;
}

std::string refusal(std::string_view text) {
    return quoted(text) + " is not a duration: " + std::string(expected);
}

Duration from_seconds(long double seconds) {
    long double nanoseconds = seconds * 1e9L;
    if (nanoseconds >= static_cast<long double>(longest)) {
        return Duration(longest);
    }
    if (nanoseconds <= -static_cast<long double>(longest)) {
        return Duration(-longest);
    }
    return Duration(std::llround(nanoseconds));
}

/// A number of `unit` nanoseconds with as many decimals as it needs.
std::string in_units(int64_t nanoseconds, int64_t unit) {
    std::string text = std::to_string(nanoseconds / unit);
    int64_t rest = nanoseconds % unit;
    if (rest != 0) {
        text += '.';
    }
    for (; rest != 0; rest %= unit) {
        unit /= 10;
        text += static_cast<char>('0' + rest / unit);
    }
    return text;
}

}  // namespace

std::expected<Duration, std::string> parse_duration(std::string_view text) {
    std::string_view rest = text;
    bool is_negative = rest.starts_with('-');
    if (is_negative) {
        rest.remove_prefix(1);
    }
    int64_t total = 0;
    bool is_first = true;
    do {
        Decimal number = take_decimal(rest);
        const Unit* unit = number.valid ? take_unit(rest, is_first) : nullptr;
        if (unit == nullptr) {
            return std::unexpected(refusal(text));
        }
        total = add(total, in_nanoseconds(number, unit->nanoseconds));
        is_first = false;
    } while (!rest.empty());
    return Duration(is_negative ? -total : total);
}

std::expected<Duration, std::string> to_duration(const value::Value& value) {
    if (value.is_string()) {
        return parse_duration(value.as_string());
    }
    if (value.is_int()) {
        return from_seconds(static_cast<long double>(value.as_int()));
    }
    if (value.is_double() && std::isfinite(value.as_double())) {
        return from_seconds(static_cast<long double>(value.as_double()));
    }
    if (value.is_double()) {
        return std::unexpected("a duration is finite, found " + value::to_json(value));
    }
    return std::unexpected("found " + std::string(value::type_name(value)) +
                           " where a duration belongs: " + std::string(expected));
}

std::string format_duration(Duration duration) {
    int64_t left = duration.count();
    if (left == 0) {
        return "0s";
    }
    std::string text;
    if (left < 0) {
        text = "-";
        left = left == std::numeric_limits<int64_t>::min() ? longest : -left;
    }
    if (left < units[1].nanoseconds) {
        return text + in_units(left, units[0].nanoseconds) + "ms";
    }
    for (const Unit& unit : {units[4], units[3], units[2]}) {
        if (left >= unit.nanoseconds) {
            text += std::to_string(left / unit.nanoseconds) += unit.name;
            left %= unit.nanoseconds;
        }
    }
    return left == 0 ? text : text + in_units(left, units[1].nanoseconds) + "s";
}

double to_seconds(Duration duration) noexcept {
    return static_cast<double>(duration.count()) / 1e9;
}

}  // namespace aiorun::document
