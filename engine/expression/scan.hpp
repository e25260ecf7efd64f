// Scan: finds the `${{ }}` in a text.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace aiorun::expression {

/// A piece of a text: literal text, or the inside of a `${{ }}`.
struct Piece {
    enum class Kind : uint8_t { text, expression, unclosed } kind = Kind::text;
    size_t begin = 0;  ///< in bytes; of an expression without its `${{` and `}}` and the blanks within them
    size_t end = 0;
};

/// The pieces in order. The end of an expression is the first `}}` that is not within a string or a map of
/// it; one without an end is `unclosed` and the last piece.
[[nodiscard]] std::vector<Piece> scan(std::string_view text);

/// The piece without the blanks at its ends.
[[nodiscard]] Piece trimmed(std::string_view text, Piece piece);

/// Whether the pieces are one expression with at most blanks around it.
[[nodiscard]] bool is_whole(std::string_view text, const std::vector<Piece>& pieces);

}  // namespace aiorun::expression
