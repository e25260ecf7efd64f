#include "expression/compiler.hpp"

#include <algorithm>
#include <array>

#include "document/suggest.hpp"
#include "expression/arithmetic.hpp"
#include "value/limits.hpp"

namespace aiorun::expression {

using value::Value;

namespace {

constexpr uint64_t folding_cost = 10'000;

/// CEL keeps these for itself. A name that a workflow binds may be one of them all the same: `package` and `loop` are good names.
constexpr auto reserved_words = std::to_array<std::string_view>(
    {"as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
     "namespace", "return", "var", "void", "while"});

constexpr auto type_names = std::to_array<std::string_view>(
    {"bool", "int", "double", "string", "list", "map", "null_type", "type", "optional_type"});

/// Whether a value of the one set may be ordered against one of the other.
bool may_be_ordered(Types a, Types b) {
    return ((a & types::number) != 0 && (b & types::number) != 0) ||
           (a & b & (types::string | types::boolean)) != 0;
}

document::Span span_of(const Link& link) {
    return {link.position, link.position + static_cast<uint32_t>(symbol(link.operation).size())};
}

}  // namespace

Compiled Compiler::compile(const Syntax& syntax) {
    switch (syntax.kind) {
        case SyntaxKind::literal:
            return {make_constant(syntax.value), types_of(syntax.value)};
        case SyntaxKind::name:
            return name(syntax);
        case SyntaxKind::select:
            return select(syntax, syntax.optional ? Access::optional : Access::required);
        case SyntaxKind::index:
            return index(syntax);
        case SyntaxKind::call:
            return is_macro(syntax) ? macro(syntax) : call(syntax);
        case SyntaxKind::list:
            return list(syntax);
        case SyntaxKind::map:
            return map(syntax);
        case SyntaxKind::negate:
            return negate(syntax);
        case SyntaxKind::invert:
            return invert(syntax);
        case SyntaxKind::chain:
            return chain(syntax);
        case SyntaxKind::all_of:
        case SyntaxKind::any_of:
            return logical(syntax);
        case SyntaxKind::conditional:
            return conditional(syntax);
    }
    return {};
}

Compiled Compiler::failing(document::Span span, std::string_view code, std::string message,
                           std::string hint) {
    if (check_ == Check::on) {
        errors_.push_back({span, std::string(code), message, std::move(hint)});
    }
    return {make_failing(std::move(message), span.begin)};
}

void Compiler::type_error(document::Span span, std::string message, std::string hint) {
    if (check_ == Check::on) {
        errors_.push_back({span, "expression-type", std::move(message), std::move(hint)});
    }
}

Compiled Compiler::folded(Compiled compiled, bool constant_operands) const {
    if (!constant_operands || compiled.constant() != nullptr) {
        return compiled;
    }
    Environment nothing;
    Evaluation evaluation(nothing, text_, nullptr);
    evaluation.limit_cost(folding_cost);
    Value value = compiled.operation->evaluate(evaluation);
    if (value.is_failure() || evaluation.is_exhausted()) {
        return compiled;  // it fails when it is evaluated, if ever
    }
    Types types = types_of(value);
    return {make_constant(std::move(value)), types};
}

Compiled Compiler::name(const Syntax& syntax) {
    if (const Variable* variable = syntax.rooted ? nullptr : find_variable(syntax.name)) {
        return {make_variable(variable->slot)};
    }
    bool is_type = std::ranges::find(type_names, syntax.name) != type_names.end();
    if (is_type && !names_.binds(syntax.name)) {
        return {make_constant(Value::type(*std::ranges::find(type_names, syntax.name))), types::type};
    }
    std::optional<ResolvedName> resolved = names_.resolve(syntax.name, syntax.span);
    if (!resolved) {
        return unknown_name(syntax);
    }
    used_names_.push_back({syntax.name, *resolved});
    return {make_name(resolved->reference, syntax.position),
            resolved->kind == NameKind::value ? types::any : types::opaque, resolved->kind};
}

Compiled Compiler::unknown_name(const Syntax& syntax) {
    if (std::ranges::find(reserved_words, syntax.name) != reserved_words.end()) {
        return failing(syntax.span, "unknown-name",
                       "`" + std::string(syntax.name) + "` is a reserved word, and no value has that name");
    }
    std::vector<std::string_view> candidates = names_.candidates();
    for (const Variable& variable : variables_) {
        candidates.push_back(variable.name);
    }
    candidates.insert(candidates.end(), {"true", "false", "null"});
    std::string hint;
    if (find_function(syntax.name, CallKind::function) != nullptr) {
        hint = std::string(syntax.name) +
               " is a function: " + std::string(find_function(syntax.name, CallKind::function)->usage);
    }
    return failing(
        syntax.span, "unknown-name",
        "unknown name \"" + std::string(syntax.name) + "\"" + document::did_you_mean(syntax.name, candidates),
        std::move(hint));
}

Types Compiler::check_link(const Syntax& syntax, size_t at, Types left, const Compiled& right) {
    const Link& link = syntax.links[at];
    auto kinds = [&] { return describe(left) + " and " + describe(right.types); };
    switch (link.operation) {
        case Operator::equal:
        case Operator::not_equal:
            return types::boolean;
        case Operator::in:
            if ((right.types & (types::list | types::map)) == 0) {
                type_error(span_of(link),
                           "`in` needs a list or a map after it, found " + describe(right.types),
                           right.types == types::string ? "text.contains(part) looks into a string" : "");
            }
            return types::boolean;
        case Operator::less:
        case Operator::less_equal:
        case Operator::greater:
        case Operator::greater_equal:
            if (!may_be_ordered(left, right.types)) {
                type_error(span_of(link), "cannot compare " + kinds() + " with `" +
                                              std::string(symbol(link.operation)) + "`");
            }
            return types::boolean;
        default:
            break;
    }
    Types result = result_types(link.operation, left, right.types);
    if (result == 0) {
        type_error(span_of(link),
                   "`" + std::string(symbol(link.operation)) + "` is not defined for " + kinds(),
                   link.operation == Operator::add && ((left | right.types) & types::string) != 0
                       ? "string(x) converts"
                       : "");
        return types::any;
    }
    return result;
}

Compiled Compiler::chain(const Syntax& syntax) {
    Compiled first = compile(*syntax.children[0]);
    Compiled result{nullptr, first.types, NameKind::value, first.weight};
    bool constant = first.constant() != nullptr;
    Operations operands;
    operands.reserve(syntax.children.size());
    operands.push_back(std::move(first.operation));
    for (size_t i = 0; i < syntax.links.size(); ++i) {
        Compiled operand = compile(*syntax.children[i + 1]);
        result.types = check_link(syntax, i, result.types, operand);
        result.weight += operand.weight + 1;
        constant = constant && operand.constant() != nullptr;
        operands.push_back(std::move(operand.operation));
    }
    result.operation = make_chain(std::move(operands), syntax.links);
    return folded(std::move(result), constant);
}

Compiled Compiler::negate(const Syntax& syntax) {
    Compiled operand = compile(*syntax.children[0]);
    bool constant = operand.constant() != nullptr;
    if ((operand.types & types::number) == 0) {
        type_error(syntax.span, "`-` needs a number, found " + describe(operand.types));
    }
    Types result = operand.types & types::number;
    return folded({make_negate(std::move(operand.operation), syntax.position), result, NameKind::value,
                   operand.weight + 1},
                  constant);
}

Compiled Compiler::invert(const Syntax& syntax) {
    Compiled operand = compile(*syntax.children[0]);
    bool constant = operand.constant() != nullptr;
    if ((operand.types & types::boolean) == 0) {
        type_error(syntax.span, "`!` needs a bool, found " + describe(operand.types));
    }
    return folded({make_invert(std::move(operand.operation), syntax.position), types::boolean,
                   NameKind::value, operand.weight + 1},
                  constant);
}

Compiled Compiler::logical(const Syntax& syntax) {
    bool all = syntax.kind == SyntaxKind::all_of;
    Operations operands;
    uint32_t weight = 1;
    bool constant = true;
    for (const SyntaxPointer& child : syntax.children) {
        Compiled operand = compile(*child);
        if ((operand.types & types::boolean) == 0) {
            type_error(child->span,
                       std::string(all ? "`&&`" : "`||`") + " needs bools, found " + describe(operand.types));
        }
        weight += operand.weight;
        constant = constant && operand.constant() != nullptr;
        operands.push_back(std::move(operand.operation));
    }
    OperationPointer operation = all ? make_all_of(std::move(operands), syntax.position)
                                     : make_any_of(std::move(operands), syntax.position);
    return folded({std::move(operation), types::boolean, NameKind::value, weight}, constant);
}

Compiled Compiler::conditional(const Syntax& syntax) {
    Operations operands;
    Compiled result{nullptr, 0, NameKind::value, 1};
    bool constant = true;
    for (size_t i = 0; i < syntax.children.size(); ++i) {
        Compiled operand = compile(*syntax.children[i]);
        bool is_condition = i % 2 == 0 && i + 1 < syntax.children.size();
        if (!is_condition) {
            result.types |= operand.types;
        } else if ((operand.types & types::boolean) == 0) {
            type_error(syntax.children[i]->span,
                       "`?` needs a bool before it, found " + describe(operand.types));
        }
        result.weight += operand.weight;
        constant = constant && operand.constant() != nullptr;
        operands.push_back(std::move(operand.operation));
    }
    result.operation = make_conditional(std::move(operands), syntax.position);
    return folded(std::move(result), constant);
}

Compiled Compiler::list(const Syntax& syntax) {
    Operations items;
    uint32_t weight = 1;
    bool constant = true;
    for (size_t i = 0; i < syntax.children.size(); ++i) {
        Compiled item = compile(*syntax.children[i]);
        if (syntax.optional_items[i] && (item.types & types::optional) == 0) {
            type_error(syntax.children[i]->span,
                       "`?` before an item needs an optional, found " + describe(item.types));
        }
        weight += item.weight;
        constant = constant && item.constant() != nullptr;
        items.push_back(std::move(item.operation));
    }
    return folded({expression::make_list(std::move(items), syntax.optional_items, syntax.position),
                   types::list, NameKind::value, weight},
                  constant);
}

Compiled Compiler::map(const Syntax& syntax) {
    Operations items;
    uint32_t weight = 1;
    bool constant = true;
    for (size_t i = 0; i < syntax.children.size(); ++i) {
        Compiled item = compile(*syntax.children[i]);
        bool is_key = i % 2 == 0;
        if (is_key && (item.types & (types::string | types::integer | types::boolean)) == 0) {
            type_error(syntax.children[i]->span,
                       "a key is a string, an int or a bool, found " + describe(item.types));
        } else if (!is_key && syntax.optional_items[i / 2] && (item.types & types::optional) == 0) {
            type_error(syntax.children[i]->span,
                       "`?` before a key needs an optional value, found " + describe(item.types));
        }
        weight += item.weight;
        constant = constant && item.constant() != nullptr;
        items.push_back(std::move(item.operation));
    }
    return folded({expression::make_map(std::move(items), syntax.optional_items, syntax.position), types::map,
                   NameKind::value, weight},
                  constant);
}

Compiled Compiler::select(const Syntax& syntax, Access access) {
    Compiled target = compile(*syntax.children[0]);
    if ((target.types & (types::map | types::opaque | types::optional)) == 0 &&
        !(access == Access::presence && target.types == types::null)) {
        type_error({syntax.position, syntax.span.end},
                   "cannot take field \"" + std::string(syntax.name) + "\" of " + describe(target.types));
    }
    bool constant = target.constant() != nullptr;
    Types result = access == Access::presence   ? types::boolean
                   : access == Access::optional ? types::optional
                                                : types::any;
    return folded({make_select(std::move(target.operation), syntax.name, access, syntax.position), result,
                   NameKind::value, target.weight + 1},
                  constant);
}

Compiled Compiler::index(const Syntax& syntax) {
    Compiled target = compile(*syntax.children[0]);
    Compiled key = compile(*syntax.children[1]);
    if ((target.types & types::container) == 0) {
        type_error(
            {syntax.position, syntax.span.end}, "cannot take an item of " + describe(target.types),
            target.types == types::string ? "charAt(i) and substring(i, j) take parts of a string" : "");
    } else if (target.types == types::list && (key.types & types::number) == 0) {
        type_error(syntax.children[1]->span, "the index of a list is an int, found " + describe(key.types));
    }
    bool constant = target.constant() != nullptr && key.constant() != nullptr;
    Access access = syntax.optional ? Access::optional : Access::required;
    return folded(
        {make_index(std::move(target.operation), std::move(key.operation), access, syntax.position),
         syntax.optional ? types::optional : types::any, NameKind::value, target.weight + key.weight + 1},
        constant);
}

}  // namespace aiorun::expression
