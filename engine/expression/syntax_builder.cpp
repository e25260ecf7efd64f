#include "expression/syntax_builder.hpp"

#include <algorithm>
#include <utility>

#include "expression/evaluation.hpp"
#include "value/limits.hpp"

namespace aiorun::expression {
namespace {

constexpr size_t shown_token = 40;

std::string hint_for(const Token& token) {
    if (token.text == "and" || token.text == "or" || token.text == "not") {
        return "`" + std::string(token.text) + "` is written `" +
               (token.text == "and"  ? "&&"
                : token.text == "or" ? "||"
                                     : "!") +
               "`";
    }
    return token.hint;
}

}  // namespace

Token SyntaxBuilder::take() {
    previous_end_ = token_.span.end;
    return std::exchange(token_, lexer_.next());
}

bool SyntaxBuilder::accept(TokenKind kind) {
    if (token_.kind != kind) {
        return false;
    }
    previous_end_ = token_.span.end;
    token_ = lexer_.next();
    return true;
}

bool SyntaxBuilder::expect(TokenKind kind, std::string_view expected) {
    if (!accept(kind)) {
        unexpected(expected);
        return false;
    }
    return true;
}

SyntaxPointer SyntaxBuilder::fail(document::Span span, std::string message, std::string hint) {
    if (!error_) {
        error_ = ExpressionError{span, "expression-syntax", std::move(message), std::move(hint)};
    }
    return nullptr;
}

SyntaxPointer SyntaxBuilder::unexpected(std::string_view expected) {
    if (token_.kind == TokenKind::invalid) {
        return fail(token_.span, token_.problem, token_.hint);
    }
    std::string found =
        token_.kind == TokenKind::end ? "end of the expression" : "`" + shorten(token_.text, shown_token) + "`";
    return fail(token_.span, "unexpected " + found + ", expected " + std::string(expected), hint_for(token_));
}

SyntaxPointer SyntaxBuilder::too_deep(document::Span span) {
    return fail(span, "the expression is nested more than " + std::to_string(limits::expression_depth) +
                          " levels deep");
}

SyntaxPointer SyntaxBuilder::make(SyntaxKind kind, const Token& at) {
    auto node = std::make_unique<Syntax>();
    node->kind = kind;
    node->span = at.span;
    node->position = at.span.begin;
    return node;
}

SyntaxPointer SyntaxBuilder::make(SyntaxKind kind, SyntaxPointer first) {
    auto node = std::make_unique<Syntax>();
    node->kind = kind;
    node->span = first->span;
    node->position = first->span.begin;
    node->children.push_back(std::move(first));
    return node;
}

bool SyntaxBuilder::add_child(Syntax& node, SyntaxPointer child) {
    if (!child) {
        return false;
    }
    node.children.push_back(std::move(child));
    return true;
}

SyntaxPointer SyntaxBuilder::finish(SyntaxPointer node) {
    node->span.end = previous_end_;
    for (const SyntaxPointer& child : node->children) {
        node->height = std::max(node->height, child->height + 1);
        node->span.begin = std::min(node->span.begin, child->span.begin);
    }
    return node->height > limits::expression_depth ? too_deep(node->span) : std::move(node);
}

}  // namespace aiorun::expression
