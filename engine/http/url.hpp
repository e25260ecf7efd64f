// URLs as text: joining, encoding, and showing them without credentials.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "http/request.hpp"

namespace aiorun::http {

/// An absolute URL as it is; anything else is put behind the base's path, with one slash between (as httpx
/// and axios do), a query behind the base's query.
[[nodiscard]] std::string join_url(std::string_view base, std::string_view url);

/// RFC 3986 percent-encoding of all but unreserved characters.
[[nodiscard]] std::string percent_encode(std::string_view text);
/// `a=1&b=2` as in a query: spaces are %20.
[[nodiscard]] std::string encode_query(std::span<const Field> fields);
/// application/x-www-form-urlencoded: spaces are `+`.
[[nodiscard]] std::string encode_form(std::span<const Field> fields);

/// For messages: without user and password, control characters escaped, cut when it is long.
[[nodiscard]] std::string shown_url(std::string_view url);

}  // namespace aiorun::http
