// How a diagnostic is shown: its place, the line with a caret under it, the hint.
#include <algorithm>
#include <optional>

#include "document/diagnostic.hpp"
#include "document/shown_text.hpp"
#include "value/utf8.hpp"

namespace aiorun::document {
namespace {

constexpr size_t widest_line = 120;    // characters of a line that are shown
constexpr size_t context_before = 50;  // of these before the place, when the line has to be cut
constexpr std::string_view tab =
    "    ";  // one width wherever it stands, so that the caret stays below its place
constexpr std::string_view ellipsis = "…";

/// ANSI sequences, all empty when the output takes none.
struct Palette {
    std::string_view place, error, warning, frame, hint, end;
};
constexpr Palette plain{};
constexpr Palette ansi{"\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;34m", "\x1b[1;36m", "\x1b[0m"};

/// A part of a source line as it is shown, and where in it the place begins and how wide it is.
struct Excerpt {
    std::string text;
    size_t caret = 0;
    size_t width = 0;
};

void append_painted(std::string& out, std::string_view color, std::string_view text, const Palette& palette) {
    out += color;
    out += text;
    out += palette.end;
}

/// Where an excerpt of `line` begins so that `place` is in it with some of what stands before.
size_t cut_before(std::string_view line, size_t place) {
    if (count_characters(line.substr(0, std::min(line.size(), widest_line * 4))) <= widest_line &&
        line.size() <= widest_line * 4) {
        return 0;
    }
    size_t begin = place;
    for (size_t characters = 0; begin > 0 && characters < context_before; ++characters) {
        do {
            --begin;
        } while (begin > 0 && is_continuation(line[begin]));
    }
    return begin;
}

Excerpt excerpt(std::string_view line, size_t place_begin, size_t place_end) {
    Excerpt result;
    size_t at = cut_before(line, place_begin);
    size_t width = 0;
    if (at > 0) {
        result.text += ellipsis;
        width = 1;
    }
    for (size_t characters = 0; at < line.size() && characters < widest_line; ++characters) {
        if (at <= place_begin) {
            result.caret = width;
        }
        size_t length = value::decode_character(line, at).length;
        std::string shown =
            line[at] == '\t' ? std::string(tab) : value::escape_for_terminal(line.substr(at, length));
        width += count_characters(shown);
        result.text += shown;
        at += length;
        if (at > place_begin && at <= place_end) {
            result.width = width - result.caret;
        }
    }
    if (at <= place_begin) {
        result.caret = width;
    }
    if (at < line.size()) {
        result.text += ellipsis;
    }
    result.width = std::max<size_t>(result.width, 1);
    return result;
}

void append_source(std::string& out, const Diagnostic& diagnostic, std::string_view color,
                   const Palette& palette) {
    const Source& source = *diagnostic.source;
    uint32_t number = source.position(diagnostic.span.begin).line;
    std::string_view line = source.line(number);
    uint32_t line_begin = source.line_begin(number);
    size_t begin =
        std::min<size_t>(diagnostic.span.begin - std::min(line_begin, diagnostic.span.begin), line.size());
    size_t end = std::clamp<size_t>(diagnostic.span.end - std::min(line_begin, diagnostic.span.end), begin,
                                    line.size());
    Excerpt shown = excerpt(line, begin, end);
    std::string digits = std::to_string(number);
    size_t gutter = std::max<size_t>(4, digits.size());
    append_painted(out, palette.frame, std::string(gutter - digits.size(), ' ') + digits + " |", palette);
    out += ' ' + shown.text + '\n';
    append_painted(out, palette.frame, std::string(gutter, ' ') + " |", palette);
    out += std::string(shown.caret + 1, ' ');
    append_painted(out, color, '^' + std::string(shown.width - 1, '~'), palette);
    out += '\n';
}

}  // namespace

std::string render(const Diagnostic& diagnostic, Color color) {
    const Palette& palette = color == Color::ansi ? ansi : plain;
    bool is_error = diagnostic.severity == Severity::error;
    std::string_view severity_color = is_error ? palette.error : palette.warning;
    std::string out;
    if (diagnostic.source != nullptr) {
        Position position = diagnostic.source->position(diagnostic.span.begin);
        append_painted(out, palette.place,
                       value::escape_for_terminal(diagnostic.source->name()) + ':' +
                           std::to_string(position.line) + ':' + std::to_string(position.column) + ':',
                       palette);
        out += ' ';
    }
    append_painted(out, severity_color, is_error ? "error:" : "warning:", palette);
    out += ' ';
    append_painted(out, palette.place, value::escape_for_terminal(diagnostic.message), palette);
    out += '\n';
    if (diagnostic.source != nullptr) {
        append_source(out, diagnostic, severity_color, palette);
    }
    if (!diagnostic.hint.empty()) {
        out += "  ";
        append_painted(out, palette.hint, "hint:", palette);
        out += ' ' + value::escape_for_terminal(diagnostic.hint) + '\n';
    }
    return out;
}

}  // namespace aiorun::document
