// The commonest mistake in workflows: an expression that YAML does not read as one text.
#include <algorithm>

#include "document/expression_keys.hpp"
#include "document/extent.hpp"
#include "document/syntax_guess.hpp"

namespace aiorun::document {
namespace {

constexpr std::string_view opening = "${{";
constexpr std::string_view closing = "}}";
constexpr size_t longest_example = 80;

std::string_view trimmed(std::string_view text) {
    size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
    size_t end = text.find_last_not_of(" \t") + 1;
    return begin < end ? text.substr(begin, end - begin) : std::string_view();
}

/// A text in those quotes that leave it as it is.
std::string in_quotes(std::string_view text) {
    if (text.find_first_of("\"\\") == std::string_view::npos) {
        return '"' + std::string(text) + '"';
    }
    std::string result = "'";
    for (char c : text) {
        result += c;
        if (c == '\'') {
            result += c;
        }
    }
    return result + '\'';
}

std::string quoting_hint(std::string_view value) {
    return value.empty() || value.size() > longest_example ? "put the whole value in quotes"
                                                           : "write " + in_quotes(value);
}

std::string reason(const ErrorContext& context) {
    if (context.character() == ':') {
        return ": YAML takes its `: ` for a key and its value";
    }
    if (context.open_bracket) {
        return ": between brackets YAML takes its braces and commas for its own";
    }
    return "";
}

/// The last `${{` before the error that is not closed before it.
std::optional<size_t> open_expression(const ErrorContext& context) {
    size_t found = context.text.rfind(opening, context.at);
    // A text of several lines has been read whole before its `: ` is refused.
    size_t least =
        std::min<size_t>({context.error.last_end, context.error.last_scalar.begin, context.line_begin});
    if (found == std::string_view::npos || found < least || context.at - found > 10'000) {
        return std::nullopt;
    }
    std::string_view between = context.text.substr(found, context.at - found);
    return between.find(closing) == std::string_view::npos ? std::optional(found) : std::nullopt;
}

/// Behind the `}}` of an expression, in the same line; else the end of the line.
size_t expression_end(const ErrorContext& context, size_t begin) {
    size_t limit = std::min(context.text.find_first_of("\r\n", begin), context.text.size());
    size_t end = context.text.substr(0, limit).find(closing, begin);
    if (end == std::string_view::npos) {
        return limit;
    }
    while (!context.open_bracket && end + closing.size() < limit &&
           context.text[end + closing.size()] == '}') {
        ++end;  // `{ … }}}`: the expression's own brace comes first
    }
    return end + closing.size();
}

/// Where the value begins in its line that the expression is a part of.
size_t value_begin(const ErrorContext& context, size_t expression) {
    for (size_t at = expression; at > 0 && !is_break(context.text[at - 1]); --at) {
        char before = context.text[at - 1];
        bool is_separator =
            at < context.text.size() && is_blank(context.text[at]) && (before == ':' || before == '-');
        if (is_separator || (context.open_bracket && is_flow_indicator(before))) {
            return std::min(context.text.find_first_not_of(" \t", at), expression);
        }
    }
    return expression;
}

Guess marked_expression(const ErrorContext& context) {
    auto begin = open_expression(context);
    if (!begin) {
        return std::nullopt;
    }
    size_t end = expression_end(context, *begin);
    size_t from = value_begin(context, *begin);
    size_t value_end =
        context.open_bracket ? end : std::min(context.text.find_first_of("\r\n", end), context.text.size());
    std::string_view value = trimmed(context.text.substr(from, value_end - from));
    bool is_whole = context.text.substr(*begin, end - *begin).ends_with(closing);
    return Finding{make_span(*begin, end), "unquoted-expression",
                   "the expression must be quoted" + reason(context), quoting_hint(is_whole ? value : "")};
}

/// Where the value of an expression's key begins in the error's line, if there is one before the error.
std::optional<size_t> expression_value(const ErrorContext& context, std::string_view key) {
    std::string_view line = context.text.substr(0, context.at);
    for (size_t at = line.rfind(key); at != std::string_view::npos && at >= context.line_begin;
         at = at == 0 ? std::string_view::npos : line.rfind(key, at - 1)) {
        size_t colon = at + key.size();
        bool begins_word =
            at == context.line_begin || is_blank(line[at - 1]) || is_flow_indicator(line[at - 1]);
        if (begins_word && colon + 1 < line.size() + 1 && context.text.substr(colon).starts_with(": ")) {
            return std::min(context.text.find_first_not_of(" \t", colon + 1), context.line_end);
        }
    }
    return std::nullopt;
}

Guess bare_expression(const ErrorContext& context) {
    for (std::string_view key : expression_keys) {
        auto begin = expression_value(context, key);
        if (!begin || *begin > context.at) {
            continue;
        }
        std::string_view value = trimmed(context.text.substr(*begin, context.line_end - *begin));
        return Finding{make_span(*begin, *begin + value.size()), "unquoted-expression",
                       "the expression of `" + std::string(key) + "` must be quoted" + reason(context),
                       quoting_hint(context.open_bracket && *context.open_bracket < *begin ? "" : value)};
    }
    return std::nullopt;
}

}  // namespace

Guess guess_unquoted_expression(const ErrorContext& context) {
    if (context.error.fault == SyntaxFault::escape || context.open_quote) {
        return std::nullopt;
    }
    if (Guess found = marked_expression(context)) {
        return found;
    }
    return bare_expression(context);
}

}  // namespace aiorun::document
