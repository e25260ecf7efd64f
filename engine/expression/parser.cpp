#include "expression/parser.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "expression/syntax_builder.hpp"
#include "value/limits.hpp"

namespace aiorun::expression {
namespace {

std::optional<Operator> operator_of(TokenKind kind) {
    switch (kind) {
        case TokenKind::plus:
            return Operator::add;
        case TokenKind::minus:
            return Operator::subtract;
        case TokenKind::star:
            return Operator::multiply;
        case TokenKind::slash:
            return Operator::divide;
        case TokenKind::percent:
            return Operator::remainder;
        case TokenKind::less:
            return Operator::less;
        case TokenKind::less_equal:
            return Operator::less_equal;
        case TokenKind::greater:
            return Operator::greater;
        case TokenKind::greater_equal:
            return Operator::greater_equal;
        case TokenKind::equal:
            return Operator::equal;
        case TokenKind::not_equal:
            return Operator::not_equal;
        case TokenKind::in:
            return Operator::in;
        default:
            return std::nullopt;
    }
}

/// The levels of precedence of operators that stand between operands, from the weakest.
enum class Level : uint8_t { relation, addition, multiplication, unary };

Level level_of(Operator operation) {
    return operation <= Operator::subtract    ? Level::addition
           : operation <= Operator::remainder ? Level::multiplication
                                              : Level::relation;
}

/// Every method gives nothing after an error.
class Parser : private SyntaxBuilder {
  public:
    explicit Parser(std::string_view text) : SyntaxBuilder(text) {}

    std::expected<SyntaxPointer, ExpressionError> parse() {
        if (token_.kind == TokenKind::end) {
            fail(token_.span, "an expression is expected, there is none");
        }
        SyntaxPointer result = expression();
        if (result && token_.kind != TokenKind::end) {
            result = unexpected("an operator or the end");
        }
        if (!result) {
            return std::unexpected(take_error());
        }
        return result;
    }

  private:
    // --- the grammar, from the weakest operator to the strongest

    SyntaxPointer expression() {
        if (++depth_ > limits::expression_depth) {
            return too_deep(token_.span);
        }
        SyntaxPointer result = conditional();
        --depth_;
        return result;
    }

    SyntaxPointer conditional() {
        SyntaxPointer first = logical(SyntaxKind::any_of);
        if (!first || token_.kind != TokenKind::question) {
            return first;
        }
        SyntaxPointer node = make(SyntaxKind::conditional, std::move(first));
        while (accept(TokenKind::question)) {
            if (!add_child(*node, logical(SyntaxKind::any_of)) ||
                !expect(TokenKind::colon, "`:` and the other value of `?`") ||
                !add_child(*node, logical(SyntaxKind::any_of))) {
                return nullptr;
            }
        }
        return finish(std::move(node));
    }

    SyntaxPointer logical(SyntaxKind kind) {
        bool any = kind == SyntaxKind::any_of;
        TokenKind joint = any ? TokenKind::logical_or : TokenKind::logical_and;
        auto operand = [&] { return any ? logical(SyntaxKind::all_of) : chain(Level::relation); };
        SyntaxPointer first = operand();
        if (!first || token_.kind != joint) {
            return first;
        }
        SyntaxPointer node = make(kind, std::move(first));
        node->position = token_.span.begin;
        while (accept(joint)) {
            if (!add_child(*node, operand())) {
                return nullptr;
            }
        }
        return finish(std::move(node));
    }

    SyntaxPointer chain(Level level) {
        if (level == Level::unary) {
            return unary();
        }
        Level stronger{static_cast<uint8_t>(std::to_underlying(level) + 1)};
        SyntaxPointer node = chain(stronger);
        for (bool first = true; node; first = false) {
            std::optional<Operator> operation = operator_of(token_.kind);
            if (!operation || level_of(*operation) != level) {
                return first ? std::move(node) : finish(std::move(node));
            }
            if (first) {
                node = make(SyntaxKind::chain, std::move(node));
                node->position = token_.span.begin;
            }
            node->links.push_back({*operation, token_.span.begin});
            accept(token_.kind);
            if (!add_child(*node, chain(stronger))) {
                return nullptr;
            }
        }
        return nullptr;
    }

    SyntaxPointer unary() {
        if (token_.kind != TokenKind::minus && token_.kind != TokenKind::bang) {
            return member();
        }
        Token sign = take();
        bool minus = sign.kind == TokenKind::minus;
        if (minus && (token_.kind == TokenKind::integer || token_.kind == TokenKind::number) &&
            token_.span.begin == sign.span.end) {
            return negative_literal(sign);
        }
        if (++depth_ > limits::expression_depth) {
            return too_deep(sign.span);
        }
        SyntaxPointer operand = unary();
        --depth_;
        if (!operand) {
            return nullptr;
        }
        SyntaxPointer node = make(minus ? SyntaxKind::negate : SyntaxKind::invert, sign);
        node->children.push_back(std::move(operand));
        return finish(std::move(node));
    }

    SyntaxPointer negative_literal(const Token& sign) {
        Token digits = take();
        SyntaxPointer node = make(SyntaxKind::literal, sign);
        node->span.end = previous_end_ = digits.span.end;
        if (digits.kind == TokenKind::number) {
            node->value = -digits.value.as_double();
        } else if (digits.magnitude > uint64_t{1} << 63U) {
            return too_large(digits);
        } else {
            node->value = static_cast<int64_t>(0 - digits.magnitude);
        }
        return members(std::move(node));
    }

    SyntaxPointer too_large(const Token& digits) {
        return fail(digits.span, "the integer " + std::string(digits.text) + " does not fit 64 bits");
    }

    // --- member access

    SyntaxPointer member() {
        SyntaxPointer node = primary();
        return node ? members(std::move(node)) : nullptr;
    }

    SyntaxPointer members(SyntaxPointer node) {
        while (node && (token_.kind == TokenKind::dot || token_.kind == TokenKind::left_bracket)) {
            node = token_.kind == TokenKind::dot ? selection(std::move(node)) : indexing(std::move(node));
        }
        return node;
    }

    SyntaxPointer selection(SyntaxPointer target) {
        accept(TokenKind::dot);
        bool optional = accept(TokenKind::question);
        bool is_word = token_.kind == TokenKind::name && token_.text != "true" && token_.text != "false" &&
                       token_.text != "null";
        if (!is_word && token_.kind != TokenKind::quoted_name) {
            return unexpected(token_.kind == TokenKind::in ? "a name; `in` is a keyword, write x[\"in\"]"
                                                           : "a name after `.`");
        }
        SyntaxPointer node = make(SyntaxKind::select, std::move(target));
        node->optional = optional;
        node->position = token_.span.begin;
        node->name = token_.text;
        accept(token_.kind);
        if (is_word && !optional && accept(TokenKind::left_parenthesis)) {
            node->kind = SyntaxKind::call;
            node->has_target = true;
            if (!items(*node, TokenKind::right_parenthesis, "`,` or `)`")) {
                return nullptr;
            }
        }
        return finish(std::move(node));
    }

    SyntaxPointer indexing(SyntaxPointer target) {
        SyntaxPointer node = make(SyntaxKind::index, std::move(target));
        node->position = token_.span.begin;
        accept(TokenKind::left_bracket);
        node->optional = accept(TokenKind::question);
        if (!add_child(*node, expression()) || !expect(TokenKind::right_bracket, "`]`")) {
            return nullptr;
        }
        return finish(std::move(node));
    }

    // --- what operators work on

    SyntaxPointer primary() {
        switch (token_.kind) {
            case TokenKind::integer:
            case TokenKind::number:
            case TokenKind::string:
                return literal();
            case TokenKind::name:
            case TokenKind::dot:
                return name_or_call();
            case TokenKind::left_parenthesis:
                return parenthesized();
            case TokenKind::left_bracket:
                return list();
            case TokenKind::left_brace:
                return map();
            default:
                return unexpected("a value");
        }
    }

    SyntaxPointer literal() {
        SyntaxPointer node = make(SyntaxKind::literal, token_);
        if (token_.kind == TokenKind::integer) {
            if (token_.magnitude > INT64_MAX) {
                return too_large(token_);
            }
            node->value = static_cast<int64_t>(token_.magnitude);
        } else {
            node->value = token_.value;
        }
        accept(token_.kind);
        return node;
    }

    SyntaxPointer name_or_call() {
        SyntaxPointer node = make(SyntaxKind::name, token_);
        node->rooted = accept(TokenKind::dot);
        if (token_.kind != TokenKind::name) {
            return unexpected("a name after `.`");
        }
        node->position = token_.span.begin;
        node->name = token_.text;
        accept(TokenKind::name);
        node->span.end = previous_end_;
        if (!node->rooted && (node->name == "true" || node->name == "false" || node->name == "null")) {
            node->kind = SyntaxKind::literal;
            node->value = node->name == "null" ? value::Value() : value::Value(node->name == "true");
        } else if (accept(TokenKind::left_parenthesis)) {
            node->kind = SyntaxKind::call;
            return items(*node, TokenKind::right_parenthesis, "`,` or `)`") ? finish(std::move(node))
                                                                            : nullptr;
        } else if (token_.kind == TokenKind::left_brace) {
            return fail(node->span, "messages such as " + std::string(node->name) + "{…} are not supported",
                        "a map is written {\"key\": value}");
        }
        return node;
    }

    SyntaxPointer parenthesized() {
        accept(TokenKind::left_parenthesis);
        SyntaxPointer node = expression();
        return node && expect(TokenKind::right_parenthesis, "`)`") ? std::move(node) : nullptr;
    }

    SyntaxPointer list() {
        SyntaxPointer node = make(SyntaxKind::list, token_);
        accept(TokenKind::left_bracket);
        return items(*node, TokenKind::right_bracket, "`,` or `]`") ? finish(std::move(node)) : nullptr;
    }

    /// The items of a list or the arguments of a call, with the closing bracket. A list may end in a comma.
    bool items(Syntax& node, TokenKind close, std::string_view expected) {
        bool is_list = close == TokenKind::right_bracket;
        for (bool first = true; !accept(close); first = false) {
            if (!first) {
                if (!expect(TokenKind::comma, expected)) {
                    return false;
                }
                if (is_list && accept(close)) {
                    return true;
                }
            }
            if (is_list) {
                node.optional_items.push_back(accept(TokenKind::question));
            }
            if (!add_child(node, expression())) {
                return false;
            }
        }
        return true;
    }

    SyntaxPointer map() {
        SyntaxPointer node = make(SyntaxKind::map, token_);
        accept(TokenKind::left_brace);
        for (bool first = true; !accept(TokenKind::right_brace); first = false) {
            if (!first && !expect(TokenKind::comma, "`,` or `}`")) {
                return nullptr;
            }
            if (!first && accept(TokenKind::right_brace)) {
                break;
            }
            node->optional_items.push_back(accept(TokenKind::question));
            if (!add_child(*node, expression()) ||
                !expect(TokenKind::colon, "`:` and the value of the key") ||
                !add_child(*node, expression())) {
                return nullptr;
            }
        }
        return finish(std::move(node));
    }

    uint32_t depth_ = 0;
};

}  // namespace

std::string_view symbol(Operator operation) noexcept {
    constexpr auto symbols =
        std::to_array<std::string_view>({"+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "in"});
    return symbols[static_cast<size_t>(operation)];
}

std::expected<SyntaxPointer, ExpressionError> parse(std::string_view text) {
    if (text.size() > limits::expression_bytes) {
        return std::unexpected(ExpressionError{
            {0, static_cast<uint32_t>(text.size())},
            "expression-syntax",
            "the expression is longer than " + std::to_string(limits::expression_bytes) + " bytes",
            "split it with `assign`"});
    }
    return Parser(text).parse();
}

}  // namespace aiorun::expression
