#include "expression/scan.hpp"

#include <algorithm>

#include "expression/lexer.hpp"
#include "expression/template.hpp"

namespace aiorun::expression {
namespace {

constexpr std::string_view opening = "${{";
constexpr std::string_view closing = "}}";

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Where the `}}` stands that ends the expression beginning at `begin`; npos when there is none.
size_t find_end(std::string_view text, size_t begin) {
    // A comment ends with the expression, too: `${{ a // why }}`.
    Lexer lexer(text, begin);
    size_t braces = 0;
    while (true) {
        size_t before = lexer.position();
        Token token = lexer.next();
        std::string_view skipped =
            text.substr(before, token.span.begin - std::min<size_t>(before, token.span.begin));
        size_t comment = skipped.find("//");
        size_t hidden = comment == std::string_view::npos ? comment : skipped.find(closing, comment);
        if (hidden != std::string_view::npos) {
            return before + hidden;
        }
        if (token.kind == TokenKind::end) {
            return std::string_view::npos;
        }
        if (token.kind == TokenKind::invalid && token.span.end >= text.size()) {
            return text.find(closing,
                             begin);  // a string without an end: its error is told when it is compiled
        }
        braces += token.kind == TokenKind::left_brace ? 1 : 0;
        if (token.kind == TokenKind::right_brace) {
            if (braces == 0 && text.substr(token.span.begin).starts_with(closing)) {
                return token.span.begin;
            }
            braces -= braces > 0 ? 1 : 0;
        }
    }
}

}  // namespace

Piece trimmed(std::string_view text, Piece piece) {
    while (piece.begin < piece.end && is_blank(text[piece.begin])) {
        ++piece.begin;
    }
    while (piece.end > piece.begin && is_blank(text[piece.end - 1])) {
        --piece.end;
    }
    return piece;
}

std::vector<Piece> scan(std::string_view text) {
    std::vector<Piece> pieces;
    size_t position = 0;
    while (position < text.size()) {
        size_t begin = std::min(text.find(opening, position), text.size());
        if (begin > position) {
            pieces.push_back({Piece::Kind::text, position, begin});
        }
        if (begin == text.size()) {
            break;
        }
        size_t inside = begin + opening.size();
        size_t end = find_end(text, inside);
        if (end == std::string_view::npos) {
            pieces.push_back({Piece::Kind::unclosed, begin, text.size()});
            break;
        }
        pieces.push_back(trimmed(text, {Piece::Kind::expression, inside, end}));
        position = end + closing.size();
    }
    return pieces;
}

bool is_whole(std::string_view text, const std::vector<Piece>& pieces) {
    auto count = std::ranges::count_if(
        pieces, [](const Piece& piece) { return piece.kind == Piece::Kind::expression; });
    return count == 1 && std::ranges::all_of(pieces, [&](const Piece& piece) {
               return piece.kind == Piece::Kind::expression ||
                      (piece.kind == Piece::Kind::text &&
                       std::ranges::all_of(text.substr(piece.begin, piece.end - piece.begin), is_blank));
           });
}

bool has_expression(std::string_view text) {
    return text.find(opening) != std::string_view::npos;
}

}  // namespace aiorun::expression
