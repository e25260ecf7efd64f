#include "workflow/schema.hpp"

#include "steps/actions.hpp"
#include "steps/fetch_options.hpp"
#include "steps/step_reader.hpp"
#include "workflow/schema_shapes.hpp"
#include "workflow/schema_steps.hpp"
#include "workflow/shared_definition.hpp"
#include "workflow/workflow.hpp"

namespace aiorun::workflow {
namespace {

using namespace schema;
using steps::Key;

Value described(Value schema, std::string_view description) {
    value::MapBuilder map(schema.as_map());
    map.set("description", description);
    return map.build();
}

Value map_of(Value each, Value names = reference("name")) {
    return object({{"type", list({"object", "null"})},
                   {"propertyNames", std::move(names)},
                   {"additionalProperties", std::move(each)}});
}

/// A value as it is, which is the default, or all about the param.
Value of_param() {
    return any_of({object({{"type", list({"string", "number", "boolean", "array", "null"})}}),
                   of_keys(param_keys(), Expressions::refused)});
}

Value of_shared() {
    std::vector<Value> bare;
    std::vector<Value> alternatives;
    for (std::string_view word : shared_words()) {
        SharedForm form = shared_form(word);
        if (!form.needs_value) {
            bare.emplace_back(word);
        }
        Value inside = form.takes_number   ? reference("integer")
                       : form.keys.empty() ? object({{"type", "null"}})
                       : form.needs_value
                           ? of_keys(form.keys, Expressions::allowed)
                           : any_of({object({{"type", "null"}}), of_keys(form.keys, Expressions::allowed)});
        alternatives.push_back(object({{"type", "object"},
                                       {"properties", object({{word, inside}})},
                                       {"required", list({word})},
                                       {"additionalProperties", false}}));
    }
    alternatives.insert(alternatives.begin(), object({{"enum", value::make_list(std::move(bare))}}));
    return object({{"anyOf", value::make_list(std::move(alternatives))}});
}

/// Names that a task may bear: not those that steps use.
Value of_task_name() {
    std::vector<Value> words;
    auto add = [&](std::span<const Key> keys) {
        for (const Key& key : keys) {
            words.emplace_back(key.name);
        }
    };
    add(steps::modifier_keys());
    for (const steps::ActionSpec* spec : steps::all_actions()) {
        words.emplace_back(spec->name);
        add(spec->siblings);
    }
    return object(
        {{"$ref", "#/$defs/task_name"}, {"not", object({{"enum", value::make_list(std::move(words))}})}});
}

/// What is below the keys of the file, beyond the shape that their table gives.
Value of_section(const Key& key) {
    if (key.name == "aiorun") {
        return object({{"const", 1}});
    }
    if (key.name == "import") {
        return map_of(object({{"type", "string"}}), reference("task_name"));
    }
    if (key.name == "params") {
        return map_of(reference("param"));
    }
    if (key.name == "vars") {
        return map_of(object({}));
    }
    if (key.name == "shared") {
        return map_of(reference("shared"));
    }
    if (key.name == "http") {
        return of_keys(steps::fetch_default_keys(), Expressions::allowed);
    }
    if (key.name == "tasks") {
        return map_of(reference("task"), of_task_name());
    }
    if (key.name == "main") {
        return object({{"type", "array"}, {"items", reference("step")}});
    }
    return of_shape(key.shape);
}

}  // namespace

Value make_schema() {
    value::MapBuilder properties;
    for (const Key& key : file_keys()) {
        properties.set(Value(key.name), described(of_section(key), key.doc));
    }
    value::MapBuilder definitions;
    add_shapes(definitions);
    add_steps(definitions);
    definitions.set("param", described(of_param(), "an input: its default, or { type, default, … }"));
    definitions.set("shared", described(of_shared(), "a shared object: lock, { semaphore: 2 }, …"));
    definitions.set("task", described(of_keys(task_keys(), Expressions::allowed), "a task, which steps call by name"));
    return object(
        {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
         {"title", "aiorun workflow"},
         {"description", "a workflow of aiorun, version 1 of the language"},
         {"type", "object"},
         {"properties", properties.build()},
         {"additionalProperties", false},
         {"anyOf", list({object({{"required", list({"main"})}}), object({{"required", list({"tasks"})}})})},
         {"$defs", definitions.build()}});
}

}  // namespace aiorun::workflow
