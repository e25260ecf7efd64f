#include "expression/located.hpp"

#include <algorithm>

namespace aiorun::expression {
namespace {

document::Span in_file(const document::Node& node, size_t offset, document::Span span) {
    uint32_t begin = node.source_offset(offset + span.begin);
    uint32_t end = node.source_offset(offset + span.end);
    return {begin, std::max(begin, end)};
}

/// Resolves with the span in the file.
class LocatedNames final : public NameResolver {
  public:
    LocatedNames(NameResolver& names, const document::Node& node, size_t offset)
        : names_(names), node_(node), offset_(offset) {}
    std::optional<ResolvedName> resolve(std::string_view name, document::Span span) override {
        return names_.resolve(name, in_file(node_, offset_, span));
    }
    bool binds(std::string_view name) const override { return names_.binds(name); }
    std::vector<std::string_view> candidates() const override { return names_.candidates(); }

  private:
    NameResolver& names_;
    const document::Node& node_;
    size_t offset_;
};

}  // namespace

Program compile_piece(const document::Node& node, const Piece& piece, NameResolver& names,
                      document::Diagnostics& diagnostics) {
    LocatedNames located(names, node, piece.begin);
    std::vector<ExpressionError> errors;
    Program program =
        Program::compile(node.text().substr(piece.begin, piece.end - piece.begin), located, errors, Text::borrowed);
    for (ExpressionError& error : errors) {
        diagnostics.error(node.source(), in_file(node, piece.begin, error.span), error.code,
                          std::move(error.message), std::move(error.hint));
    }
    return program;
}

void report_unclosed(const document::Node& node, const Piece& piece, document::Diagnostics& diagnostics) {
    uint32_t begin = node.source_offset(piece.begin);
    diagnostics.error(node.source(), {begin, begin + 3}, "expression-unclosed", "`${{` without its `}}`",
                      node.is_quoted()
                          ? "a literal `${{` is written ${{ \"${{\" }}"
                          : "an expression that contains `: ` or `{` must be quoted in YAML: \"${{ … }}\"");
}

}  // namespace aiorun::expression
