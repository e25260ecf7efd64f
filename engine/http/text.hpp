// Small things about the text of headers.
#pragma once

#include <string>
#include <string_view>

namespace aiorun::http {

[[nodiscard]] constexpr char to_lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept;
/// Without spaces and tabs at both ends.
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;
/// RFC 9110 5.6.2: what a method or a header's name is made of.
[[nodiscard]] bool is_token(std::string_view text) noexcept;
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;
/// UTF-8 as it is; anything else is read as ISO-8859-1, as HTTP's headers were defined.
[[nodiscard]] std::string to_utf8(std::string_view text);
[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace aiorun::http
