#include "document/text_places.hpp"

#include <algorithm>
#include <functional>

#include "document/extent.hpp"

namespace aiorun::document {
namespace {

size_t utf8_length(char first) {
    auto byte = static_cast<unsigned char>(first);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// How long an escape is, its backslash included.
size_t escape_length(char letter) {
    switch (letter) {
        case 'x': return 4;
        case 'u': return 6;
        case 'U': return 10;
        default: return 2;
    }
}

/// Behind the line break at `at`.
size_t behind_break(std::string_view source, size_t at) {
    return at + (source.substr(at).starts_with("\r\n") ? 2 : 1);
}

}  // namespace

TextPlaces::TextPlaces(const Node& node) : node_(node), text_(node.text()) {
    std::string_view whole = node.source().text();
    bool is_in_source = std::less_equal<>{}(whole.data(), text_.data()) &&
                        std::less_equal<>{}(text_.data() + text_.size(), whole.data() + whole.size());
    Span span = node.span();
    source_ = whole.substr(0, span.end);
    start_.source = span.begin;
    char first = span.begin < source_.size() ? source_[span.begin] : ' ';
    if (is_in_source) {
        source_ = whole;
        start_.source = static_cast<size_t>(text_.data() - whole.data());
    } else if (first == '"' || first == '\'') {
        style_ = first == '"' ? Style::double_quoted : Style::single_quoted;
        ++start_.source;
        source_.remove_suffix(1);
    } else if (first == '|' || first == '>') {
        style_ = Style::block;
        begin_block();
    } else {
        style_ = Style::plain;
    }
    mark_ = last_ = start_;
}

/// The indentation is that of the first line with text, without the blanks that belong to the text.
void TextPlaces::begin_block() {
    size_t header_end = std::min(source_.find_first_of("\r\n", start_.source), source_.size());
    size_t content = text_.find_first_not_of('\n');
    size_t line = header_end < source_.size() ? behind_break(source_, header_end) : header_end;
    start_.source = line;
    if (content == std::string_view::npos) {
        return;
    }
    size_t own_blanks = std::min(text_.find_first_not_of(' ', content), text_.size()) - content;
    while (line < source_.size()) {
        size_t first = std::min(source_.find_first_not_of(' ', line), source_.size());
        if (first < source_.size() && !is_break(source_[first])) {
            indent_ = first - line - std::min(own_blanks, first - line);
            break;
        }
        line = first < source_.size() ? behind_break(source_, first) : first;
    }
    start_.source = skip_indentation(start_.source);
}

size_t TextPlaces::skip_indentation(size_t at) const {
    for (size_t i = 0; i < indent_ && at < source_.size() && source_[at] == ' '; ++i) {
        ++at;
    }
    return at;
}

void TextPlaces::go_on_from(size_t offset) {
    mark_ = last_ = find(offset >= mark_.text ? mark_ : start_, offset);
}

uint32_t TextPlaces::at(size_t offset) {
    offset = std::min(offset, text_.size());
    if (style_ == Style::verbatim) {
        return static_cast<uint32_t>(start_.source + offset);
    }
    last_ = find(offset >= last_.text ? last_ : offset >= mark_.text ? mark_ : start_, offset);
    return static_cast<uint32_t>(std::min(last_.source, source_.size()));
}

TextPlaces::Place TextPlaces::find(Place from, size_t offset) const {
    while (style_ != Style::verbatim && from.source < source_.size()) {
        Place behind = next(from);
        if (behind.text > offset) {
            break;
        }
        from = behind;
    }
    return from;
}

TextPlaces::Place TextPlaces::next(Place place) const {
    char c = source_[place.source];
    if (style_ == Style::double_quoted && c == '\\') {
        return behind_escape(place);
    }
    if (is_line_end(place.source)) {
        return behind_breaks(place);
    }
    bool is_doubled = style_ == Style::single_quoted && c == '\'';
    return {place.source + (is_doubled ? 2 : 1), place.text + 1};
}

TextPlaces::Place TextPlaces::behind_escape(Place place) const {
    char letter = place.source + 1 < source_.size() ? source_[place.source + 1] : ' ';
    if (is_break(letter)) {  // the lines are joined
        size_t at = behind_break(source_, place.source + 1);
        return {std::min(source_.find_first_not_of(" \t", at), source_.size()), place.text};
    }
    size_t length = place.text < text_.size() ? utf8_length(text_[place.text]) : 1;
    return {place.source + escape_length(letter), place.text + length};
}

/// Blanks before a line break are folded with it, but in a block they belong to the text.
bool TextPlaces::is_line_end(size_t at) const {
    if (style_ != Style::block) {
        at = std::min(source_.find_first_not_of(" \t", at), source_.size());
    }
    return at < source_.size() && is_break(source_[at]);
}

/// Behind a line break and the empty lines that follow. How many line feeds, or the space, they gave is seen from the text.
TextPlaces::Place TextPlaces::behind_breaks(Place place) const {
    size_t at = place.source;
    size_t breaks = 0;
    while (is_line_end(at)) {
        at = behind_break(source_, std::min(source_.find_first_of("\r\n", at), source_.size()));
        ++breaks;
        at = style_ == Style::block ? skip_indentation(at) : at;
    }
    if (style_ != Style::block) {
        at = std::min(source_.find_first_not_of(" \t", at), source_.size());
    }
    if (place.text < text_.size() && text_[place.text] == ' ') {
        return {at, place.text + 1};
    }
    size_t most = style_ == Style::block ? breaks : std::max<size_t>(breaks, 2) - 1;
    size_t feeds = 0;
    while (feeds < most && place.text + feeds < text_.size() && text_[place.text + feeds] == '\n') {
        ++feeds;
    }
    return {at, place.text + feeds};
}

}  // namespace aiorun::document
