// Outcomes of two runs, as maps of what each came to, compared part by part: `result.items[0].took`.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "value/value.hpp"

namespace aiorun::observe {

/// Two values that differ and are not both maps, or lists of one length; null where there is none.
struct Difference {
    std::string part;
    value::Value one;
    value::Value other;
};

/// Whether a part is not looked at.
using PassedOver = std::function<bool(const std::string& part)>;

/// In the order in which the parts stand in `one`.
[[nodiscard]] std::vector<Difference> differences(const value::Value& one, const value::Value& other,
                                                  const PassedOver& passed_over = nullptr);

/// Whether `part` is `whole` or lies in it.
[[nodiscard]] bool is_within(std::string_view part, std::string_view whole) noexcept;

}  // namespace aiorun::observe
