// "did you mean": the nearest of the names there are.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace aiorun::document {

/// The candidate nearest to `name` (Damerau-Levenshtein, regardless of case), if it is near enough to be
/// meant. Of equally near ones the first.
[[nodiscard]] std::optional<std::string_view> suggest(std::string_view name,
                                                      std::span<const std::string_view> candidates);

/// `, did you mean "sleep"?`, or nothing.
[[nodiscard]] std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace aiorun::document
