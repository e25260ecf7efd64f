#include <algorithm>

#include "document/suggest.hpp"
#include "expression/compiler.hpp"

namespace aiorun::expression {

namespace {

std::string quoted(std::string_view name) {
    return "\"" + std::string(name) + "\"";
}

std::string with_article(std::string_view noun) {
    bool is_vowel = std::string_view("aeiou").find(noun[0]) != std::string_view::npos;
    return (is_vowel ? "an " : "a ") + std::string(noun);
}

std::string_view describe(NameKind kind) {
    constexpr auto names = std::to_array<std::string_view>(
        {"value", "lock", "semaphore", "event", "condition", "queue", "barrier", "rate limit"});
    return names[static_cast<size_t>(kind)];
}

std::string describe_kinds(uint16_t kinds) {
    std::string text;
    for (auto kind :
         {NameKind::lock, NameKind::semaphore, NameKind::event, NameKind::condition, NameKind::queue}) {
        if ((kinds & kind_bit(kind)) != 0) {
            text += (text.empty() ? "" : " or ") + std::string(describe(kind));
        }
    }
    return text;
}

std::string count_of(const Function& function, size_t receiver) {
    size_t least = function.required - receiver;
    size_t most = function.maximum - receiver;
    std::string text = std::to_string(least);
    if (function.is_variadic) {
        text += " or more";
    } else if (most != least) {
        text += " to " + std::to_string(most);
    }
    return text + (most == 1 && !function.is_variadic ? " argument" : " arguments");
}

}  // namespace

Compiled Compiler::call(const Syntax& syntax) {
    if (!syntax.has_target) {
        const Function* function = find_function(syntax.name, CallKind::function);
        return function != nullptr ? call_function(syntax, *function, 0, syntax.name)
                                   : unknown_function(syntax, std::string(syntax.name), CallKind::function);
    }
    const Syntax& target = *syntax.children[0];
    bool maybe_qualified = target.kind == SyntaxKind::name && find_variable(target.name) == nullptr;
    std::string qualified =
        maybe_qualified ? std::string(target.name) + "." + std::string(syntax.name) : std::string();
    if (const Function* function = maybe_qualified ? find_function(qualified, CallKind::function) : nullptr) {
        return call_function(syntax, *function, 1, qualified);
    }
    if (const Function* method = find_function(syntax.name, CallKind::method)) {
        return call_function(syntax, *method, 0, syntax.name);
    }
    return maybe_qualified && is_function_prefix(target.name)
               ? unknown_function(syntax, qualified, CallKind::function)
               : unknown_function(syntax, std::string(syntax.name), CallKind::method);
}

Compiled Compiler::call_function(const Syntax& syntax, const Function& function, size_t first_argument,
                                 std::string_view shown) {
    size_t count = syntax.children.size() - first_argument;
    bool is_method = syntax.has_target && first_argument == 0;
    if (!function.accepts(count)) {
        document::Span span{syntax.position, syntax.span.end};
        return failing(span, "expression-arguments",
                       std::string(shown) + "() takes " + count_of(function, is_method ? 1 : 0) + ", found " +
                           std::to_string(count - (is_method ? 1 : 0)),
                       "it is called " + std::string(function.usage));
    }
    std::vector<Compiled> arguments;
    uint32_t weight = 1;
    bool constant = function.purity == Purity::pure;
    for (size_t i = 0; i < count; ++i) {
        const Syntax& child = *syntax.children[first_argument + i];
        arguments.push_back(compile(child));
        check_argument(function, shown, i, arguments.back(), child);
        weight += arguments.back().weight;
        constant = constant && arguments.back().constant() != nullptr;
    }
    check_constants(syntax, function, arguments);
    Operations operations;
    for (Compiled& argument : arguments) {
        operations.push_back(std::move(argument.operation));
    }
    OperationPointer operation = make_call(function, std::move(operations), syntax.position);
    Compiled result = folded({std::move(operation), function.result, NameKind::value, weight}, constant);
    if (function.name == "dyn") {
        result.types = types::any;  // that is what it is for
    }
    return result;
}

void Compiler::check_argument(const Function& function, std::string_view shown, size_t at,
                              const Compiled& argument, const Syntax& syntax) {
    std::string name = std::string(shown) + "()";
    Types wanted = function.parameter(at);
    if ((argument.types & wanted) == 0) {
        bool receiver = at == 0 && function.style == CallStyle::method;
        type_error(syntax.span,
                   name + (receiver ? " is for " : " takes ") + expression::describe(wanted) + ", found " +
                       expression::describe(argument.types),
                   "it is called " + std::string(function.usage));
    } else if (at == 0 && argument.kind != NameKind::value && wanted != types::any &&
               (function.shared_kinds & kind_bit(argument.kind)) == 0) {
        std::string expected =
            function.shared_kinds != 0 ? describe_kinds(function.shared_kinds) : expression::describe(wanted);
        type_error(syntax.span, name + " takes " + with_article(expected) + ", " + quoted(syntax.name) +
                                    " is " + with_article(describe(argument.kind)));
    }
}

void Compiler::check_constants(const Syntax& syntax, const Function& function,
                               std::span<const Compiled> arguments) {
    if (function.check == nullptr || check_ == Check::off) {
        return;
    }
    std::vector<const value::Value*> constants;
    for (size_t i = 0; i < arguments.size(); ++i) {
        const value::Value* constant = arguments[i].constant();
        bool fits = constant != nullptr && (types_of(*constant) & function.parameter(i)) != 0;
        constants.push_back(fits ? constant : nullptr);
    }
    if (std::string problem = function.check(constants); !problem.empty()) {
        errors_.push_back(
            {{syntax.position, syntax.span.end}, "expression-argument", std::move(problem), {}});
    }
}

Compiled Compiler::unknown_function(const Syntax& syntax, const std::string& name, CallKind kind) {
    CallKind other = kind == CallKind::function ? CallKind::method : CallKind::function;
    std::string hint;
    if (const Function* found = find_function(syntax.name, other)) {
        hint = "it is called " + std::string(found->usage);
    }
    std::vector<std::string_view> candidates{"has", "all", "exists", "exists_one", "map", "filter"};
    for (const Function* function : all_functions()) {
        if (function->style == CallStyle::both ||
            (function->style == CallStyle::method) == (kind == CallKind::method)) {
            candidates.push_back(function->name);
        }
    }
    document::Span span{syntax.has_target && kind == CallKind::function ? syntax.span.begin : syntax.position,
                        syntax.position + static_cast<uint32_t>(syntax.name.size())};
    return failing(span, "unknown-function",
                   "unknown " + std::string(kind == CallKind::method ? "method " : "function ") +
                       quoted(name) + (hint.empty() ? document::did_you_mean(name, candidates) : ""),
                   std::move(hint));
}

}  // namespace aiorun::expression
