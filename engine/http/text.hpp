// Small things about the text of headers.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace aiorun::http {

[[nodiscard]] constexpr char to_lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept;
[[nodiscard]] constexpr bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t';
}
/// Without spaces and tabs at both ends.
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;
/// RFC 9110 5.6.2: what a method or a header's name is made of.
[[nodiscard]] bool is_token(std::string_view text) noexcept;
/// Eight bytes at once: this is asked of every header line.
[[nodiscard]] inline bool is_ascii(std::string_view text) noexcept {
    uint64_t seen = 0;
    auto look = [&](size_t at, size_t size) {
        uint64_t bytes = 0;
        std::memcpy(&bytes, text.data() + at, size);
        seen |= bytes;
    };
    constexpr size_t eight = sizeof seen;
    for (size_t i = 0; i + eight < text.size(); i += eight) {
        look(i, eight);
    }
    if (text.size() >= eight) {
        look(text.size() - eight, eight);  // some of them once more
    } else {
        look(0, text.size());
    }
    return (seen & 0x8080808080808080) == 0;
}
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;
/// UTF-8 as it is; anything else is read as ISO-8859-1, as HTTP's headers were defined.
[[nodiscard]] std::string to_utf8(std::string_view text);
[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace aiorun::http
