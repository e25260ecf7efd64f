// UTF-8 (RFC 3629) of text that comes from outside: checking it, mending it, and showing it without letting
// it act on a terminal or a log.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace aiorun::value {

/// What begins at a place in a text. Invalid is what is overlong, a surrogate, beyond U+10FFFF or cut off;
/// `length` is then that of the maximal subpart (Unicode 3.9, best practice of replacing), which is at
/// least 1.
struct DecodedCharacter {
    char32_t code = 0;
    uint8_t length = 1;
    bool valid = false;
};
/// `offset` is less than the size of `text`.
[[nodiscard]] DecodedCharacter decode_character(std::string_view text, size_t offset) noexcept;

/// The length of the longest prefix that is valid.
[[nodiscard]] size_t valid_utf8_prefix(std::string_view text) noexcept;
[[nodiscard]] bool is_valid_utf8(std::string_view text) noexcept;

/// The same text with U+FFFD for each maximal subpart that is not UTF-8 (bytes.decode("utf-8", "replace")).
/// Text that is valid already, the usual case, is given back without a copy.
[[nodiscard]] std::string to_valid_utf8(std::string text);

/// What escape_for_terminal() does with line feeds and tabs.
enum class Whitespace : uint8_t { escape, keep };

/// Text that may be shown: what could act on a terminal or deceive a reader (control characters, line and
/// paragraph separators, bidi and zero-width marks, tags) is written as `\n`, `\x1b`, `\u202e` or
/// `\U000e0001`, an invalid byte as
/// `\xff`. All else stays as it is.
[[nodiscard]] std::string escape_for_terminal(std::string_view text,
                                              Whitespace whitespace = Whitespace::escape);

}  // namespace aiorun::value
