// Located: expressions that stand in a file: their errors and names get their place there.
#pragma once

#include "document/diagnostic.hpp"
#include "document/text_places.hpp"
#include "expression/program.hpp"
#include "expression/scan.hpp"

namespace aiorun::expression {

/// Compiles the piece of the node's text that is an expression. The tree outlives the program.
[[nodiscard]] Program compile_piece(document::TextPlaces& places, const Piece& piece, NameResolver& names,
                                    document::Diagnostics& diagnostics);
[[nodiscard]] Program compile_piece(const document::Node& node, const Piece& piece, NameResolver& names,
                                    document::Diagnostics& diagnostics);
/// Reports a `${{` without its `}}`.
void report_unclosed(document::TextPlaces& places, const Piece& piece, document::Diagnostics& diagnostics);

}  // namespace aiorun::expression
