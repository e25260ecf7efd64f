#include <algorithm>
#include <array>

#include "expression/compiler.hpp"

namespace aiorun::expression {

namespace {

/// Macros that loop: `list.NAME(variable, filter?, body)`.
struct Macro {
    std::string_view name;
    Comprehension kind;
    bool one_variable;
    bool two_variables;
    bool may_filter;
    Types result;
    std::string_view usage;
};

constexpr auto macros = std::to_array<Macro>({
    {"all", Comprehension::all, true, true, false, types::boolean, "list.all(x, condition)"},
    {"exists", Comprehension::exists, true, true, false, types::boolean, "list.exists(x, condition)"},
    {"exists_one", Comprehension::exists_one, true, true, false, types::boolean,
     "list.exists_one(x, condition)"},
    {"existsOne", Comprehension::exists_one, true, true, false, types::boolean,
     "list.existsOne(x, condition)"},
    {"map", Comprehension::map, true, false, true, types::list,
     "list.map(x, result) or list.map(x, condition, result)"},
    {"filter", Comprehension::filter, true, false, false, types::list, "list.filter(x, condition)"},
    {"transformList", Comprehension::map, false, true, true, types::list,
     "list.transformList(index, x, result)"},
    {"transformMap", Comprehension::map_entries, false, true, true, types::map,
     "map.transformMap(key, value, result)"},
    {"transformMapEntry", Comprehension::merge_entries, false, true, true, types::map,
     "map.transformMapEntry(key, value, {newKey: result})"},
    {"sortBy", Comprehension::sort_by, true, false, false, types::list, "list.sortBy(x, key)"},
});

const Macro* find_macro(std::string_view name) {
    const auto* found = std::ranges::find(macros, name, &Macro::name);
    return found == macros.end() ? nullptr : found;
}

bool is_name(const Syntax& syntax) {
    return syntax.kind == SyntaxKind::name && !syntax.rooted;
}

bool is_bind(const Syntax& syntax) {
    return syntax.name == "bind" && is_name(*syntax.children[0]) && syntax.children[0]->name == "cel";
}

}  // namespace

bool Compiler::is_macro(const Syntax& syntax) const {
    if (!syntax.has_target) {
        return syntax.name == "has";
    }
    return find_macro(syntax.name) != nullptr || syntax.name == "optMap" || syntax.name == "optFlatMap" ||
           is_bind(syntax);
}

Compiled Compiler::macro(const Syntax& syntax) {
    if (!syntax.has_target) {
        return has(syntax);
    }
    const std::vector<SyntaxPointer>& parts = syntax.children;
    if (is_bind(syntax)) {
        return parts.size() == 4 && is_name(*parts[1])
                   ? binding(syntax, Binding::plain, *parts[2], *parts[1], *parts[3])
                   : wrong_macro(syntax, "cel.bind(x, value, result)");
    }
    if (find_macro(syntax.name) != nullptr) {
        return loop(syntax);
    }
    bool flat = syntax.name == "optFlatMap";
    if (parts.size() != 3 || !is_name(*parts[1])) {
        return wrong_macro(syntax, flat ? "optional.optFlatMap(x, optional)" : "optional.optMap(x, result)");
    }
    return binding(syntax, flat ? Binding::optional_flat_map : Binding::optional_map, *parts[0], *parts[1],
                   *parts[2]);
}

Compiled Compiler::wrong_macro(const Syntax& syntax, std::string_view usage) {
    return failing({syntax.position, syntax.span.end}, "expression-arguments",
                   std::string(syntax.name) + "() is used as " + std::string(usage));
}

Compiled Compiler::has(const Syntax& syntax) {
    if (syntax.children.size() != 1 || syntax.children[0]->kind != SyntaxKind::select) {
        return failing(syntax.span, "expression-arguments", "has() takes a field: has(value.field)",
                       "`\"key\" in value` asks for any key");
    }
    return select(*syntax.children[0], Access::presence);
}

Compiled Compiler::loop(const Syntax& syntax) {
    const Macro& macro = *find_macro(syntax.name);
    const std::vector<SyntaxPointer>& parts = syntax.children;
    size_t arguments = parts.size() - 1;
    // With both forms, three arguments are two variables and a body; `map` alone has a filter in between.
    bool two = macro.two_variables && (!macro.one_variable || arguments == 3);
    size_t variables = two ? 2 : 1;
    bool filtered = macro.may_filter && arguments == variables + 2;
    if (arguments != variables + 1 + (filtered ? 1 : 0) || !is_name(*parts[1]) ||
        (two && !is_name(*parts[2]))) {
        return wrong_macro(syntax, macro.usage);
    }
    if (two && parts[1]->name == parts[2]->name) {
        return failing(parts[2]->span, "expression-arguments",
                       "the two variables of " + std::string(macro.name) + "() need different names");
    }
    Compiled range = compile(*parts[0]);
    if ((range.types & (types::list | types::map)) == 0) {
        type_error(parts[0]->span, std::string(macro.name) + "() goes through a list or a map, found " +
                                       describe(range.types));
    }
    Loop loop;
    loop.kind = macro.kind;
    loop.name = macro.name;
    loop.position = syntax.position;
    loop.two_variables = two;
    loop.range = std::move(range.operation);
    loop.first_slot = declare(parts[1]->name);
    loop.second_slot = two ? declare(parts[2]->name) : loop.first_slot;
    loop_body(loop, filtered ? parts[variables + 1].get() : nullptr, *parts.back());
    variables_.resize(variables_.size() - variables);
    uint32_t weight = range.weight + loop.weight;
    return {make_loop(std::move(loop)), macro.result, NameKind::value, weight};
}

void Compiler::loop_body(Loop& loop, const Syntax* filter_syntax, const Syntax& body_syntax) {
    auto check_test = [&](const Compiled& test, const Syntax& syntax) {
        if ((test.types & types::boolean) == 0) {
            type_error(syntax.span, "the condition of " + std::string(loop.name) +
                                        "() is to be a bool, found " + describe(test.types));
        }
    };
    if (filter_syntax != nullptr) {
        Compiled filter = compile(*filter_syntax);
        check_test(filter, *filter_syntax);
        loop.weight += filter.weight;
        loop.filter = std::move(filter.operation);
    }
    Compiled body = compile(body_syntax);
    loop.weight += body.weight;
    if (loop.kind <= Comprehension::filter) {
        check_test(body, body_syntax);
    }
    if (loop.kind == Comprehension::filter) {
        loop.filter = std::move(body.operation);
        loop.body = make_variable(loop.first_slot);
    } else {
        loop.body = std::move(body.operation);
    }
}

Compiled Compiler::binding(const Syntax& syntax, Binding kind, const Syntax& value, const Syntax& variable,
                           const Syntax& body) {
    Compiled bound = compile(value);
    if (kind != Binding::plain && (bound.types & types::optional) == 0) {
        type_error(value.span,
                   std::string(syntax.name) + "() is for optionals, found " + describe(bound.types));
    }
    uint32_t slot = declare(variable.name);
    Compiled result = compile(body);
    variables_.pop_back();
    Types types = kind == Binding::plain ? result.types : types::optional;
    return {
        make_binding(kind, slot, std::move(bound.operation), std::move(result.operation), syntax.position),
        types, NameKind::value, bound.weight + result.weight + 1};
}

uint32_t Compiler::declare(std::string_view name) {
    auto slot = static_cast<uint32_t>(variables_.size());
    variables_.push_back({name, slot});
    variable_count_ = std::max(variable_count_, slot + 1);
    return slot;
}

const Compiler::Variable* Compiler::find_variable(std::string_view name) const {
    auto found = std::ranges::find(variables_.rbegin(), variables_.rend(), name, &Variable::name);
    return found == variables_.rend() ? nullptr : &*found;
}

}  // namespace aiorun::expression
