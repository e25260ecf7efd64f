// Times as they are written: RFC 3339 and ISO 8601, and the three forms of an HTTP date (RFC 9110 5.6.7).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace aiorun::expression {

struct TimeText {
    int64_t seconds = 0;  ///< Unix seconds
    double fraction = 0;
    bool has_fraction = false;
};

/// Nothing when the text is no time, or one that cannot be (February 30).
[[nodiscard]] std::optional<TimeText> parse_time(std::string_view text);

}  // namespace aiorun::expression
