#include "http/header_lines.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "http/text.hpp"

namespace aiorun::http {
namespace {

using value::Map;
using value::Value;

/// The name as a value; those that nearly every response has are shared.
Value name_value(std::string_view name) {
    static const std::array<Value, 16> common{
        "content-type",  "content-length",   "date",       "server",    "connection",        "etag",
        "last-modified", "accept-ranges",    "vary",       "location",  "transfer-encoding", "cache-control",
        "expires",       "content-encoding", "keep-alive", "set-cookie"};
    for (const Value& each : common) {
        if (equal_ignoring_case(each.as_string(), name)) {
            return each;
        }
    }
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(), to_lower);
    return lower;
}

/// The values of one name: a header that is sent several times means the same as its values joined (RFC
/// 9110 5.3), but for cookies.
Value joined_value(std::string_view name, const std::vector<HeaderLine>& lines) {
    std::vector<std::string_view> values;
    for (const HeaderLine& line : lines) {
        if (equal_ignoring_case(line.name, name)) {
            values.push_back(line.value);
        }
    }
    if (equal_ignoring_case(name, "set-cookie")) {
        return value::make_list({values.begin(), values.end()});
    }
    std::string joined(values.front());
    for (size_t i = 1; i < values.size(); ++i) {
        joined.append(", ").append(values[i]);
    }
    return joined;
}

std::vector<Map::Entry> parse(std::string_view text) {
    std::vector<HeaderLine> lines;
    while (!text.empty()) {
        lines.push_back(take_line(text));
    }
    std::vector<Map::Entry> entries;
    for (auto line = lines.begin(); line != lines.end(); ++line) {
        bool again = std::any_of(lines.begin(), line, [&](const HeaderLine& earlier) {
            return equal_ignoring_case(earlier.name, line->name);
        });
        if (!again) {
            entries.push_back({name_value(line->name), joined_value(line->name, lines)});
        }
    }
    return entries;
}

class HeaderSource final : public Map::Source {
  public:
    explicit HeaderSource(std::string lines) : lines_(std::move(lines)) {}

    std::vector<Map::Entry> all() override { return {map().begin(), map().end()}; }
    const Value* find(std::string_view key) override { return map().find(key); }
    [[nodiscard]] Value problem(std::string_view) const override { return {}; }
    [[nodiscard]] uint32_t depth() const noexcept override { return 2; }  // cookies are a list

  private:
    const Map& map() {
        if (!map_) {
            map_.emplace(parse(std::exchange(lines_, {})));
        }
        return *map_;
    }

    std::string lines_;
    std::optional<Map> map_;
};

}  // namespace

HeaderLine take_line(std::string_view& text) noexcept {
    size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = without_end(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    size_t colon = std::min(line.find(':'), line.size());
    return {trim(line.substr(0, colon)), trim(line.substr(std::min(colon + 1, line.size())))};
}

Value header_map(std::string lines) {
    return Value(value::make_counted<Map>(std::make_unique<HeaderSource>(std::move(lines))));
}

}  // namespace aiorun::http
