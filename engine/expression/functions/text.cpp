#include "expression/functions/text.hpp"

#include <cstring>

namespace aiorun::expression {
namespace {

unsigned byte_at(std::string_view text, size_t position) {
    return static_cast<unsigned char>(text[position]);
}

}  // namespace

size_t character_length(std::string_view text, size_t position) noexcept {
    unsigned first = byte_at(text, position);
    size_t length = first < 0x80   ? 1
                    : first < 0xC2 ? 1
                    : first < 0xE0 ? 2
                    : first < 0xF0 ? 3
                    : first < 0xF5 ? 4
                                   : 1;
    for (size_t i = 1; i < length; ++i) {
        if (position + i >= text.size() || (byte_at(text, position + i) & 0xC0U) != 0x80U) {
            return 1;
        }
    }
    return length;
}

size_t count_characters(std::string_view text) noexcept {
    size_t count = 0;
    for (size_t i = 0; i < text.size(); i += character_length(text, i)) {
        ++count;
    }
    return count;
}

size_t byte_offset(std::string_view text, size_t index) noexcept {
    size_t position = 0;
    while (index > 0 && position < text.size()) {
        position += character_length(text, position);
        --index;
    }
    return position;
}

uint32_t code_point_at(std::string_view text, size_t position) noexcept {
    size_t length = character_length(text, position);
    unsigned first = byte_at(text, position);
    if (length == 1) {
        return first < 0x80 ? first : 0xFFFD;
    }
    uint32_t code_point = first & (0xFFU >> (length + 1));
    for (size_t i = 1; i < length; ++i) {
        code_point = code_point << 6U | (byte_at(text, position + i) & 0x3FU);
    }
    return code_point;
}

size_t find_text(std::string_view text, std::string_view part, size_t from) noexcept {
    if (from > text.size()) {
        return std::string_view::npos;
    }
    const void* found = memmem(text.data() + from, text.size() - from, part.data(), part.size());
    return found == nullptr ? std::string_view::npos
                            : static_cast<size_t>(static_cast<const char*>(found) - text.data());
}

std::vector<std::string_view> characters(std::string_view text) {
    std::vector<std::string_view> result;
    for (size_t i = 0; i < text.size(); i += result.back().size()) {
        result.push_back(text.substr(i, character_length(text, i)));
    }
    return result;
}

}  // namespace aiorun::expression
