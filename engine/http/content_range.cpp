#include "http/content_range.hpp"

#include <charconv>

#include "http/text.hpp"

namespace aiorun::http {
namespace {

std::optional<uint64_t> read_number(std::string_view text) {
    uint64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    bool whole = error == std::errc() && end == text.data() + text.size();
    return whole ? std::optional(number) : std::nullopt;
}

std::optional<ContentRange::Part> read_part(std::string_view text) {
    size_t dash = text.find('-');
    if (dash == std::string_view::npos) {
        return std::nullopt;
    }
    auto first = read_number(text.substr(0, dash));
    auto last = read_number(text.substr(dash + 1));
    bool valid = first && last && *first <= *last;
    return valid ? std::optional(ContentRange::Part{*first, *last}) : std::nullopt;
}

}  // namespace

std::optional<ContentRange> read_content_range(const Head& head) {
    constexpr std::string_view unit = "bytes ";
    std::string_view text = trim(head.find("content-range").value_or(""));
    size_t slash = text.find('/');
    if (slash == std::string_view::npos || !equal_ignoring_case(text.substr(0, unit.size()), unit)) {
        return std::nullopt;
    }
    std::string_view part = trim(text.substr(unit.size(), slash - unit.size()));
    std::string_view total = trim(text.substr(slash + 1));
    ContentRange range{.part = read_part(part), .total = read_number(total)};
    bool valid = (range.part || part == "*") && (range.total || (range.part && total == "*"));
    if (!valid || (range.part && range.total && range.part->last >= *range.total)) {
        return std::nullopt;
    }
    return range;
}

std::string validator_of(const Head& head) {
    std::optional<std::string_view> etag = head.find("etag");
    if (etag && etag->starts_with('"')) {
        return std::string(*etag);
    }
    return std::string(head.find("last-modified").value_or(""));
}

bool agrees(const Head& head, std::string_view validator) {
    std::optional<std::string_view> said =
        head.find(validator.starts_with('"') ? std::string_view("etag") : std::string_view("last-modified"));
    return validator.empty() || !said || *said == validator;
}

}  // namespace aiorun::http
