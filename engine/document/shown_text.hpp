// Text as messages and editors show it: counted in characters, quoted, cut.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace aiorun::document {

inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Code points; of text that is not UTF-8 an approximation.
[[nodiscard]] size_t count_characters(std::string_view text) noexcept;
/// Whether a byte of UTF-8 goes on with a character that another one began.
[[nodiscard]] inline bool is_continuation(char byte) noexcept {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80;
}
/// Text for a message: in double quotes, safe for a terminal, long text cut.
[[nodiscard]] std::string quoted(std::string_view text);

}  // namespace aiorun::document
