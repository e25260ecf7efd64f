#include "observe/xml.hpp"

#include "value/utf8.hpp"

namespace aiorun::observe {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

enum class Within : uint8_t { text, attribute };

/// The Char production of XML 1.0.
bool is_allowed(char32_t code) noexcept {
    return code == 0x9 || code == 0xA || code == 0xD || (code >= 0x20 && code <= 0xD7FF) ||
           (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

/// What stands for a character that may not stand there itself; empty for all others.
std::string_view entity(char32_t code, Within within) noexcept {
    switch (code) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        case '\r': return "&#13;";  // a reader would make it a line feed
        case '"': return within == Within::attribute ? "&quot;" : "";
        case '\n': return within == Within::attribute ? "&#10;" : "";
        case '\t': return within == Within::attribute ? "&#9;" : "";
        default: return "";
    }
}

std::string escape(std::string_view text, Within within) {
    std::string out;
    out.reserve(text.size());
    for (size_t at = 0; at < text.size();) {
        value::DecodedCharacter character = value::decode_character(text, at);
        if (!character.valid || !is_allowed(character.code)) {
            out += replacement;
        } else if (std::string_view escaped = entity(character.code, within); !escaped.empty()) {
            out += escaped;
        } else {
            out += text.substr(at, character.length);
        }
        at += character.length;
    }
    return out;
}

}  // namespace

std::string xml_text(std::string_view text) { return escape(text, Within::text); }

std::string xml_attribute(std::string_view text) { return escape(text, Within::attribute); }

}  // namespace aiorun::observe
