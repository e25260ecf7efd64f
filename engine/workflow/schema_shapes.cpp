#include "workflow/schema_shapes.hpp"

#include <charconv>

namespace aiorun::workflow::schema {
namespace {

using steps::Key;
using steps::Presence;
using steps::Shape;

constexpr std::string_view name_pattern = "^[A-Za-z_][A-Za-z0-9_]*$";
constexpr std::string_view task_name_pattern = "^[A-Za-z_][A-Za-z0-9_-]*$";
constexpr std::string_view duration_pattern =
    R"(^\s*[+-]?(\d+(\.\d*)?|\.\d+)(\s*(ns|us|µs|ms|s|m|h|d)\s*((\d+(\.\d*)?|\.\d+)\s*(ns|us|µs|ms|s|m|h|d)\s*)*)?\s*$)";

Value of_type(std::string_view type) {
    return object({{"type", type}});
}

Value or_expression(Value schema) {
    return any_of({std::move(schema), reference("expression")});
}

Value one_or_list(const Value& one) {
    return any_of({one, object({{"type", "array"}, {"items", one}})});
}

/// Words; one that is a number in YAML when it is not quoted may be that number.
Value of_choices(std::span<const std::string_view> choices, Expressions expressions) {
    std::vector<Value> words;
    for (std::string_view choice : choices) {
        words.emplace_back(choice);
        double number = 0;
        auto [end, problem] = std::from_chars(choice.data(), choice.data() + choice.size(), number);
        if (problem == std::errc() && end == choice.data() + choice.size()) {
            words.emplace_back(number);
        }
    }
    Value schema = object({{"enum", value::make_list(std::move(words))}});
    return expressions == Expressions::allowed ? or_expression(std::move(schema)) : schema;
}

/// The default, when it is a value and no words about one.
std::optional<Value> default_of(const Key& key) {
    double number = 0;
    const char* end = key.fallback.data() + key.fallback.size();
    switch (key.shape) {
        case Shape::boolean:
            return key.fallback == "true" || key.fallback == "false"
                       ? std::optional(Value(key.fallback == "true"))
                       : std::nullopt;
        case Shape::integer:
        case Shape::number:
            if (auto result = std::from_chars(key.fallback.data(), end, number);
                !key.fallback.empty() && result.ec == std::errc() && result.ptr == end) {
                return Value(static_cast<int64_t>(number));
            }
            return std::nullopt;
        default:
            return std::nullopt;
    }
}

}  // namespace

Value object(std::initializer_list<std::pair<std::string_view, Value>> entries) {
    value::MapBuilder map;
    for (const auto& [key, entry] : entries) {
        map.set(Value(key), entry);
    }
    return map.build();
}

Value list(std::initializer_list<Value> items) {
    return value::make_list(std::vector<Value>(items));
}

Value names_of(std::span<const Key> keys) {
    std::vector<Value> names;
    for (const Key& key : keys) {
        names.emplace_back(key.name);
    }
    return value::make_list(std::move(names));
}

Value reference(std::string_view name) {
    return object({{"$ref", "#/$defs/" + std::string(name)}});
}

Value any_of(std::initializer_list<Value> alternatives) {
    return object({{"anyOf", list(alternatives)}});
}

void add_shapes(value::MapBuilder& definitions) {
    auto add = [&](std::string_view name, std::string_view description, Value schema) {
        value::MapBuilder map(schema.as_map());
        map.set("description", description);
        definitions.set(Value(name), map.build());
    };
    auto scalar = [](std::string_view type) { return or_expression(of_type(type)); };
    add("expression", "an expression, ${{ … }}, which gives the value",
        object({{"type", "string"}, {"pattern", R"(\$\{\{)"}}));
    add("name", "a name of letters, digits and _", object({{"type", "string"}, {"pattern", name_pattern}}));
    add("task_name", "a name of letters, digits, - and _", object({{"type", "string"}, {"pattern", task_name_pattern}}));
    add("text", "a text; ${{ … }} inside of it is replaced",
        object({{"type", list({"string", "number", "boolean"})}}));
    add("boolean", "true, false, or an expression", scalar("boolean"));
    add("integer", "a whole number, or an expression", scalar("integer"));
    add("number", "a number, or an expression", scalar("number"));
    add("list", "a list, or an expression", scalar("array"));
    add("items", "a list, a map, or an expression",
        any_of({of_type("array"), of_type("object"), reference("expression")}));
    add("map", "a map, or an expression", scalar("object"));
    add("duration", "seconds, or a text such as 150ms, 2s, 1m30s, 2h, 1d",
        any_of({of_type("number"), object({{"type", "string"}, {"pattern", duration_pattern}}),
                reference("expression")}));
    add("condition", "an expression that gives true or false, without ${{ }} around it",
        object({{"type", list({"string", "boolean"})}}));
    add("handles", "a spawned task, or a list of them", one_or_list(of_type("string")));
}

Value of_shape(Shape shape) {
    switch (shape) {
        case Shape::anything:
            return object({});
        case Shape::text:
            return reference("text");
        case Shape::names:
            return one_or_list(reference("name"));
        case Shape::boolean:
            return reference("boolean");
        case Shape::integer:
            return reference("integer");
        case Shape::number:
            return reference("number");
        case Shape::duration:
            return reference("duration");
        case Shape::list:
            return reference("list");
        case Shape::map:
            return reference("map");
        case Shape::condition:
            return reference("condition");
        case Shape::conditions:
            return any_of({reference("condition"),
                           object({{"type", "array"}, {"items", reference("condition")}}),
                           object({{"type", "object"}, {"additionalProperties", reference("condition")}})});
        case Shape::steps:
            return reference("steps");
        case Shape::branch:
            return reference("branch");
        case Shape::branches:
            return object({{"type", "array"}, {"items", reference("branch")}});
        case Shape::handles:
            return reference("handles");
        case Shape::handlers:
            return one_or_list(reference("handler"));
        case Shape::cases:
            return object({{"type", "array"}, {"items", reference("case")}});
        case Shape::nothing:
            return of_type("null");
        case Shape::name:
        case Shape::lock:
        case Shape::semaphore:
        case Shape::rate_limit:
        case Shape::event:
        case Shape::condition_name:
        case Shape::barrier:
        case Shape::queue:
        case Shape::acquirable:
        case Shape::waitable:
            return reference("name");
    }
    return object({});
}

Value of_key(const Key& key, Expressions expressions) {
    Value schema = !key.choices.empty()                           ? of_choices(key.choices, expressions)
                   : key.name == "in" && key.shape == Shape::list ? reference("items")
                   : key.name == "retry"                          ? reference("retry")
                                                                  : of_shape(key.shape);
    value::MapBuilder map(schema.as_map());
    std::string description(key.doc);
    if (!key.fallback.empty()) {
        description += " (default: " + std::string(key.fallback) + ")";
    }
    map.set("description", description);
    if (auto fallback = default_of(key)) {
        map.set("default", *fallback);
    }
    return map.build();
}

Value of_keys(std::span<const Key> keys, Expressions expressions) {
    value::MapBuilder properties;
    std::vector<Value> required;
    for (const Key& key : keys) {
        properties.set(Value(key.name), of_key(key, expressions));
        if (key.presence == Presence::required) {
            required.emplace_back(key.name);
        }
    }
    value::MapBuilder map;
    map.set("type", "object").set("properties", properties.build()).set("additionalProperties", false);
    if (!required.empty()) {
        map.set("required", value::make_list(std::move(required)));
    }
    return map.build();
}

}  // namespace aiorun::workflow::schema
