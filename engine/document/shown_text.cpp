#include "document/shown_text.hpp"

#include <algorithm>

#include "value/utf8.hpp"

namespace aiorun::document {
namespace {

constexpr size_t longest_quote = 60;  // characters of a text that a message shows

}  // namespace

size_t count_characters(std::string_view text) noexcept {
    return static_cast<size_t>(std::ranges::count_if(text, [](char byte) { return !is_continuation(byte); }));
}

std::string quoted(std::string_view text) {
    size_t end = 0;
    for (size_t characters = 0; end < text.size() && characters < longest_quote; ++characters) {
        end += value::decode_character(text, end).length;
    }
    return '"' + value::escape_for_terminal(text.substr(0, end)) + (end < text.size() ? "…\"" : "\"");
}

}  // namespace aiorun::document
