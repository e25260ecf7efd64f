#include "document/syntax_error.hpp"

#include <algorithm>

#include "document/flow_scan.hpp"
#include "document/syntax_guess.hpp"

namespace aiorun::document {
namespace {

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
