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

/// For messages: without user and password, control characters escaped, cut when it is long. Also without a scheme, as
/// proxies (`user:password@host`) and redirects (`//user:password@host`) are written.
[[nodiscard]] std::string shown_url(std::string_view url);
/// The same for a text that may hold a URL.
[[nodiscard]] std::string shown_text(std::string_view text);
/// `user:password` as it stands in the URL of a proxy; empty without.
[[nodiscard]] std::string_view userinfo(std::string_view url);
/// `%41` is `A`; what is no such code stays.
[[nodiscard]] std::string percent_decode(std::string_view text);

}  // namespace aiorun::http
