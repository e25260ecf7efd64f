#include "document/syntax_error.hpp"

#include <algorithm>

#include "document/flow_scan.hpp"
#include "document/syntax_guess.hpp"

namespace aiorun::document {
namespace {

struct Words {
    const char* message;
    const char* hint;
};

/// What is said when nothing is known but what the parser stumbled over.
Words words_of(SyntaxFault fault) {
    switch (fault) {
        case SyntaxFault::alias:
            return {"expected the name of an anchor that stands above (`&NAME`) after `*`, or a name after `&`",
                    "put a text that begins with `*` or `&` in quotes"};
        case SyntaxFault::block_header:
            return {"unexpected text after `|` or `>`, which begin a text of several lines",
                    "begin the text in the next line, or put it in quotes"};
        case SyntaxFault::block_key:
            return {"`? ` cannot begin a key here", "put a text that begins with `? ` in quotes"};
        case SyntaxFault::block_value:
            return {"`: ` cannot stand here, expected it after a key", "put a text that holds `: ` in quotes"};
        case SyntaxFault::block_item:
            return {"`- ` cannot begin a list item here", "begin the list in a line of its own"};
        case SyntaxFault::directive:
            return {"a line that begins with `%` is a directive, and this one is not known",
                    "workflows need none: leave it out, or put the text in quotes"};
        case SyntaxFault::escape:
            return {"this escape is not known in double quotes", "write `\\\\` for a backslash, or use single quotes"};
        case SyntaxFault::flow_close:
        case SyntaxFault::flow_entry:
            return {"expected `,` or the closing bracket",
                    "between brackets a text with any of `,[]{}`, `: ` or ` #` stands in quotes"};
        case SyntaxFault::layout:
            return {"this does not go on with the list or map above: expected a further item or key at its indentation",
                    "items of one list, and keys of one map, begin in the same column"};
        case SyntaxFault::properties:
            return {"unexpected `!` or `&`: a value has at most one anchor, and no tag",
                    "put a text that begins with `!` or `&` in quotes"};
        case SyntaxFault::quote:
            return {"a quote that is opened above is not closed, expected its end before this", ""};
        case SyntaxFault::tab:
            return {"a tab in the indentation, expected spaces", ""};
        case SyntaxFault::token:
            return {"no value begins with this character", "put the text in quotes"};
        case SyntaxFault::trailing:
            return {"unexpected text after the end of the document, expected the end of the file",
                    "indent it like what it belongs to"};
        case SyntaxFault::other:
            break;
    }
    return {"this is not valid YAML, expected a key, an item or a value", "check the indentation and the quotes here and in the line above"};
}

Finding plain_finding(const ErrorContext& context) {
    const Words words = words_of(context.error.fault);
    return {make_span(context.at, context.at + 1), "yaml-syntax", words.message, words.hint};
}

}  // namespace

ErrorContext::ErrorContext(std::string_view whole_text, const SyntaxError& syntax_error)
    : text(whole_text), error(syntax_error), at(std::min<size_t>(syntax_error.at, whole_text.size())) {
    size_t before = at == 0 ? std::string_view::npos : text.find_last_of("\r\n", at - 1);
    line_begin = before == std::string_view::npos ? 0 : before + 1;
    line_end = std::min(text.find_first_of("\r\n", at), text.size());
    line_content = std::min(text.find_first_not_of(" \t", line_begin), line_end);
    // The parser reads ahead of what it tells, so look at what stands between.
    FlowScan scan = scan_flow(text, std::min<size_t>(error.last_end, at), at, error.open_bracket);
    open_bracket = scan.open.empty() ? std::nullopt : std::optional(scan.open.back());
    open_quote = scan.open_quote;
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
