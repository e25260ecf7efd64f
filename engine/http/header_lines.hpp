// Header lines as text: each is `Name: value`, in UTF-8, and ends with a line feed, or CR LF.
#pragma once

#include <string>
#include <string_view>

#include "value/value.hpp"

namespace aiorun::http {

struct HeaderLine {
    std::string_view name;   ///< as it was sent
    std::string_view value;  ///< without spaces around it
};

/// Without CR and LF behind it.
[[nodiscard]] constexpr std::string_view without_end(std::string_view line) noexcept {
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) {
        line.remove_suffix(1);
    }
    return line;
}

/// Takes the first line off. The text is not empty.
[[nodiscard]] HeaderLine take_line(std::string_view& text) noexcept;

/// A map; names in lower case, in order; repeated ones joined by ", ", `set-cookie` always a list. It is made
/// when it is looked at: few workflows look.
[[nodiscard]] value::Value header_map(std::string lines);

}  // namespace aiorun::http
