// What a transfer counts for: scheme, host and port of its URL.
#pragma once

#include <string>
#include <string_view>

namespace aiorun::effects {

/// `http://host:port` of an absolute URL, without credentials.
[[nodiscard]] std::string origin_of(std::string_view url);

}  // namespace aiorun::effects
