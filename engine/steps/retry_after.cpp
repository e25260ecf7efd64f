#include "steps/retry_after.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <string>

namespace aiorun::steps {
namespace {

using document::Duration;

constexpr int64_t longest_seconds = 1'000'000'000;  // more than any clock here holds is no use

/// An HTTP date in one of its three forms (RFC 9110 5.6.7), as Unix seconds.
std::optional<int64_t> parse_http_date(const std::string& text) {
    for (const char* format : {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"}) {
        std::tm parts{};
        const char* end = strptime(text.c_str(), format, &parts);
        if (end != nullptr && *end == '\0') {
            return timegm(&parts);
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<Duration> parse_retry_after(std::string_view text, double now) {
    int64_t seconds = 0;
    auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (problem != std::errc() || end != text.data() + text.size()) {
        std::optional<int64_t> date = parse_http_date(std::string(text));
        if (!date) {
            return std::nullopt;
        }
        double wait = static_cast<double>(*date) - now;
        return Duration(static_cast<int64_t>(std::clamp(wait, 0.0, static_cast<double>(longest_seconds)) * 1e9));
    }
    if (seconds < 0) {
        return std::nullopt;
    }
    return std::chrono::seconds(std::min(seconds, longest_seconds));
}

std::optional<Duration> retry_after(const value::Error& error, double now) {
    const value::Value* at = &error.details;
    for (std::string_view key : {"response", "headers", "retry-after"}) {
        if (!at->is_map()) {
            return std::nullopt;
        }
        at = at->as_map().find(key);
        if (at == nullptr) {
            return std::nullopt;
        }
    }
    return at->is_string() ? parse_retry_after(at->as_string(), now) : std::nullopt;
}

}  // namespace aiorun::steps
