// Text: UTF-8 counted in characters (code points), as CEL counts. Bytes that are not UTF-8 count as one
// character each.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aiorun::expression {

/// Bytes of the character at `position`; at least 1.
[[nodiscard]] size_t character_length(std::string_view text, size_t position) noexcept;
[[nodiscard]] size_t count_characters(std::string_view text) noexcept;
/// The byte at which character `index` begins; the size of the text for all beyond its end.
[[nodiscard]] size_t byte_offset(std::string_view text, size_t index) noexcept;
/// The code point at `position`, or U+FFFD for a byte that is none.
[[nodiscard]] uint32_t code_point_at(std::string_view text, size_t position) noexcept;
/// Where `part` begins at or after byte `from`, or npos; in linear time, whatever the texts are.
[[nodiscard]] size_t find_text(std::string_view text, std::string_view part, size_t from) noexcept;
/// The characters, as parts of the text.
[[nodiscard]] std::vector<std::string_view> characters(std::string_view text);

}  // namespace aiorun::expression
