// Durations as users write them: `150ms`, `2s`, `1m30s`, `2h`, `1d`, or a number of seconds.
#pragma once

#include <chrono>
#include <expected>
#include <string>
#include <string_view>

#include "value/value.hpp"

namespace aiorun::document {

/// int64 nanoseconds; longer ones than that holds are cut to the longest.
using Duration = std::chrono::nanoseconds;

/// A duration from its text; the error says what was expected. A leading `-` is allowed.
[[nodiscard]] std::expected<Duration, std::string> parse_duration(std::string_view text);
/// A duration from an int or double number of seconds, or a string. Refuses NaN and infinities.
[[nodiscard]] std::expected<Duration, std::string> to_duration(const value::Value& value);
/// `1.5s`, `2m30s`, `150ms`: for messages.
[[nodiscard]] std::string format_duration(Duration duration);
[[nodiscard]] double to_seconds(Duration duration) noexcept;

}  // namespace aiorun::document
