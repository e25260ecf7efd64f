// Times as Unix seconds, in UTC: strftime's directives, RFC 3339, and the dates of HTTP (RFC 9110 5.6.7).
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
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
constexpr std::string_view directives = "YmdHMSyjeBbhAapIFTDRZzsfuw%nt";

// From year 1 to year 9999: what four digits can say.
constexpr double earliest = -62135596800.0;
constexpr double latest = 253402300800.0;

struct Fields {
    std::chrono::year_month_day date;
    std::chrono::hh_mm_ss<std::chrono::microseconds> time;
    unsigned weekday;
    int day_of_year;
    int64_t unix_seconds;
};

Fields fields_of(double seconds) {
    using namespace std::chrono;
    sys_time<microseconds> instant(microseconds(static_cast<int64_t>(std::floor(seconds * 1e6))));
    sys_days day = floor<days>(instant);
    year_month_day date(day);
    return {date, hh_mm_ss<microseconds>(instant - day), weekday(day).c_encoding(),
            static_cast<int>((day - sys_days(date.year() / January / 1)).count()) + 1,
            floor<std::chrono::seconds>(instant).time_since_epoch().count()};
}

std::string digits(int64_t number, int width, char fill = '0') {
    std::string text = std::to_string(number);
    return text.size() < static_cast<size_t>(width)
               ? std::string(static_cast<size_t>(width) - text.size(), fill) + text
               : text;
}

void append_directive(std::string& out, char directive, const Fields& at);

void append_format(std::string& out, std::string_view format, const Fields& at) {
    for (size_t i = 0; i < format.size(); ++i) {
        if (format[i] == '%' && i + 1 < format.size()) {
            append_directive(out, format[++i], at);
        } else {
            out += format[i];
        }
    }
}

void append_directive(std::string& out, char directive, const Fields& at) {
    int year = static_cast<int>(at.date.year());
    unsigned month = static_cast<unsigned>(at.date.month());
    unsigned day = static_cast<unsigned>(at.date.day());
    int64_t hour = at.time.hours().count();
    switch (directive) {
        case 'Y':
            out += digits(year, 4);
            break;
        case 'y':
            out += digits(year % 100, 2);
            break;
        case 'm':
            out += digits(month, 2);
            break;
        case 'd':
            out += digits(day, 2);
            break;
        case 'e':
            out += digits(day, 2, ' ');
            break;
        case 'j':
            out += digits(at.day_of_year, 3);
            break;
        case 'H':
            out += digits(hour, 2);
            break;
        case 'I':
            out += digits((hour + 11) % 12 + 1, 2);
            break;
        case 'p':
            out += hour < 12 ? "AM" : "PM";
            break;
        case 'M':
            out += digits(at.time.minutes().count(), 2);
            break;
        case 'S':
            out += digits(at.time.seconds().count(), 2);
            break;
        case 'f':
            out += digits(at.time.subseconds().count(), 6);
            break;
        case 's':
            out += std::to_string(at.unix_seconds);
            break;
        case 'B':
            out += months[month - 1];
            break;
        case 'b':
        case 'h':
            out += months[month - 1].substr(0, 3);
            break;
        case 'A':
            out += weekdays[at.weekday];
            break;
        case 'a':
            out += weekdays[at.weekday].substr(0, 3);
            break;
        case 'u':
            out += std::to_string(at.weekday == 0 ? 7 : at.weekday);
            break;
        case 'w':
            out += std::to_string(at.weekday);
            break;
        case 'F':
            append_format(out, "%Y-%m-%d", at);
            break;
        case 'T':
            append_format(out, "%H:%M:%S", at);
            break;
        case 'D':
            append_format(out, "%m/%d/%y", at);
            break;
        case 'R':
            append_format(out, "%H:%M", at);
            break;
        case 'Z':
            out += "UTC";
            break;
        case 'z':
            out += "+0000";
            break;
        case 'n':
            out += '\n';
            break;
        case 't':
            out += '\t';
            break;
        default:
            out += '%';
    }
}

std::string problem_of(std::string_view format) {
    for (size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') {
            continue;
        }
        ++i;
        if (i == format.size() || directives.find(format[i]) == std::string_view::npos) {
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
    std::string text;
    append_format(text, format, fields_of(seconds));
    return text;
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
