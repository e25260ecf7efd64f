// SyntaxBuilder: what a parser stands on: the token at hand, nodes with their extent and height, the first
// error.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "expression/lexer.hpp"
#include "expression/program.hpp"
#include "expression/syntax.hpp"

namespace aiorun::expression {

class SyntaxBuilder {
  public:
    explicit SyntaxBuilder(std::string_view text) : lexer_(text), token_(lexer_.next()) {}

    /// The token at hand; another one takes its place.
    Token take();
    /// Takes the token at hand when it is of that kind.
    bool accept(TokenKind kind);
    /// As accept(), and what is there instead is an error; `expected` says what belongs there.
    bool expect(TokenKind kind, std::string_view expected);

    /// Notes an error, if it is the first; gives nothing.
    SyntaxPointer fail(document::Span span, std::string message, std::string hint = {});
    SyntaxPointer unexpected(std::string_view expected);
    SyntaxPointer too_deep(document::Span span);
    /// Only after an error.
    [[nodiscard]] ExpressionError take_error() { return std::move(*error_); }

    [[nodiscard]] static SyntaxPointer make(SyntaxKind kind, const Token& at);
    [[nodiscard]] static SyntaxPointer make(SyntaxKind kind, SyntaxPointer first);
    /// False when there is no child, which is after an error.
    static bool add_child(Syntax& node, SyntaxPointer child);
    /// Closes a node whose children are all there: its extent and its height, which is bounded.
    [[nodiscard]] SyntaxPointer finish(SyntaxPointer node);

  private:
    Lexer lexer_;
    std::optional<ExpressionError> error_;

  protected:
    Token token_;
    uint32_t previous_end_ = 0;
};

}  // namespace aiorun::expression
