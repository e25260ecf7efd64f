#include <algorithm>
#include <optional>

#include "expression/evaluation.hpp"
#include "expression/located.hpp"
#include "expression/template.hpp"

namespace aiorun::expression {
namespace {

void report(const document::Node& node, document::Diagnostics& diagnostics, std::string message,
            std::string hint = {}) {
    diagnostics.error(node.source(), node.span(), "expression-condition", std::move(message),
                      std::move(hint));
}

/// The part of the node's text that is the expression: all of it, or what `${{ }}` stands around.
std::optional<Piece> find_expression(const document::Node& node, document::Diagnostics& diagnostics) {
    std::string_view text = node.text();
    Piece all = trimmed(text, {Piece::Kind::expression, 0, text.size()});
    if (!text.substr(all.begin).starts_with("${{")) {
        return all;
    }
    std::vector<Piece> pieces = scan(text);
    auto found =
        std::ranges::find_if(pieces, [](const Piece& piece) { return piece.kind != Piece::Kind::text; });
    if (found->kind == Piece::Kind::unclosed) {
        document::TextPlaces places(node);
        report_unclosed(places, *found, diagnostics);
        return std::nullopt;
    }
    if (!is_whole(text, pieces)) {
        report(node, diagnostics, "a condition is one expression, without `${{ }}` around a part of it");
        return std::nullopt;
    }
    return *found;
}

}  // namespace

Program compile_condition(const document::Node& node, NameResolver& names,
                          document::Diagnostics& diagnostics) {
    if (!node.is_scalar() || node.is_null()) {
        report(node, diagnostics, "expected an expression, found " + std::string(node.kind_name()),
               node.is_map() ? "an expression that contains `: ` or `{` must be quoted in YAML" : "");
        return {};
    }
    std::optional<Piece> piece = find_expression(node, diagnostics);
    if (!piece) {
        return {};
    }
    size_t errors = diagnostics.error_count();
    Program program = compile_piece(node, *piece, names, diagnostics);
    if (diagnostics.error_count() == errors && !program.may_be_bool()) {
        const value::Value* constant = program.constant_value();
        report(node, diagnostics,
               "a condition is a bool, this is " +
                   (constant != nullptr ? "always " + show(*constant) : program.result_types()));
    }
    return program;
}

}  // namespace aiorun::expression
