#include "document/brace_hint.hpp"

#include <algorithm>

namespace aiorun::document {
namespace {

constexpr std::string_view opening = "${";
constexpr size_t longest_example = 80;

std::string_view trimmed(std::string_view text) {
    size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
    return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

bool is_single(std::string_view text) { return text.starts_with(opening) && !text.substr(opening.size()).starts_with('{'); }

}  // namespace

std::string brace_hint(const Source& source, Span span) {
    std::string_view text = source.text();
    size_t begin = std::min<size_t>(span.begin, text.size());
    size_t length = std::max(span.end, span.begin) - span.begin;
    // An expression without braces is found wrong at its first character.
    bool is_bare = length == 1 && text.substr(begin).starts_with('$');
    std::string_view value = text.substr(begin, is_bare ? text.find_first_of("\r\n", begin) - begin : length);
    if (!is_bare && value.size() >= 2 && (value.front() == '"' || value.front() == '\'')) {
        value = value.substr(1, value.size() - 2);
    }
    size_t end = value.find('}');
    if (!is_single(value) || end == std::string_view::npos || value.find("${{") != std::string_view::npos) {
        return {};
    }
    std::string inner(trimmed(value.substr(opening.size(), end - opening.size())));
    std::string_view rest = is_bare ? std::string_view() : value.substr(end + 1);
    bool is_shown = !inner.empty() && inner.find('{') == std::string::npos && value.size() <= longest_example &&
                    value.find('\n') == std::string_view::npos;
    if (is_bare) {
        return "an expression stands alone here, without `${ }`" + (is_shown ? ": " + inner : "");
    }
    return "an expression is written with two braces: ${{ " + (is_shown ? inner + " }}" + std::string(rest) : "… }}");
}

}  // namespace aiorun::document
