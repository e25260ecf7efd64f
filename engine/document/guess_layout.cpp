// Mistakes in how lines and brackets are laid out.
#include <algorithm>

#include "document/extent.hpp"
#include "document/shown_text.hpp"
#include "document/syntax_guess.hpp"

namespace aiorun::document {
namespace {

/// A line that is neither blank nor a comment.
struct Line {
    size_t begin = 0;    ///< of the line
    size_t content = 0;  ///< its first character that is no blank
    size_t end = 0;

    [[nodiscard]] size_t indent() const { return content - begin; }
};

Line line_at(std::string_view text, size_t begin) {
    size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
    return {begin, std::min(text.find_first_not_of(" \t", begin), end), end};
}

std::optional<Line> line_before(std::string_view text, size_t begin) {
    while (begin > 0) {
        size_t end = begin - 1;
        size_t last_break = end == 0 ? std::string_view::npos : text.find_last_of("\r\n", end - 1);
        begin = last_break == std::string_view::npos ? 0 : last_break + 1;
        Line line = line_at(text, begin);
        if (line.content < line.end && text[line.content] != '#') {
            return line;
        }
    }
    return std::nullopt;
}

bool is_item(std::string_view text, size_t at) {
    return text[at] == '-' && (at + 1 == text.size() || is_blank_or_break(text[at + 1]));
}

/// Behind the `- ` that a line begins with.
size_t skip_items(std::string_view text, Line line) {
    size_t at = line.content;
    while (at < line.end && is_item(text, at)) {
        at = std::min(text.find_first_not_of(" \t", at + 1), line.end);
    }
    return at;
}

bool is_key_end(std::string_view text, size_t at) {
    return text[at] == ':' && (at + 1 >= text.size() || is_blank_or_break(text[at + 1]));
}

/// The first `:` between two offsets that ends a key.
std::optional<size_t> find_key_end(std::string_view text, size_t begin, size_t end) {
    for (size_t at = begin; at < end; ++at) {
        if (is_key_end(text, at)) {
            return at;
        }
    }
    return std::nullopt;
}

/// A `:` with nothing but a letter or digit on both sides.
std::optional<size_t> find_tight_colon(std::string_view text, size_t begin, size_t end) {
    size_t colon = text.substr(0, end).find(':', begin);
    bool is_tight =
        colon != std::string_view::npos && colon > begin && colon + 1 < end && text[colon + 1] != '/';
    return is_tight ? std::optional(colon) : std::nullopt;
}

Finding colon_in_text(const ErrorContext& context, size_t begin, size_t key_end) {
    size_t value = std::min(context.text.find_first_not_of(" \t", key_end + 1), context.at);
    std::string_view key = context.text.substr(begin, key_end - begin);
    return {make_span(context.at, context.at + 1), "unquoted-colon",
            "`: ` inside of a text that is not quoted",
            "put all of the value of " + quoted(key) + " in quotes, from " +
                quoted(context.text.substr(value, std::min<size_t>(context.line_end, value + 20) - value)) +
                " on"};
}

/// A `: ` of the first key in its line is refused: the line goes on with a text that began in the line
/// before.
Guess continued_line(const ErrorContext& context, size_t key_begin) {
    auto before = line_before(context.text, context.line_begin);
    if (!before) {
        return std::nullopt;
    }
    size_t begin = skip_items(context.text, *before);
    std::string_view key = context.text.substr(key_begin, context.at - key_begin);
    std::string number = std::to_string(context.line_number(before->begin));
    if (auto key_end = find_key_end(context.text, begin, before->end)) {
        std::string_view key_before = context.text.substr(begin, *key_end - begin);
        return Finding{make_span(key_begin, context.at), "bad-indentation",
                       quoted(key) + " is indented deeper than " + quoted(key_before) + " in line " + number +
                           ", which has a value already",
                       "indent both alike, or remove the value of " + quoted(key_before)};
    }
    if (auto colon = find_tight_colon(context.text, begin, before->end)) {
        return Finding{
            make_span(*colon, *colon + 1), "missing-space", "a space is missing after `:`",
            "write " + quoted(std::string(context.text.substr(begin, *colon - begin)) + ": " +
                              std::string(context.text.substr(*colon + 1, before->end - *colon - 1)))};
    }
    return Finding{make_span(begin, before->end), "missing-colon",
                   "expected `:` after " + quoted(context.text.substr(begin, before->end - begin)), ""};
}

Guess refused_value(const ErrorContext& context) {
    Line line{context.line_begin, context.line_content, context.line_end};
    size_t begin = std::min(skip_items(context.text, line), context.at);
    char last = context.at > begin ? context.text[context.at - 1] : ' ';
    if (last == ']' || last == '}') {
        return Finding{make_span(begin, context.at), "complex-key",
                       "the key of an entry is a list or map, expected text",
                       "put it in quotes if it is meant as text"};
    }
    if (auto key_end = find_key_end(context.text, begin, context.at)) {
        return colon_in_text(context, begin, *key_end);
    }
    constexpr size_t longest_key = 1024;  // YAML 1.2, section 7.4.3
    if (context.at - begin > longest_key) {
        return Finding{make_span(begin, context.at), "long-key", "a key is longer than 1024 characters", ""};
    }
    return continued_line(context, begin);
}

/// The nearest line above that is not indented deeper, and the least indentation of those in between.
struct LinesAbove {
    std::optional<Line> nearest;
    std::optional<size_t> deeper;
};

LinesAbove lines_above(const ErrorContext& context) {
    LinesAbove result;
    size_t indent = context.line_content - context.line_begin;
    for (auto line = line_before(context.text, context.line_begin); line;
         line = line_before(context.text, line->begin)) {
        if (line->indent() <= indent) {
            result.nearest = line;
            break;
        }
        result.deeper = std::min(result.deeper.value_or(line->indent()), line->indent());
    }
    return result;
}

/// A line that is indented deeper than the one above, which has its value already.
Guess deeper_line(const ErrorContext& context, const LinesAbove& above) {
    size_t indent = context.line_content - context.line_begin;
    if (!above.nearest || above.nearest->indent() >= indent) {
        return std::nullopt;
    }
    std::string number = std::to_string(context.line_number(above.nearest->begin));
    std::string expected = std::to_string(above.nearest->indent());
    size_t inside = skip_items(context.text, *above.nearest) - above.nearest->begin;
    bool goes_on_with_item = is_item(context.text, above.nearest->content) && !is_item(context.text, context.line_content);
    std::string hint = "items of one list, and keys of one map, begin in the same column";
    if (goes_on_with_item) {
        expected = std::to_string(inside);
        hint = "a further key of the item in line " + number + " begins where its first one does";
    }
    return Finding{make_span(context.at, context.line_end), "bad-indentation",
                   "an indentation of " + std::to_string(indent) + ", expected " + expected + " as in line " + number, hint};
}

/// The first thing in a line does not fit what the lines above began.
Guess misplaced_line(const ErrorContext& context) {
    size_t indent = context.line_content - context.line_begin;
    LinesAbove above = lines_above(context);
    bool begins_item = is_item(context.text, context.line_content);
    if (above.nearest && above.nearest->indent() == indent) {
        std::string number = std::to_string(context.line_number(above.nearest->begin));
        Span span = make_span(context.at, context.line_end);
        if (begins_item && !is_item(context.text, above.nearest->content)) {
            return Finding{span, "item-among-keys",
                           "`- ` begins a list item among the keys of a map (line " + number + ")",
                           "indent it below its key, or give it a key"};
        }
        if (!begins_item && is_item(context.text, above.nearest->content)) {
            return Finding{span, "key-among-items",
                           "a list item is expected, as in line " + number + ", which begins with `- `",
                           "indent this line to the text behind the `- ` if it belongs to that item"};
        }
    }
    if (above.deeper) {
        std::string expected = std::to_string(*above.deeper);
        if (above.nearest && above.nearest->indent() != indent) {
            expected = std::to_string(above.nearest->indent()) + " or " + expected;
        }
        return Finding{make_span(context.at, context.line_end), "bad-indentation",
                       "an indentation of " + std::to_string(indent) + ", expected " + expected +
                           " as in the lines above",
                       ""};
    }
    return deeper_line(context, above);
}

Finding unclosed_bracket(const ErrorContext& context) {
    char bracket = context.text[*context.open_bracket];
    return {make_span(*context.open_bracket, *context.open_bracket + 1), "unclosed-bracket",
            std::string("`") + bracket + "` is not closed, expected `" + (bracket == '[' ? ']' : '}') + "`",
            ""};
}

/// Whether the error's line looks as if the bracket had been forgotten: it begins a key or item outside of
/// it.
bool is_outside_of_bracket(const ErrorContext& context) {
    size_t bracket = *context.open_bracket;
    if (context.at >= context.text.size()) {
        return true;
    }
    if (bracket >= context.line_begin) {
        return false;
    }
    size_t last_break =
        bracket == 0 ? std::string_view::npos : context.text.find_last_of("\r\n", bracket - 1);
    Line line = line_at(context.text, last_break == std::string_view::npos ? 0 : last_break + 1);
    bool begins_entry = is_item(context.text, context.line_content) ||
                        find_key_end(context.text, context.line_content, context.line_end).has_value();
    return begins_entry && context.line_content - context.line_begin <= line.indent();
}

}  // namespace

Guess guess_brackets(const ErrorContext& context) {
    if (context.error.fault == SyntaxFault::flow_close) {
        std::string bracket(1, context.character());
        Span span = make_span(context.at, context.at + 1);
        if (!context.open_bracket) {
            return Finding{span, "unopened-bracket", "`" + bracket + "` closes nothing",
                           "put the text in quotes if the bracket belongs to it"};
        }
        return Finding{span, "unclosed-bracket",
                       "`" + bracket + "` cannot close the `" + context.text[*context.open_bracket] +
                           "` of line " + std::to_string(context.line_number(*context.open_bracket)),
                       ""};
    }
    if (!context.open_bracket) {
        return std::nullopt;
    }
    if (is_outside_of_bracket(context)) {
        return unclosed_bracket(context);
    }
    if (context.at > 0 && context.text[context.at - 1] == ':' && is_flow_indicator(context.character())) {
        return Finding{make_span(context.at - 1, context.at), "missing-space", "a space is missing after `:`",
                       ""};
    }
    std::string close = context.text[*context.open_bracket] == '[' ? "]" : "}";
    size_t end = std::max(word_end(context.text, context.at), context.at + 1);
    return Finding{make_span(context.at, end), "missing-comma",
                   "found " + quoted(context.text.substr(context.at, end - context.at)) +
                       ", expected `,` or `" + close + "`",
                   "between brackets a text with any of `,[]{}`, `: ` or ` #` stands in quotes"};
}

Guess guess_layout(const ErrorContext& context) {
    switch (context.error.fault) {
        case SyntaxFault::block_value:
            return refused_value(context);
        case SyntaxFault::block_item:
            return Finding{make_span(context.at, context.at + 1), "misplaced-item",
                           "a list item cannot begin here",
                           "begin the list in the next line; a text that begins with `- ` stands in quotes"};
        case SyntaxFault::layout:
        case SyntaxFault::trailing:
            if (context.line_content == context.at) {
                return misplaced_line(context);
            }
            return Finding{make_span(context.at, context.line_end), "yaml-syntax",
                           "unexpected text after the value", "put all of the value in quotes"};
        default:
            return std::nullopt;
    }
}

}  // namespace aiorun::document
