#include "expression/located.hpp"

#include <algorithm>

namespace aiorun::expression {
namespace {

document::Span in_file(document::TextPlaces& places, size_t offset, document::Span span) {
    uint32_t begin = places.at(offset + span.begin);
    uint32_t end = places.at(offset + span.end);
    return {begin, std::max(begin, end)};
}

/// Resolves with the span in the file.
class LocatedNames final : public NameResolver {
  public:
    LocatedNames(NameResolver& names, document::TextPlaces& places, size_t offset)
        : names_(names), places_(places), offset_(offset) {}
    std::optional<ResolvedName> resolve(std::string_view name, document::Span span) override {
        return names_.resolve(name, in_file(places_, offset_, span));
    }
    bool binds(std::string_view name) const override { return names_.binds(name); }
    std::vector<std::string_view> candidates() const override { return names_.candidates(); }

  private:
    NameResolver& names_;
    document::TextPlaces& places_;
    size_t offset_;
};

}  // namespace

Program compile_piece(document::TextPlaces& places, const Piece& piece, NameResolver& names,
                      document::Diagnostics& diagnostics) {
    const document::Node& node = places.node();
    places.go_on_from(piece.begin);
    LocatedNames located(names, places, piece.begin);
    std::vector<ExpressionError> errors;
    Program program =
        Program::compile(node.text().substr(piece.begin, piece.end - piece.begin), located, errors, Text::borrowed);
    for (ExpressionError& error : errors) {
        diagnostics.error(node.source(), in_file(places, piece.begin, error.span), error.code,
                          std::move(error.message), std::move(error.hint));
    }
    return program;
}

Program compile_piece(const document::Node& node, const Piece& piece, NameResolver& names,
                      document::Diagnostics& diagnostics) {
    document::TextPlaces places(node);
    return compile_piece(places, piece, names, diagnostics);
}

void report_unclosed(document::TextPlaces& places, const Piece& piece, document::Diagnostics& diagnostics) {
    const document::Node& node = places.node();
    uint32_t begin = places.at(piece.begin);
    diagnostics.error(node.source(), {begin, begin + 3}, "expression-unclosed", "`${{` without its `}}`",
                      node.is_quoted()
                          ? "a literal `${{` is written ${{ \"${{\" }}"
                          : "an expression that contains `: ` or `{` must be quoted in YAML: \"${{ … }}\"");
}

}  // namespace aiorun::expression
