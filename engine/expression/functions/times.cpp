// Times as Unix seconds, in UTC: strftime's directives, RFC 3339, and the dates of HTTP (RFC 9110 5.6.7).
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <optional>

#include "expression/functions/tables.hpp"
#include "expression/functions/time_text.hpp"

namespace aiorun::expression::functions {

using value::Value;

namespace {

constexpr auto weekdays = std::to_array<std::string_view>(
    {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"});
constexpr auto months =
    std::to_array<std::string_view>({"January", "February", "March", "April", "May", "June", "July", "August",
                                     "September", "October", "November", "December"});
// From year 1 to year 9999: what four digits can say.
constexpr double earliest = -62135596800.0;
constexpr double latest = 253402300800.0;

struct Fields {
    int year;
    unsigned month;
    unsigned day;
    unsigned weekday;  // 0 is Sunday
    int64_t day_of_year;
    int64_t hour;
    int64_t minute;
    int64_t second;
    int64_t microsecond;
    int64_t unix_seconds;
};

Fields fields_of(double unix_seconds) {
    using namespace std::chrono;
    sys_time<microseconds> instant(microseconds(static_cast<int64_t>(std::floor(unix_seconds * 1e6))));
    sys_days day = floor<days>(instant);
    year_month_day date(day);
    hh_mm_ss<microseconds> time(instant - day);
    return {static_cast<int>(date.year()),
            static_cast<unsigned>(date.month()),
            static_cast<unsigned>(date.day()),
            weekday(day).c_encoding(),
            (day - sys_days(date.year() / January / 1)).count() + 1,
            time.hours().count(),
            time.minutes().count(),
            time.seconds().count(),
            time.subseconds().count(),
            floor<seconds>(instant).time_since_epoch().count()};
}

std::string digits(int64_t number, size_t width, char fill = '0') {
    std::string text = std::to_string(number);
    return text.size() < width ? std::string(width - text.size(), fill) + text : text;
}

std::string formatted(std::string_view format, const Fields& at);

struct Directive {
    char letter;
    std::string (*text)(const Fields&);
};

constexpr auto directives = std::to_array<Directive>({
    {'Y', [](const Fields& at) { return digits(at.year, 4); }},
    {'y', [](const Fields& at) { return digits(at.year % 100, 2); }},
    {'m', [](const Fields& at) { return digits(at.month, 2); }},
    {'d', [](const Fields& at) { return digits(at.day, 2); }},
    {'e', [](const Fields& at) { return digits(at.day, 2, ' '); }},
    {'j', [](const Fields& at) { return digits(at.day_of_year, 3); }},
    {'H', [](const Fields& at) { return digits(at.hour, 2); }},
    {'I', [](const Fields& at) { return digits((at.hour + 11) % 12 + 1, 2); }},
    {'p', [](const Fields& at) { return std::string(at.hour < 12 ? "AM" : "PM"); }},
    {'M', [](const Fields& at) { return digits(at.minute, 2); }},
    {'S', [](const Fields& at) { return digits(at.second, 2); }},
    {'f', [](const Fields& at) { return digits(at.microsecond, 6); }},
    {'s', [](const Fields& at) { return std::to_string(at.unix_seconds); }},
    {'B', [](const Fields& at) { return std::string(months[at.month - 1]); }},
    {'b', [](const Fields& at) { return std::string(months[at.month - 1].substr(0, 3)); }},
    {'h', [](const Fields& at) { return std::string(months[at.month - 1].substr(0, 3)); }},
    {'A', [](const Fields& at) { return std::string(weekdays[at.weekday]); }},
    {'a', [](const Fields& at) { return std::string(weekdays[at.weekday].substr(0, 3)); }},
    {'u', [](const Fields& at) { return std::to_string(at.weekday == 0 ? 7 : at.weekday); }},
    {'w', [](const Fields& at) { return std::to_string(at.weekday); }},
    {'F', [](const Fields& at) { return formatted("%Y-%m-%d", at); }},
    {'T', [](const Fields& at) { return formatted("%H:%M:%S", at); }},
    {'D', [](const Fields& at) { return formatted("%m/%d/%y", at); }},
    {'R', [](const Fields& at) { return formatted("%H:%M", at); }},
    {'Z', [](const Fields&) { return std::string("UTC"); }},
    {'z', [](const Fields&) { return std::string("+0000"); }},
    {'n', [](const Fields&) { return std::string("\n"); }},
    {'t', [](const Fields&) { return std::string("\t"); }},
    {'%', [](const Fields&) { return std::string("%"); }},
});

const Directive* find_directive(char letter) {
    const auto* found = std::ranges::find(directives, letter, &Directive::letter);
    return found == directives.end() ? nullptr : found;
}

/// Every directive in `format` is known.
std::string formatted(std::string_view format, const Fields& at) {
    std::string text;
    for (size_t i = 0; i < format.size(); ++i) {
        if (format[i] == '%') {
            text += find_directive(format[++i])->text(at);
        } else {
            text += format[i];
        }
    }
    return text;
}

std::string problem_of(std::string_view format) {
    for (size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') {
            continue;
        }
        ++i;
        if (i == format.size() || find_directive(format[i]) == nullptr) {
            return "unknown `%" + std::string(format.substr(i, 1)) +
                   "` in the format of a time, a percent sign is written `%%`";
        }
    }
    return {};
}

std::string check_format(std::span<const Value* const> arguments) {
    return arguments.size() > 1 && arguments[1] != nullptr ? problem_of(arguments[1]->as_string()) : "";
}

Value format_time(Call& call) {
    double seconds = call[0].to_double();
    if (!(seconds >= earliest && seconds < latest)) {
        return call.fail("the time is not between the years 1 and 9999");
    }
    std::string_view format = call.size() > 1 ? call.text(1) : "%Y-%m-%dT%H:%M:%SZ";
    if (std::string problem = problem_of(format); !problem.empty()) {
        return call.fail(problem);
    }
    if (!call.evaluation.make(format.size() * 10)) {
        return call.too_expensive();
    }
    return formatted(format, fields_of(seconds));
}

Value parse(Call& call) {
    std::optional<TimeText> time = parse_time(call.text(0));
    if (!time) {
        return call.fail("no time, such as 2026-11-22T09:30:00Z or Sun, 22 Nov 2026 09:30:00 GMT");
    }
    if (!time->has_fraction) {
        return time->seconds;
    }
    return static_cast<double>(time->seconds) + time->fraction;
}

}  // namespace

std::span<const Function> times() {
    using enum CallStyle;
    // clang-format off
    static const auto table = std::to_array<Function>({
        {"format_time", function, {types::number, types::string}, 1, 2, types::string,
         "format_time(seconds, format?)", "Unix seconds in UTC, by strftime's directives; RFC 3339 without a format",
         format_time, Purity::pure, false, check_format},
        {"parse_time", function, {types::string}, 1, 1, types::number,
         "parse_time(text)", "Unix seconds of an RFC 3339 or ISO 8601 time (UTC without an offset) or an HTTP date",
         parse},
    });
    // clang-format on
    return table;
}

}  // namespace aiorun::expression::functions
