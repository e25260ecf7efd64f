// The Retry-After header of an HTTPError (RFC 9110 10.2.3): seconds, or a date.
#pragma once

#include <optional>
#include <string_view>

#include "document/duration.hpp"
#include "value/error.hpp"

namespace aiorun::steps {

/// How long the server asks to wait; `now` in Unix seconds. Nothing when the error has no such header, or a bad one.
[[nodiscard]] std::optional<document::Duration> retry_after(const value::Error& error, double now);

/// The header's value, in both forms.
[[nodiscard]] std::optional<document::Duration> parse_retry_after(std::string_view text, double now);

}  // namespace aiorun::steps
