#include "value/utf8.hpp"

#include <cstring>

namespace aiorun::value {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

uint8_t byte_at(std::string_view text, size_t offset) {
    return static_cast<uint8_t>(text[offset]);
}

/// What a first byte allows (Unicode 3.9, table 3-7): how many bytes follow it, and the range of the next
/// one. Later ones are 80..BF.
struct Lead {
    uint8_t following;
    uint8_t low;
    uint8_t high;
};

Lead lead_of(uint8_t first) {
    if (first < 0xC2 || first > 0xF4) {
        return {0, 0, 0};
    }
    if (first < 0xE0) {
        return {1, 0x80, 0xBF};
    }
    if (first < 0xF0) {
        return {2, static_cast<uint8_t>(first == 0xE0 ? 0xA0 : 0x80),
                static_cast<uint8_t>(first == 0xED ? 0x9F : 0xBF)};
    }
    return {3, static_cast<uint8_t>(first == 0xF0 ? 0x90 : 0x80),
            static_cast<uint8_t>(first == 0xF4 ? 0x8F : 0xBF)};
}

bool acts_on_readers(char32_t code) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x61C ||
           (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF || (code >= 0xFFF9 && code <= 0xFFFB) ||
           (code >= 0xE0000 && code <= 0xE007F);
}

void append_hexadecimal(std::string& out, uint32_t number, int digits) {
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
        out += "0123456789abcdef"[(number >> static_cast<uint32_t>(shift)) & 0xFU];
    }
}

void append_escape(std::string& out, char32_t code) {
    switch (code) {
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    if (code < 0x80) {
        out += "\\x";
        append_hexadecimal(out, code, 2);
    } else {
        out += code < 0x10000 ? "\\u" : "\\U";
        append_hexadecimal(out, code, code < 0x10000 ? 4 : 8);
    }
}

}  // namespace

DecodedCharacter decode_character(std::string_view text, size_t offset) noexcept {
    uint8_t first = byte_at(text, offset);
    if (first < 0x80) {
        return {first, 1, true};
    }
    Lead lead = lead_of(first);
    if (lead.following == 0) {
        return {first, 1, false};
    }
    char32_t code = first & (0x3FU >> lead.following);
    for (uint8_t i = 1; i <= lead.following; ++i) {
        uint8_t low = i == 1 ? lead.low : 0x80;
        uint8_t high = i == 1 ? lead.high : 0xBF;
        if (offset + i >= text.size() || byte_at(text, offset + i) < low ||
            byte_at(text, offset + i) > high) {
            return {first, i, false};
        }
        code = (code << 6U) | (byte_at(text, offset + i) & 0x3FU);
    }
    return {code, static_cast<uint8_t>(lead.following + 1), true};
}

size_t valid_utf8_prefix(std::string_view text) noexcept {
    size_t at = 0;
    while (at < text.size()) {
        // Most text is ASCII: eight bytes at a time.
        uint64_t word = 0;
        if (text.size() - at >= sizeof word) {
            std::memcpy(&word, text.data() + at, sizeof word);
            if ((word & 0x8080808080808080U) == 0) {
                at += sizeof word;
                continue;
            }
        }
        DecodedCharacter character = decode_character(text, at);
        if (!character.valid) {
            return at;
        }
        at += character.length;
    }
    return at;
}

bool is_valid_utf8(std::string_view text) noexcept {
    return valid_utf8_prefix(text) == text.size();
}

std::string to_valid_utf8(std::string text) {
    size_t valid = valid_utf8_prefix(text);
    if (valid == text.size()) {
        return text;
    }
    std::string out;
    out.reserve(text.size() + replacement.size());
    for (std::string_view rest = text; !rest.empty(); valid = valid_utf8_prefix(rest)) {
        out += rest.substr(0, valid);
        rest.remove_prefix(valid);
        if (!rest.empty()) {
            out += replacement;
            rest.remove_prefix(decode_character(rest, 0).length);
        }
    }
    return out;
}

std::string escape_for_terminal(std::string_view text, Whitespace whitespace) {
    std::string out;
    out.reserve(text.size());
    for (size_t at = 0; at < text.size();) {
        DecodedCharacter character = decode_character(text, at);
        std::string_view bytes = text.substr(at, character.length);
        bool kept = whitespace == Whitespace::keep && (character.code == '\n' || character.code == '\t');
        if (!character.valid) {
            for (char byte : bytes) {
                out += "\\x";
                append_hexadecimal(out, static_cast<uint8_t>(byte), 2);
            }
        } else if (kept || !acts_on_readers(character.code)) {
            out += bytes;
        } else {
            append_escape(out, character.code);
        }
        at += character.length;
    }
    return out;
}

}  // namespace aiorun::value
