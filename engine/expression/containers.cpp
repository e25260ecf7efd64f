#include "expression/containers.hpp"

#include "expression/unknown.hpp"
#include "value/json.hpp"

namespace aiorun::expression {

using value::Value;

namespace {

Value bounded(const Evaluation& evaluation, uint32_t position, Value value) {
    if (value.depth() > limits::value_depth) {
        return evaluation.fail(
            position, "the value nests more than " + std::to_string(limits::value_depth) + " levels deep");
    }
    return value;
}

}  // namespace

Value made_list(Evaluation& evaluation, uint32_t position, std::vector<Value> items) {
    if (!evaluation.make(items.size() * sizeof(Value))) {
        return evaluation.too_expensive(position);
    }
    return bounded(evaluation, position, value::make_list(std::move(items)));
}

Value made_map(Evaluation& evaluation, uint32_t position, value::MapBuilder& map) {
    if (!evaluation.make(map.size() * sizeof(value::Map::Entry))) {
        return evaluation.too_expensive(position);
    }
    return bounded(evaluation, position, map.build());
}

Value add_entry(Evaluation& evaluation, uint32_t position, value::MapBuilder& map, Value key, Value item) {
    if (may_be_unknown(key)) {
        map.set(value::to_text(key), std::move(item));  // several that look alike become one
        return {};
    }
    if (!key.is_string() && !key.is_int() && !key.is_bool()) {
        return evaluation.fail(
            position, "a key is a string, an int or a bool, found " + std::string(kind_of(key)), {&key});
    }
    if (map.contains(key)) {
        return evaluation.fail(position, "the key " + show(key) + " stands twice in the map");
    }
    map.set(std::move(key), std::move(item));
    return {};
}

}  // namespace aiorun::expression
