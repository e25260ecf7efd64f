// Mistakes inside of texts: quotes, escapes, characters that mean something in YAML, tabs.
#include <algorithm>

#include "document/extent.hpp"
#include "document/shown_text.hpp"
#include "document/syntax_guess.hpp"

namespace aiorun::document {
namespace {

Finding unclosed_quote(const ErrorContext& context, size_t quote) {
    return {make_span(quote, std::min(context.text.find_first_of("\r\n", quote), context.text.size())),
            "unclosed-quote", std::string("the quote ") + context.text[quote] + " is not closed",
            context.text[quote] == '"' ? R"(a `"` inside of the text is written `\"`)"
                                       : "a `'` inside of the text is written `''`"};
}

Guess bad_escape(const ErrorContext& context) {
    size_t backslash = context.text.rfind('\\', context.at == 0 ? 0 : context.at - 1);
    constexpr size_t longest_escape = 12;  // `\\U0001F600`, and a line break
    if (backslash == std::string_view::npos || context.at - backslash > longest_escape) {
        return std::nullopt;
    }
    size_t end = std::min(std::max(context.at, backslash + 2), context.text.find_first_of("\r\n", backslash));
    end = std::min(end, context.text.size());
    return Finding{
        make_span(backslash, end), "unknown-escape",
        "unknown escape " + quoted(context.text.substr(backslash, end - backslash)) + " in double quotes",
        R"(a backslash is written `\\`, or put the text in single quotes)"};
}

/// `a: "b" c`: the text goes on behind its closing quote.
Guess text_behind_quote(const ErrorContext& context) {
    Span last = context.error.last_scalar;
    bool is_quoted = last.end > last.begin && last.end <= context.at &&
                     (context.text[last.begin] == '"' || context.text[last.begin] == '\'');
    std::string_view between = is_quoted ? context.text.substr(last.end, context.at - last.end) : "x";
    if (!std::ranges::all_of(between, is_blank) || context.at >= context.text.size()) {
        return std::nullopt;
    }
    size_t first_line = context.line_number(last.begin);
    bool is_one_line = last.begin >= context.line_begin;
    return Finding{make_span(context.at, std::max(context.at + 1, context.line_end)), "text-after-quote",
                   is_one_line ? "unexpected text after the closing quote"
                               : "unexpected text after the closing quote of the text that begins in line " +
                                     std::to_string(first_line),
                   is_one_line
                       ? "put all of the text in quotes; a quote inside is written `''` in single quotes, "
                         "`\\\"` in double ones"
                       : "is the quote in line " + std::to_string(first_line) + " meant to be closed there?"};
}

std::string_view name_of_sign(char c) {
    return c == '*' ? "alias" : "anchor";
}

Guess bad_alias(const ErrorContext& context) {
    size_t begin = context.at;
    while (begin > context.line_begin && context.text[begin] != '*' && context.text[begin] != '&') {
        --begin;
    }
    char sign = context.text[begin];
    if (sign != '*' && sign != '&') {
        return std::nullopt;
    }
    size_t end = word_end(context.text, begin + 1);
    std::string name(context.text.substr(begin + 1, end - begin - 1));
    bool is_unknown = context.error.at == begin && !name.empty();
    return Finding{make_span(begin, end), "unknown-alias",
                   is_unknown ? "unknown alias " + quoted("*" + name) + ", no " + quoted("&" + name) +
                                    " stands before it"
                              : "a name is expected after `" + std::string(1, sign) + "`, which begins an " +
                                    std::string(name_of_sign(sign)),
                   "put the text in quotes if it is meant to begin with `" + std::string(1, sign) + "`"};
}

}  // namespace

Guess guess_quotes(const ErrorContext& context) {
    if (context.error.fault == SyntaxFault::escape) {
        return bad_escape(context);
    }
    if (context.open_quote &&
        (context.error.fault == SyntaxFault::quote || context.at >= context.text.size())) {
        return unclosed_quote(context, *context.open_quote);
    }
    bool is_in_brackets = context.error.fault == SyntaxFault::flow_entry;
    if (is_in_brackets && context.error.last_scalar.begin >= context.line_begin) {
        return std::nullopt;
    }
    if (is_in_brackets || context.error.fault == SyntaxFault::layout ||
        context.error.fault == SyntaxFault::trailing) {
        return text_behind_quote(context);
    }
    return std::nullopt;
}

Guess guess_tab(const ErrorContext& context) {
    if (context.open_bracket) {
        return std::nullopt;
    }
    size_t word = std::min(context.text.find_first_not_of(" \t-?", context.line_begin), context.line_end);
    size_t tab = context.text.substr(0, word).find('\t', context.line_begin);
    if (tab == std::string_view::npos) {
        return std::nullopt;
    }
    return Finding{make_span(tab, tab + 1), "tab-indentation", "a tab in the indentation",
                   "indent by spaces"};
}

Guess guess_special_character(const ErrorContext& context) {
    if (context.error.fault == SyntaxFault::alias) {
        return bad_alias(context);
    }
    if (context.error.fault == SyntaxFault::properties) {
        size_t begin = std::min(context.text.find_last_of("!&", context.at), context.at);
        return Finding{make_span(begin, context.at + 1), "yaml-syntax",
                       quoted(context.text.substr(begin, 1)) +
                           " begins a tag or an anchor, which is not complete or not "
                           "the only one",
                       "put the text in quotes"};
    }
    bool is_token = context.error.fault == SyntaxFault::token && context.at < context.text.size();
    if (!is_token && context.error.fault != SyntaxFault::block_key) {
        return std::nullopt;
    }
    return Finding{make_span(context.at, context.at + 1), "special-character",
                   "a text cannot begin with " + quoted(context.text.substr(context.at, 1)),
                   "put the text in quotes"};
}

}  // namespace aiorun::document
