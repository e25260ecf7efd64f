#include "document/text_check.hpp"

#include <algorithm>

#include "value/limits.hpp"
#include "value/utf8.hpp"

namespace aiorun::document {
namespace {

/// YAML 1.2 section 5.1: all but tab, line feed, carriage return and NEL.
bool is_control(char32_t code) {
    return (code < 0x20 && code != '\t' && code != '\n' && code != '\r') || code == 0x7F ||
           (code >= 0x80 && code < 0xA0 && code != 0x85);
}

std::string in_hex(std::string_view byte) {
    std::string text = value::escape_for_terminal(byte);
    return text.starts_with("\\x") ? "0" + text.substr(1) : text;
}

}  // namespace

bool check_text(const Source& source, Diagnostics& diagnostics) {
    std::string_view text = source.text();
    if (text.size() > limits::document_bytes) {
        diagnostics.error(source, {}, "file-too-large",
                          "the file has " + std::to_string(text.size()) + " bytes, at most " +
                              std::to_string(limits::document_bytes) + " (32 MiB) are allowed");
        return false;
    }
    for (size_t at = 0; at < text.size();) {
        auto byte = static_cast<uint8_t>(text[at]);
        if (byte >= 0x20 && byte < 0x7F) {
            ++at;
            continue;
        }
        value::DecodedCharacter character = value::decode_character(text, at);
        Span span{static_cast<uint32_t>(at), static_cast<uint32_t>(at + character.length)};
        if (!character.valid) {
            diagnostics.error(
                source, span, "not-utf-8",
                "byte " + std::to_string(at) + " (" + in_hex(source.text(span)) + ") is not valid UTF-8",
                "save the file in UTF-8");
            return false;
        }
        if (is_control(character.code)) {
            diagnostics.error(source, span, "control-character",
                              "the control character " + value::escape_for_terminal(source.text(span)) +
                                  " at byte " + std::to_string(at) + " is not allowed",
                              "in a string in double quotes write it as an escape, such as `\\x1b`");
            return false;
        }
        at += character.length;
    }
    return true;
}

}  // namespace aiorun::document
