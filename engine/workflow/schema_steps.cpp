#include "workflow/schema_steps.hpp"

#include <algorithm>

#include "steps/actions.hpp"
#include "steps/fetch_options.hpp"
#include "steps/handler.hpp"
#include "steps/modifiers.hpp"
#include "steps/step_reader.hpp"
#include "workflow/schema_shapes.hpp"

namespace aiorun::workflow::schema {
namespace {

using steps::ActionSpec;
using steps::Key;
using steps::Shape;

bool has_key(std::span<const Key> keys, std::string_view name) {
    return std::ranges::find(keys, name, &Key::name) != keys.end();
}

/// What an action's value is when it is no map of options.
Value of_operand(const ActionSpec& spec) {
    if (spec.shape == Shape::anything && !spec.options.empty()) {
        return object({{"type", list({"string", "number", "boolean", "array", "null"})}});
    }
    Value operand = of_shape(spec.shape);
    // A bare `raise` raises again what is handled.
    bool may_be_null = !spec.options.empty() && std::ranges::none_of(spec.options, [](const Key& key) {
        return key.presence == steps::Presence::required;
    }) && spec.shape == Shape::text;
    return may_be_null ? any_of({operand, object({{"type", "null"}})}) : operand;
}

Value of_options(const ActionSpec& spec) {
    Value options = spec.options.data() == steps::fetch_step_keys().data()
                        ? reference("fetch")
                        : of_keys(spec.options, Expressions::allowed);
    if (spec.shape != Shape::branches) {
        return options;
    }
    value::MapBuilder map(options.as_map());
    map.set("dependentRequired",
            object({{"for", list({"in", "do"})}, {"in", list({"for", "do"})}, {"index", list({"for"})}}));
    return map.build();
}

Value of_action(const ActionSpec& spec) {
    Value schema = spec.options.empty() ? of_operand(spec)
                   : spec.main.empty()  ? of_options(spec)
                                        : any_of({of_operand(spec), of_options(spec)});
    value::MapBuilder map(schema.as_map());
    std::string description(spec.doc);
    if (!spec.result.empty()) {
        description += " Result: " + std::string(spec.result);
    }
    map.set("description", description);
    return map.build();
}

/// The keys of all steps with their docs: actions, modifiers, and what stands beside actions.
Value all_properties() {
    value::MapBuilder properties;
    for (const ActionSpec* spec : steps::all_actions()) {
        properties.set(Value(spec->name), of_action(*spec));
    }
    for (const Key& key : steps::modifier_keys()) {
        properties.set(Value(key.name), of_key(key, Expressions::allowed));
    }
    for (const ActionSpec* spec : steps::all_actions()) {
        for (const Key& key : spec->siblings) {
            if (!properties.contains(key.name)) {
                properties.set(Value(key.name), of_key(key, Expressions::allowed));
            }
        }
    }
    return properties.build();
}

Value required(std::string_view name) {
    return object({{"required", list({name})}});
}

/// Whether the step's action is this one: `do` beside `for` is not.
Value is_action(const ActionSpec& spec) {
    std::vector<Value> owners;
    for (const ActionSpec* other : steps::all_actions()) {
        if (has_key(other->siblings, spec.name)) {
            owners.push_back(required(other->name));
        }
    }
    value::MapBuilder map(required(spec.name).as_map());
    if (!owners.empty()) {
        map.set("not", object({{"anyOf", value::make_list(std::move(owners))}}));
    }
    return map.build();
}

/// A step with this action has the keys that go with it, and no other ones: neither a second action nor a
/// call.
Value rule_of(const ActionSpec& spec) {
    std::vector<Value> allowed{spec.name};
    std::vector<Value> needed;
    for (const Key& key : steps::modifier_keys()) {
        allowed.emplace_back(key.name);
    }
    for (const Key& key : spec.siblings) {
        if (!has_key(steps::modifier_keys(), key.name)) {
            allowed.emplace_back(key.name);
        }
        if (key.presence == steps::Presence::required) {
            needed.emplace_back(key.name);
        }
    }
    value::MapBuilder rule;
    rule.set("propertyNames", object({{"enum", value::make_list(std::move(allowed))}}));
    if (!needed.empty()) {
        rule.set("required", value::make_list(std::move(needed)));
    }
    return object({{"if", is_action(spec)}, {"then", rule.build()}});
}

/// A step without an action of the language calls a task: it has a key that is no modifier.
Value rule_of_calls() {
    std::vector<Value> actions;
    for (const ActionSpec* spec : steps::all_actions()) {
        actions.push_back(required(spec->name));
    }
    std::vector<Value> modifiers;
    std::vector<Value> forbidden;
    for (const Key& key : steps::modifier_keys()) {
        modifiers.emplace_back(key.name);
    }
    for (const ActionSpec* spec : steps::all_actions()) {
        for (const Key& key : spec->siblings) {
            if (!has_key(steps::modifier_keys(), key.name)) {
                forbidden.push_back(required(key.name));
            }
        }
    }
    Value only_modifiers =
        object({{"propertyNames", object({{"enum", value::make_list(std::move(modifiers))}})}});
    Value beside = object({{"anyOf", value::make_list(std::move(forbidden))}});
    return object({{"if", object({{"not", object({{"anyOf", value::make_list(std::move(actions))}})}})},
                   {"then", object({{"not", any_of({only_modifiers, beside})}})}});
}

Value of_step() {
    std::vector<Value> rules;
    for (const ActionSpec* spec : steps::all_actions()) {
        rules.push_back(rule_of(*spec));
    }
    rules.push_back(rule_of_calls());
    Value call = object({{"description", "a call of the task of this name, with its arguments"},
                         {"type", list({"object", "null"})}});
    return object({{"type", "object"},
                   {"description", "a step: one action, or a call of a task, and modifiers"},
                   {"minProperties", 1},
                   {"properties", all_properties()},
                   {"additionalProperties", call},
                   {"allOf", value::make_list(std::move(rules))}});
}

/// A null switches a default off.
Value of_fetch() {
    Value all = of_keys(steps::fetch_step_keys(), Expressions::allowed);
    value::MapBuilder properties;
    for (const Key& key : steps::fetch_step_keys()) {
        Value schema = of_key(key, Expressions::allowed);
        const Value* description = schema.as_map().find(std::string_view("description"));
        properties.set(Value(key.name), key.presence == steps::Presence::required
                                            ? schema
                                            : object({{"anyOf", list({schema, object({{"type", "null"}})})},
                                                      {"description", *description}}));
    }
    value::MapBuilder map(all.as_map());
    map.set("properties", properties.build());
    return map.build();
}

}  // namespace

void add_steps(value::MapBuilder& definitions) {
    definitions.set("steps", object({{"description", "steps, which run in order"},
                                     {"type", list({"array", "null"})},
                                     {"items", reference("step")}}));
    definitions.set("step", of_step());
    definitions.set("branch",
                    object({{"description", "a step, or a list of steps, that runs as a task of its own"},
                            {"anyOf", list({reference("step"),
                                            object({{"type", "array"}, {"items", reference("step")}})})}}));
    definitions.set("handler", of_keys(steps::handler_keys(), Expressions::refused));
    definitions.set("case", of_keys(steps::switch_case_keys(), Expressions::refused));
    definitions.set("retry",
                    any_of({reference("integer"), of_keys(steps::retry_keys(), Expressions::allowed)}));
    definitions.set("fetch", of_fetch());
}

}  // namespace aiorun::workflow::schema
