#include "document/extent.hpp"

#include <algorithm>

namespace aiorun::document {
namespace {

size_t line_end(std::string_view text, size_t at) {
    return std::min(text.find_first_of("\r\n", at), text.size());
}

size_t next_line(std::string_view text, size_t at) {
    at = line_end(text, at);
    if (text.substr(at).starts_with("\r\n")) {
        return at + 2;
    }
    return std::min(at + 1, text.size());
}

/// A plain scalar over several lines: the text and the value agree but for white space, which is folded.
size_t plain_end(std::string_view text, size_t at, std::string_view value) {
    size_t end = at;
    for (size_t i = 0; i < value.size() && at < text.size();) {
        if (text[at] == value[i]) {
            ++i;
            end = ++at;
        } else if (is_blank_or_break(text[at])) {
            ++at;
        } else if (is_blank_or_break(value[i])) {
            ++i;
        } else {
            break;
        }
    }
    return end;
}

/// A block scalar ends with its last line that is indented at least as its first.
size_t block_end(std::string_view text, size_t at, std::string_view value) {
    size_t end = line_end(text, at);
    size_t content = value.find_first_not_of('\n');
    if (content == std::string_view::npos) {
        return end;
    }
    size_t extra_indent = std::min(value.find_first_not_of(' ', content), value.size()) - content;
    std::optional<size_t> indent;
    for (size_t line = next_line(text, at); line < text.size(); line = next_line(text, line)) {
        size_t stop = line_end(text, line);
        size_t first = std::min(text.find_first_not_of(' ', line), stop);
        if (first == stop) {
            continue;
        }
        if (!indent) {
            indent = first - line - std::min(extra_indent, first - line);
        }
        if (first - line < *indent) {
            break;
        }
        end = stop;
    }
    return end;
}

}  // namespace

bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t';
}
bool is_break(char c) noexcept {
    return c == '\n' || c == '\r';
}
bool is_blank_or_break(char c) noexcept {
    return is_blank(c) || is_break(c);
}
bool is_flow_indicator(char c) noexcept {
    return c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
}

size_t skip_space(std::string_view text, size_t at) noexcept {
    while (at < text.size()) {
        if (is_blank_or_break(text[at])) {
            ++at;
        } else if (text[at] == '#') {
            at = line_end(text, at);
        } else {
            break;
        }
    }
    return at;
}

size_t word_end(std::string_view text, size_t at) noexcept {
    while (at < text.size() && !is_blank_or_break(text[at]) && !is_flow_indicator(text[at])) {
        ++at;
    }
    return at;
}

Properties skip_properties(std::string_view text, size_t at) noexcept {
    Properties result{at, std::nullopt};
    while (result.content < text.size() && (text[result.content] == '&' || text[result.content] == '!')) {
        size_t end = word_end(text, result.content);
        if (text[result.content] == '!') {
            result.tag = Span{static_cast<uint32_t>(result.content), static_cast<uint32_t>(end)};
        }
        result.content = skip_space(text, end);
    }
    return result;
}

size_t scalar_end(std::string_view text, size_t at, std::string_view value) noexcept {
    if (at >= text.size()) {
        return text.size();
    }
    switch (text[at]) {
        case '"':
        case '\'':
            return quoted_end(text, at).value_or(text.size());
        case '|':
        case '>':
            return block_end(text, at, value);
        default:
            return plain_end(text, at, value);
    }
}

std::optional<size_t> quoted_end(std::string_view text, size_t at) noexcept {
    char quote = text[at++];
    for (; at < text.size(); ++at) {
        if (quote == '"' && text[at] == '\\') {
            ++at;
        } else if (text[at] == quote) {
            if (quote == '"' || !text.substr(at + 1).starts_with('\'')) {
                return at + 1;
            }
            ++at;  // two single quotes are one
        }
    }
    return std::nullopt;
}

std::optional<size_t> written_null_end(std::string_view text, size_t at, bool is_key) noexcept {
    for (std::string_view word : {"~", "null", "Null", "NULL"}) {
        if (!text.substr(at).starts_with(word)) {
            continue;
        }
        size_t end = at + word.size();
        size_t next = end;
        while (next < text.size() && is_blank(text[next])) {
            ++next;
        }
        bool stops = next == text.size() || is_break(text[next]) || text[next] == ',' || text[next] == ']' ||
                     text[next] == '}' || (text[next] == '#' && next > end);
        return stops || (is_key && text[next] == ':') ? std::optional(end) : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace aiorun::document
