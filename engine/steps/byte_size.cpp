#include "steps/byte_size.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "value/json.hpp"
#include "value/stand_in.hpp"

namespace aiorun::steps {
namespace {

constexpr std::string_view expected_form = "a size in bytes such as 1000, `64KiB` or `10 MB`";

struct Unit {
    std::string_view name;
    uint64_t bytes;
};
constexpr uint64_t kilo = 1000;
constexpr uint64_t kibi = 1024;
constexpr std::array<Unit, 14> units{{
    {"", 1},
    {"b", 1},
    {"k", kibi},
    {"kb", kilo},
    {"kib", kibi},
    {"m", kibi* kibi},
    {"mb", kilo* kilo},
    {"mib", kibi* kibi},
    {"g", kibi* kibi* kibi},
    {"gb", kilo* kilo* kilo},
    {"gib", kibi* kibi* kibi},
    {"t", kibi* kibi* kibi* kibi},
    {"tb", kilo* kilo* kilo* kilo},
    {"tib", kibi* kibi* kibi* kibi},
}};

const Unit* find_unit(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    std::string lower;
    for (char c : text) {
        lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    for (const Unit& unit : units) {
        if (unit.name == lower) {
            return &unit;
        }
    }
    return nullptr;
}

std::unexpected<std::string> refuse(const Value& value) {
    return std::unexpected(std::string(expected_form) + ", found " + value::to_json(value));
}

}  // namespace

std::expected<ByteSize, std::string> parse_byte_size(std::string_view text) {
    double number = 0;
    auto [end, problem] =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    const Unit* unit = find_unit({end, text.data() + text.size()});
    if (problem != std::errc() || unit == nullptr || !(number >= 0)) {
        return refuse(Value(text));
    }
    double bytes = number * static_cast<double>(unit->bytes);
    if (!(bytes < 0x1p63)) {
        return refuse(Value(text));
    }
    return ByteSize{static_cast<uint64_t>(bytes)};
}

template <>
std::expected<ByteSize, std::string> convert<ByteSize>(const Value& value) {
    if (value::StandIn* unknown = value::as_stand_in(value)) {
        return ByteSize{static_cast<uint64_t>(std::max(unknown->as_number(1 << 20).to_double(), 1.0))};
    }
    if (value.is_string()) {
        return parse_byte_size(value.as_string());
    }
    if (value.is_int() && value.as_int() >= 0) {
        return ByteSize{static_cast<uint64_t>(value.as_int())};
    }
    if (value.is_double() && value.as_double() >= 0 && value.as_double() < 0x1p63 &&
        value.as_double() == std::floor(value.as_double())) {
        return ByteSize{static_cast<uint64_t>(value.as_double())};
    }
    return refuse(value);
}

}  // namespace aiorun::steps
