#include "workflow/param.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "document/duration.hpp"
#include "document/suggest.hpp"
#include "expression/template.hpp"
#include "steps/options.hpp"
#include "value/json.hpp"
#include "value/utf8.hpp"

namespace aiorun::workflow {
namespace {

using steps::Key;
using steps::Presence;
using steps::Shape;

constexpr std::array<std::string_view, 7> type_words{"string", "int", "number", "bool", "list", "map", "duration"};

constexpr std::array<Key, 9> keys{{
    {"type", Shape::text, Presence::optional, "that of the default, else string", "the type of its value", type_words},
    {"default", Shape::anything, Presence::optional, "", "the value when none is given; without one the param is required"},
    {"description", Shape::text, Presence::optional, "", "what it is for"},
    {"min", Shape::number, Presence::optional, "", "the smallest value"},
    {"max", Shape::number, Presence::optional, "", "the largest value"},
    {"choices", Shape::list, Presence::optional, "", "the values that are allowed"},
    {"secret", Shape::boolean, Presence::optional, "false", "the value is shown as *** in all that aiorun writes"},
    {"env", Shape::text, Presence::optional, "", "an environment variable that may hold the value"},
    {"file", Shape::text, Presence::optional, "", "a file that may hold the value, relative to the workflow's folder"},
}};

ParamType type_of(const Value& value) {
    switch (value.kind()) {
        case value::Kind::integer: return ParamType::integer;
        case value::Kind::number: return ParamType::number;
        case value::Kind::boolean: return ParamType::boolean;
        case value::Kind::list: return ParamType::list;
        case value::Kind::map: return ParamType::map;
        default: return ParamType::string;
    }
}

std::unexpected<std::string> mismatch(const Param& param, const Value& value) {
    std::string shown = param.secret ? "another value" : value::to_json(value);
    return std::unexpected("expected " + std::string(type_word(param.type)) + ", found " + shown);
}

bool fits(ParamType type, const Value& value) {
    switch (type) {
        case ParamType::string: return value.is_string();
        case ParamType::integer: return value.is_int();
        case ParamType::number: return value.is_number();
        case ParamType::boolean: return value.is_bool();
        case ParamType::list: return value.is_list();
        case ParamType::map: return value.is_map();
        case ParamType::duration: return document::to_duration(value).has_value();
    }
    return false;
}

/// For comparing with `min` and `max`: numbers as they are, durations in seconds.
double magnitude(ParamType type, const Value& value) {
    if (type == ParamType::duration) {
        return std::chrono::duration<double>(document::to_duration(value).value_or(document::Duration(0))).count();
    }
    return value.to_double();
}

template <class T>
std::optional<T> parse_number(std::string_view text) {
    T number{};
    if (!text.empty() && text[0] == '+') {
        text.remove_prefix(1);
    }
    auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || problem != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return number;
}

/// The value that the text stands for, null when it stands for none of that type.
std::optional<Value> parse_text(ParamType type, std::string_view text) {
    switch (type) {
        case ParamType::string: return Value(value::to_valid_utf8(std::string(text)));  // it comes from outside
        case ParamType::integer:
            if (auto number = parse_number<int64_t>(text)) {
                return Value(*number);
            }
            return std::nullopt;
        case ParamType::number:
            if (auto whole = parse_number<int64_t>(text)) {
                return Value(*whole);
            }
            if (auto number = parse_number<double>(text); number && std::isfinite(*number)) {
                return Value(*number);  // `nan` and `inf` are numbers to from_chars, and none to JSON
            }
            return std::nullopt;
        case ParamType::boolean:
            return text == "true" ? std::optional(Value(true)) : text == "false" ? std::optional(Value(false)) : std::nullopt;
        case ParamType::list:
        case ParamType::map: {
            auto parsed = value::parse_json(text);
            return parsed ? std::optional(*parsed) : std::nullopt;
        }
        case ParamType::duration: return Value(text);
    }
    return std::nullopt;
}

std::string read_text(const steps::Options& map, std::string_view key, const steps::Context& context) {
    auto node = map.find(key);
    if (!node) {
        return {};
    }
    if (!node->is_string()) {
        context.error(*node, "wrong-type",
                      "\"" + std::string(key) + "\" of a param is a text, found " + std::string(node->kind_name()));
        return {};
    }
    if (key != "description" && expression::has_expression(node->text())) {
        context.error(*node, "not-literal", "\"" + std::string(key) + "\" of a param is written out, found an expression");
        return {};
    }
    return std::string(node->text());
}

/// What other languages call the types.
struct Alias {
    std::string_view name;
    std::string_view type;
};
constexpr std::array<Alias, 14> aliases{{{"integer", "int"}, {"long", "int"}, {"float", "number"}, {"double", "number"},
                                         {"boolean", "bool"}, {"str", "string"}, {"text", "string"}, {"array", "list"},
                                         {"object", "map"}, {"dict", "map"}, {"mapping", "map"}, {"sequence", "list"},
                                         {"timedelta", "duration"}, {"seconds", "duration"}}};

/// Nothing when it is no type, which is reported.
std::optional<ParamType> read_type(const document::Node& node, const steps::Context& context) {
    auto found = node.is_scalar() ? std::ranges::find(type_words, node.text()) : type_words.end();
    if (found != type_words.end()) {
        return static_cast<ParamType>(found - type_words.begin());
    }
    auto alias = node.is_scalar() ? std::ranges::find(aliases, node.text(), &Alias::name) : aliases.end();
    std::string meant = alias != aliases.end() ? ", did you mean \"" + std::string(alias->type) + "\"?"
                        : node.is_scalar()     ? document::did_you_mean(node.text(), type_words)
                                               : "";
    context.error(node, "wrong-value",
                  "the type of a param is " + steps::list_words(type_words) + ", found " +
                      (node.is_scalar() ? "\"" + std::string(node.text()) + "\"" : std::string(node.kind_name())) + meant);
    return std::nullopt;
}

/// The default is what is written: an expression in it would stay a text.
bool has_expression(const document::Node& node) {
    for (size_t i = 0; i < node.size(); ++i) {
        if (has_expression(node.is_list() ? node.item(i) : node.entry(i))) {
            return true;
        }
    }
    return node.is_string() && expression::has_expression(node.text());
}

bool check_literal(const document::Node& fallback, const steps::Context& context) {
    if (!has_expression(fallback)) {
        return true;
    }
    context.error(fallback, "not-literal", "the default of a param is written out, found an expression",
                  "use `env:` for a variable of the environment, or compute it under `vars:`");
    return false;
}

/// A bound of an int or a number is a number; that of a duration may be a duration.
bool is_bound(ParamType type, const Value& bound) {
    return bound.is_number() || (type == ParamType::duration && fits(type, bound));
}

void read_choices(Param& param, const document::Node& node, const steps::Context& context) {
    if (!node.is_list()) {
        context.error(node, "wrong-type", "\"choices\" is a list, found " + std::string(node.kind_name()));
        return;
    }
    if (node.size() == 0) {
        context.error(node, "wrong-value", "\"choices\" is empty, so no value is allowed", "list the values, or leave it out");
    }
    std::vector<Value> choices;
    for (size_t i = 0; i < node.size(); ++i) {
        Value choice = node.item(i).value();
        auto checked = check_argument(param, choice);
        if (!checked) {
            context.error(node.item(i), "wrong-type", "a choice of \"" + param.name + "\": " + checked.error());
        }
        choices.push_back(std::move(choice));
    }
    param.choices = std::move(choices);
}

void read_bounds(Param& param, const steps::Options& map, const steps::Context& context) {
    bool has_order = param.type == ParamType::integer || param.type == ParamType::number ||
                     param.type == ParamType::duration;
    for (std::string_view key : {"min", "max"}) {
        auto node = map.find(key);
        if (!node) {
            continue;
        }
        Value bound = node->value();
        if (!has_order || !is_bound(param.type, bound)) {
            context.error(*node, "wrong-type",
                          has_order ? "\"" + std::string(key) + "\" is a " + (param.type == ParamType::duration ? "duration" : "number") +
                                          ", found " + std::string(node->kind_name())
                                    : "\"" + std::string(key) + "\" is for params of type int, number or duration");
            continue;
        }
        (key == "min" ? param.minimum : param.maximum) = bound;
    }
    if (param.minimum && param.maximum && magnitude(param.type, *param.minimum) > magnitude(param.type, *param.maximum)) {
        context.error(*map.find("max"), "wrong-value",
                      "\"max\" is less than \"min\", so no value is allowed: " + value::to_json(*param.maximum) + " and " +
                          value::to_json(*param.minimum));
        param.minimum.reset();  // what else is wrong is not about it
        param.maximum.reset();
    }
    if (auto node = map.find("choices")) {
        read_choices(param, *node, context);
    }
}

void read_map(Param& param, const document::Node& node, const steps::Context& context) {
    steps::Options map(node, keys, "a param", context);
    auto fallback = map.find("default");
    if (auto type = map.find("type")) {
        auto known = read_type(*type, context);
        if (!known) {
            param.fallback = fallback ? std::optional(fallback->value()) : std::nullopt;
            return;  // what fits it is not known
        }
        param.type = *known;
    } else if (fallback) {
        param.type = type_of(fallback->value());
    }
    param.description = read_text(map, "description", context);
    param.env = read_text(map, "env", context);
    param.file = read_text(map, "file", context);
    if (auto secret = map.find("secret")) {
        if (secret->kind() != document::NodeKind::boolean) {
            context.error(*secret, "wrong-type", "\"secret\" is true or false, found " + std::string(secret->kind_name()));
        } else {
            param.secret = secret->value().as_bool();
        }
    }
    read_bounds(param, map, context);
    if (fallback && check_literal(*fallback, context)) {
        param.fallback = fallback->value();
        // A default of null makes the param optional whatever its type.
        auto checked = param.fallback->is_null() ? *param.fallback : check_argument(param, *param.fallback);
        if (!checked) {
            context.error(*fallback, "wrong-type", "the default of \"" + param.name + "\": " + checked.error());
        }
    }
}

}  // namespace

std::string_view type_word(ParamType type) noexcept { return type_words[static_cast<size_t>(type)]; }

std::span<const Key> param_keys() { return keys; }

Param read_param(const document::Node& key, const document::Node& value, const steps::Context& context) {
    Param param;
    param.name = key.text();
    param.span = key.span();
    if (value.is_map()) {
        read_map(param, value, context);
    } else if (!value.is_null()) {
        param.fallback = value.value();
        param.type = type_of(*param.fallback);
    }
    if (!value.is_map()) {
        check_literal(value, context);
    }
    return param;
}

std::expected<Value, std::string> check_argument(const Param& param, Value value) {
    if (!fits(param.type, value)) {
        return mismatch(param, value);
    }
    std::string shown = param.secret ? "the value" : value::to_json(value);
    if (param.minimum && magnitude(param.type, value) < magnitude(param.type, *param.minimum)) {
        return std::unexpected(shown + " is less than the minimum, " + value::to_json(*param.minimum));
    }
    if (param.maximum && magnitude(param.type, value) > magnitude(param.type, *param.maximum)) {
        return std::unexpected(shown + " is more than the maximum, " + value::to_json(*param.maximum));
    }
    if (!param.choices.empty() && std::ranges::find(param.choices, value) == param.choices.end()) {
        return std::unexpected(shown + " is none of the choices " + value::to_json(value::make_list(param.choices)));
    }
    return value;
}

std::expected<Value, std::string> parse_argument(const Param& param, std::string_view text) {
    std::optional<Value> value = parse_text(param.type, text);
    if (!value) {
        std::string expected = "expected " + std::string(type_word(param.type));
        if (param.type == ParamType::list || param.type == ParamType::map) {
            expected += " as JSON";
        }
        return std::unexpected(expected + ", found " + (param.secret ? "another value" : "\"" + std::string(text) + "\""));
    }
    return check_argument(param, std::move(*value));
}

}  // namespace aiorun::workflow
