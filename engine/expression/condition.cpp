#include <algorithm>

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

}  // namespace

Program compile_condition(const document::Node& node, NameResolver& names,
                          document::Diagnostics& diagnostics) {
    if (node.is_list() || node.is_map()) {
        report(node, diagnostics, "expected an expression, found " + std::string(node.kind_name()),
               node.is_map() ? "an expression that contains `: ` or `{` must be quoted in YAML" : "");
        return {};
    }
    if (node.is_null()) {
        report(node, diagnostics, "expected an expression, found null");
        return {};
    }
    std::string_view text = node.text();
    Piece piece{Piece::Kind::expression, 0, text.size()};
    if (size_t begin = text.find_first_not_of(" \t\r\n");
        begin != text.npos && has_expression(text.substr(begin, 3))) {
        std::vector<Piece> pieces = scan(text);
        auto first = std::ranges::find(pieces, Piece::Kind::text, &Piece::kind) == pieces.begin() ? 1 : 0;
        piece = pieces[static_cast<size_t>(first)];
        if (piece.kind == Piece::Kind::unclosed) {
            report_unclosed(node, piece, diagnostics);
            return {};
        }
        if (!is_whole(text, pieces)) {
            report(node, diagnostics, "a condition is one expression, without `${{ }}` around a part of it");
            return {};
        }
    }
    size_t errors = diagnostics.error_count();
    Program program = compile_piece(node, piece, names, diagnostics);
    if (diagnostics.error_count() == errors && !program.may_be_bool()) {
        const value::Value* constant = program.constant_value();
        report(node, diagnostics,
               "a condition is a bool, this is " +
                   (constant != nullptr ? "always " + show(*constant) : program.result_types()));
    }
    return program;
}

}  // namespace aiorun::expression
