#include "expression/functions/time_text.hpp"

#include <array>
#include <charconv>
#include <chrono>

namespace aiorun::expression {
namespace {

struct Fields {
    int year = 0;
    unsigned month = 1;
    unsigned day = 1;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int offset_minutes = 0;
    double fraction = 0;
    bool has_fraction = false;
};

/// Reads a text from left to right; after the first thing that does not fit, everything fails.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    [[nodiscard]] bool done() const { return ok_ && text_.empty(); }
    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] char peek() const { return text_.empty() ? '\0' : text_.front(); }
    bool accept(char c) {
        bool found = peek() == c && !text_.empty();
        text_.remove_prefix(found ? 1 : 0);
        return found;
    }
    void expect(char c) { ok_ = accept(c) && ok_; }
    int number(size_t width) {
        int result = 0;
        for (size_t i = 0; i < width; ++i) {
            if (peek() < '0' || peek() > '9') {
                ok_ = false;
                return 0;
            }
            result = result * 10 + (peek() - '0');
            text_.remove_prefix(1);
        }
        return result;
    }
    double fraction() {
        double result = 0;
        double unit = 0.1;
        bool any = false;
        for (; peek() >= '0' && peek() <= '9'; unit /= 10) {
            result += unit * (peek() - '0');
            text_.remove_prefix(1);
            any = true;
        }
        ok_ = ok_ && any;
        return result;
    }
    std::string_view word() {
        size_t size = 0;
        while (size < text_.size() && ((text_[size] | 0x20) >= 'a' && (text_[size] | 0x20) <= 'z')) {
            ++size;
        }
        std::string_view result = text_.substr(0, size);
        text_.remove_prefix(size);
        return result;
    }
    unsigned month() {
        constexpr auto names = std::to_array<std::string_view>(
            {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"});
        std::string_view name = word();
        for (unsigned i = 0; i < names.size(); ++i) {
            if (names[i] == name) {
                return i + 1;
            }
        }
        ok_ = false;
        return 1;
    }
    void clock(Fields& fields) {
        fields.hour = number(2);
        expect(':');
        fields.minute = number(2);
        expect(':');
        fields.second = number(2);
    }

  private:
    std::string_view text_;
    bool ok_ = true;
};

void read_offset(Scanner& in, Fields& fields) {
    if (in.accept('Z') || in.accept('z')) {
        return;
    }
    int sign = in.accept('+') ? 1 : in.accept('-') ? -1 : 0;
    if (sign == 0) {
        return;  // without an offset it is UTC
    }
    int hours = in.number(2);
    in.accept(':');
    int minutes = in.done() ? 0 : in.number(2);
    fields.offset_minutes = sign * (hours * 60 + minutes);
}

/// `2026-11-22T09:30:00.5+01:00`, with less of it from the right, or a blank for the `T`.
std::optional<Fields> internet_time(std::string_view text) {
    Scanner in(text);
    Fields fields;
    fields.year = in.number(4);
    in.expect('-');
    fields.month = static_cast<unsigned>(in.number(2));
    in.expect('-');
    fields.day = static_cast<unsigned>(in.number(2));
    if (in.done()) {
        return fields;
    }
    if (!in.accept('T') && !in.accept('t')) {
        in.expect(' ');
    }
    fields.hour = in.number(2);
    in.expect(':');
    fields.minute = in.number(2);
    if (in.accept(':')) {
        fields.second = in.number(2);
        if (in.accept('.') || in.accept(',')) {
            fields.fraction = in.fraction();
            fields.has_fraction = true;
        }
    }
    read_offset(in, fields);
    return in.done() ? std::optional(fields) : std::nullopt;
}

/// `Sun, 06 Nov 1994 08:49:37 GMT` and `Sunday, 06-Nov-94 08:49:37 GMT`.
std::optional<Fields> http_date(std::string_view text) {
    Scanner in(text);
    Fields fields;
    in.word();
    in.expect(',');
    in.expect(' ');
    fields.day = static_cast<unsigned>(in.number(2));
    bool dashes = in.accept('-');
    if (!dashes) {
        in.expect(' ');
    }
    fields.month = in.month();
    in.expect(dashes ? '-' : ' ');
    fields.year = in.number(dashes ? 2 : 4);
    if (dashes) {
        fields.year += fields.year < 70 ? 2000 : 1900;
    }
    in.expect(' ');
    in.clock(fields);
    in.expect(' ');
    std::string_view zone = in.word();
    return in.done() && (zone == "GMT" || zone == "UTC") ? std::optional(fields) : std::nullopt;
}

/// `Sun Nov  6 08:49:37 1994`
std::optional<Fields> asctime_date(std::string_view text) {
    Scanner in(text);
    Fields fields;
    in.word();
    in.expect(' ');
    fields.month = in.month();
    in.expect(' ');
    fields.day = static_cast<unsigned>(in.accept(' ') ? in.number(1) : in.number(2));
    in.expect(' ');
    in.clock(fields);
    in.expect(' ');
    fields.year = in.number(4);
    return in.done() ? std::optional(fields) : std::nullopt;
}

}  // namespace

std::optional<TimeText> parse_time(std::string_view text) {
    using namespace std::chrono;
    std::optional<Fields> fields = internet_time(text);
    fields = fields ? fields : http_date(text);
    fields = fields ? fields : asctime_date(text);
    if (!fields) {
        return std::nullopt;
    }
    year_month_day date(year(fields->year), month(fields->month), day(fields->day));
    // 60 is a leap second; it counts as the first of the next minute.
    if (!date.ok() || fields->hour > 23 || fields->minute > 59 || fields->second > 60 ||
        std::abs(fields->offset_minutes) >= 24 * 60) {
        return std::nullopt;
    }
    int64_t seconds = int64_t{sys_days(date).time_since_epoch().count()} * 86400 + fields->hour * 3600 +
                      fields->minute * 60 + fields->second - fields->offset_minutes * 60;
    return TimeText{seconds, fields->fraction, fields->has_fraction};
}

}  // namespace aiorun::expression
