// The Link header (RFC 8288), which many APIs page with.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aiorun::steps {

/// The target of the first link whose relation types hold `relation` (`next`), as it is written: it may be
/// relative. What is malformed is skipped.
[[nodiscard]] std::optional<std::string> find_link(std::string_view header, std::string_view relation);

}  // namespace aiorun::steps
