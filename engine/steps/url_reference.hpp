// URLs seen from other URLs, as text.
#pragma once

#include <string>
#include <string_view>

namespace aiorun::steps {

/// `reference` resolved against the absolute URL `base` (RFC 3986 5.2): `../b` or `?page=2` seen from
/// `http://host/a/`.
[[nodiscard]] std::string resolve_reference(std::string_view base, std::string_view reference);

/// The scheme of an absolute URL in lower case; empty for a relative one.
[[nodiscard]] std::string scheme_of(std::string_view url);

/// `scheme://host:port` in lower case, with the port that is meant when none is written.
[[nodiscard]] std::string origin_of(std::string_view url);

/// `url` with the user and password of `from`, unless it has its own.
[[nodiscard]] std::string with_user_of(std::string_view from, std::string url);

}  // namespace aiorun::steps
