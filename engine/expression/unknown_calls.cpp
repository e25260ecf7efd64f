// Calls of functions with arguments that a simulation does not know.
#include <algorithm>
#include <array>

#include "expression/function.hpp"
#include "expression/unknown.hpp"
#include "value/json.hpp"

namespace aiorun::expression {

using value::Kind;
using value::resolved;
using value::StandIn;
using value::Value;

namespace {

constexpr size_t longest_text = 1000;

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
    return std::ranges::find(words, word) != words.end();
}

/// size(x): whoever wants a number makes x a list of so many items, or a text of so many characters.
Value size_of(const Value& argument, StandIn& unknown) {
    bool is_text = unknown.kind() == Kind::string;
    auto decide = [argument, is_text](const Value& wanted) {
        size_t size = wanted.is_int() && wanted.as_int() > 0 ? static_cast<size_t>(wanted.as_int()) : 0;
        StandIn* from = value::as_stand_in(argument);
        if (is_text) {
            from->decide(Value(std::string(std::min(size, longest_text), 'x')));
        } else {
            (void)from->as_list(size);
        }
        Value value = resolved(argument);
        size_t found = value.is_list()     ? value.as_list().size()
                       : value.is_map()    ? value.as_map().size()
                       : value.is_string() ? value.as_string().size()
                                           : size;
        return Value(static_cast<int64_t>(found));
    };
    return unknown.following({.path = "size(" + unknown.path() + ")",
                            .kind = Kind::integer,
                            .accepts = [](const Value& value) { return value.is_int() && value.as_int() >= 0; },
                            .decide = std::move(decide)});
}

std::string with_part(std::string_view function, std::string text, std::string_view part) {
    if (function == "contains") {
        return text.find(part) != std::string::npos ? text : text + std::string(part);
    }
    if (function == "startsWith") {
        return text.starts_with(part) ? text : std::string(part) + text;
    }
    return text.ends_with(part) ? text : text + std::string(part);
}

/// text.contains(part) and its like: whoever wants it to hold makes the text so.
Value text_test(std::string_view function, const Value& argument, StandIn& unknown, const Value& part) {
    auto decide = [function, argument, part](const Value& wanted) {
        bool is_wanted = !wanted.is_bool() || wanted.as_bool();
        StandIn* from = value::as_stand_in(argument);
        if (!from->is_decided()) {
            std::string text = value::to_text(from->shown());
            if (is_wanted && part.is_string()) {
                from->decide(Value(with_part(function, std::move(text), part.as_string())));
            } else if (!from->usual().is_string()) {
                return Value(is_wanted);
            }
        }
        std::string text = value::to_text(resolved(argument));
        return part.is_string() ? Value(with_part(function, text, part.as_string()) == text) : Value(is_wanted);
    };
    return unknown.following({.path = unknown.path() + "." + std::string(function) + "(" + value::to_json(part) + ")",
                            .kind = Kind::boolean,
                            .decide = std::move(decide)});
}

/// Functions that give what they are given, more or less: trim(), int(), string(), …
Value same(const Function& function, const Value& argument, StandIn& unknown) {
    bool is_text = (function.result & types::string) != 0;
    bool is_number = (function.result & types::number) != 0;
    bool is_floating = (function.result & types::floating) != 0;
    auto decide = [argument, is_text](const Value& wanted) {
        StandIn* from = value::as_stand_in(argument);
        bool as_text = from->kind() == Kind::string || is_text;
        (void)from->decide(as_text && !wanted.is_string() ? Value(value::to_text(wanted)) : wanted);
        return wanted;
    };
    return unknown.following({.path = unknown.path(),
                            .kind = is_text ? Kind::string : is_floating ? Kind::number : is_number ? Kind::integer : Kind::unbound,
                            .usual = is_floating ? Value(1.0) : Value::unbound(),
                            .decide = std::move(decide)});
}

/// type(x): whoever wants it to be a type makes x one of that.
Value type_of(const Value& argument, StandIn& unknown) {
    auto decide = [argument](const Value& wanted) {
        StandIn* from = value::as_stand_in(argument);
        std::string_view name = wanted.kind() == Kind::type ? wanted.as_string() : "string";
        if (name == "list") {
            (void)from->as_list();
        } else if (name == "map") {
            (void)from->as_map();
        } else if (name == "int" || name == "double") {
            (void)from->as_number(1);
        } else if (name == "bool") {
            (void)from->decide(true);
        } else if (name == "null_type") {
            (void)from->decide(Value());
        } else {
            (void)from->decide(from->shown().is_string() ? from->shown() : Value("~text~"));
        }
        return Value::type(value::type_name(resolved(argument)));
    };
    return unknown.following({.path = "type(" + unknown.path() + ")", .kind = Kind::type, .decide = std::move(decide)});
}

/// What a function makes of it; the same each time it is asked with the same arguments.
Value anything(const Function& function, StandIn& unknown, std::span<const Value> arguments) {
    std::string text;
    for (const Value& argument : arguments) {
        StandIn* stand_in = value::as_stand_in(argument);
        text += (text.empty() ? "" : ", ") + (stand_in != nullptr ? stand_in->path() : show(argument));
    }
    bool only_text = function.result == types::string;
    bool only_bool = function.result == types::boolean;
    bool only_number = function.result != 0 && (function.result & ~types::number) == 0;
    bool only_list = function.result == types::list;
    return unknown.derived(std::string(function.name) + "(" + text + ")",
                           {.kind = only_text     ? Kind::string
                                    : only_bool   ? Kind::boolean
                                    : only_number ? Kind::number
                                    : only_list   ? Kind::list
                                                  : Kind::unbound});
}

}  // namespace

Value call_unknown(const Function& function, std::span<Value> arguments) {
    constexpr std::array<std::string_view, 3> text_tests{"contains", "startsWith", "endsWith"};
    constexpr std::array<std::string_view, 12> same_functions{"trim",   "lowerAscii", "upperAscii", "string", "int", "uint",
                                                              "double", "bool",       "dyn",        "bytes", "duration", "timestamp"};
    constexpr std::array<std::string_view, 1> json_functions{"to_json"};
    StandIn* first = arguments.empty() ? nullptr : value::as_unknown(arguments[0]);
    if (first != nullptr) {
        if (function.name == "size" && arguments.size() == 1) {
            return size_of(arguments[0], *first);
        }
        if (is_one_of(function.name, text_tests) && arguments.size() == 2) {
            return text_test(function.name, arguments[0], *first, arguments[1]);
        }
        if (function.name == "type") {
            return type_of(arguments[0], *first);
        }
        if (is_one_of(function.name, same_functions) && arguments.size() == 1) {
            return same(function, arguments[0], *first);
        }
        if (is_one_of(function.name, json_functions)) {
            return value::to_json(arguments[0]);
        }
    }
    return anything(function, *result_source(arguments), arguments);
}

value::StandIn* result_source(std::span<const Value> arguments) {
    for (const Value& argument : arguments) {
        if (StandIn* found = value::find_stand_in(argument)) {
            return found;
        }
    }
    return nullptr;
}

Value result_unknown(const Function& function, std::span<const Value> arguments) {
    StandIn* source = result_source(arguments);
    return source == nullptr ? Value() : anything(function, *source, arguments);
}

}  // namespace aiorun::expression
