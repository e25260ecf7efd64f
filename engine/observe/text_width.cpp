#include "observe/text_width.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "value/utf8.hpp"

namespace aiorun::observe {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

/// Unicode 15: East_Asian_Width W and F (UAX #11), in blocks; what is unassigned in a block counts with it.
constexpr std::array<Range, 31> wide{{{0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
                                      {0x23F0, 0x23F0},   {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},
                                      {0x2648, 0x2653},   {0x267F, 0x267F},   {0x2693, 0x2693},   {0x26A1, 0x26A1},
                                      {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},   {0x2705, 0x2705},
                                      {0x274C, 0x274C},   {0x2753, 0x2755},   {0x2795, 0x2797},   {0x2B1B, 0x2B1C},
                                      {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},
                                      {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
                                      {0x1F300, 0x1F64F}, {0x1F680, 0x1FAFF}, {0x20000, 0x3FFFD}}};
/// General categories Mn, Me and Cf of the scripts that are met most, variation selectors, Hangul vowels and finals.
constexpr std::array<Range, 14> zero{{{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A},
                                      {0x064B, 0x065F}, {0x0E34, 0x0E3A}, {0x1160, 0x11FF}, {0x1AB0, 0x1AFF},
                                      {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F},
                                      {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF}}};

bool is_in(std::span<const Range> ranges, char32_t code) {
    auto after = std::ranges::upper_bound(ranges, code, {}, &Range::first);
    return after != ranges.begin() && code <= std::prev(after)->last;
}

size_t columns_of(char32_t code) { return code < 0x300 ? 1 : is_in(zero, code) ? 0 : is_in(wide, code) ? 2 : 1; }

}  // namespace

size_t columns_of(std::string_view text) {
    size_t columns = 0;
    for (size_t at = 0; at < text.size();) {
        value::DecodedCharacter character = value::decode_character(text, at);
        columns += columns_of(character.code);
        at += character.length;
    }
    return columns;
}

std::string fit_columns(std::string_view text, size_t columns) {
    if (columns_of(text) <= columns) {
        return std::string(text);
    }
    size_t used = 0;
    size_t at = 0;
    while (at < text.size()) {
        value::DecodedCharacter character = value::decode_character(text, at);
        size_t width = columns_of(character.code);
        if (used + width + 1 > columns) {
            break;
        }
        used += width;
        at += character.length;
    }
    return columns == 0 ? std::string() : std::string(text.substr(0, at)) + "…";
}

}  // namespace aiorun::observe
