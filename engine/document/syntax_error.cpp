#include "document/syntax_error.hpp"

#include <algorithm>

#include "document/extent.hpp"
#include "document/syntax_guess.hpp"

namespace aiorun::document {
namespace {

/// What is open at the error, found by reading on from the last thing that the parser told of: it reads
/// ahead.
struct OpenThings {
    std::optional<size_t> bracket;
    std::optional<size_t> quote;
};

/// Whether a quote or bracket at `at` begins a node: inside of a plain text it is a character like any other.
bool begins_node(std::string_view text, size_t from, size_t at) {
    size_t before = at;
    while (before > from && is_blank(text[before - 1])) {
        --before;
    }
    if (before == from || is_break(text[before - 1])) {
        return true;
    }
    char previous = text[before - 1];
    return is_flow_indicator(previous) ||
           ((previous == ':' || previous == '-' || previous == '?') && before < at) || previous == '"' ||
           previous == '\'';
}

OpenThings find_open(std::string_view text, size_t from, size_t to, std::optional<size_t> outer_bracket) {
    std::vector<size_t> brackets;
    if (outer_bracket) {
        brackets.push_back(*outer_bracket);
        from = std::max(from, *outer_bracket + 1);
    }
    for (size_t at = from; at < to; ++at) {
        char c = text[at];
        if (c == '#' && (at == from || is_blank_or_break(text[at - 1]))) {
            at = std::min(text.find_first_of("\r\n", at), to);
        } else if ((c == '"' || c == '\'') && begins_node(text, from, at)) {
            auto end = quoted_end(text, at);
            if (!end || *end > to) {
                return {brackets.empty() ? std::nullopt : std::optional(brackets.back()), at};
            }
            at = *end - 1;
        } else if ((c == '[' || c == '{') && (!brackets.empty() || begins_node(text, from, at))) {
            brackets.push_back(at);
        } else if ((c == ']' || c == '}') && !brackets.empty()) {
            brackets.pop_back();
        }
    }
    return {brackets.empty() ? std::nullopt : std::optional(brackets.back()), std::nullopt};
}

Finding plain_finding(const ErrorContext& context) {
    std::string message = "this is not valid YAML: " + context.error.parser_message;
    std::string hint;
    if (context.error.fault == SyntaxFault::directive) {
        hint = "a line that begins with `%` is a directive; workflows need none";
    } else if (context.error.fault == SyntaxFault::block_header) {
        message = "unexpected text after `|` or `>`, which begin a text of several lines";
        hint = "begin the text in the next line, or put it in quotes";
    } else if (context.error.fault == SyntaxFault::trailing) {
        message = "unexpected text after the end of the document";
    }
    return {make_span(context.at, context.at + 1), "yaml-syntax", std::move(message), std::move(hint)};
}

}  // namespace

ErrorContext::ErrorContext(std::string_view whole_text, const SyntaxError& syntax_error)
    : text(whole_text), error(syntax_error), at(std::min<size_t>(syntax_error.at, whole_text.size())) {
    size_t before = at == 0 ? std::string_view::npos : text.find_last_of("\r\n", at - 1);
    line_begin = before == std::string_view::npos ? 0 : before + 1;
    line_end = std::min(text.find_first_of("\r\n", at), text.size());
    line_content = std::min(text.find_first_not_of(" \t", line_begin), line_end);
    size_t from = std::min<size_t>(error.last_end, at);
    OpenThings open = find_open(text, from, at, error.open_bracket);
    open_bracket = open.bracket;
    open_quote = open.quote;
}

size_t ErrorContext::line_number(size_t offset) const {
    return static_cast<size_t>(std::ranges::count(text.substr(0, offset), '\n')) + 1;
}

void report_syntax_error(const Source& source, const SyntaxError& error, Diagnostics& diagnostics) {
    ErrorContext context(source.text(), error);
    Guess found;
    for (auto guess : {guess_unquoted_expression, guess_quotes, guess_tab, guess_special_character,
                       guess_brackets, guess_layout}) {
        found = guess(context);
        if (found) {
            break;
        }
    }
    if (!found) {
        found = plain_finding(context);
    }
    diagnostics.error(source, found->span, found->code, std::move(found->message), std::move(found->hint));
}

}  // namespace aiorun::document
