#include "runtime/error_value.hpp"

#include <vector>

namespace aiorun::runtime {
namespace {

using value::Error;
using value::MapBuilder;
using value::Value;

template <class Convert>
MapBuilder basic(const Error& error, Convert convert) {
    MapBuilder map;
    map.set("type", error.type).set("message", error.message).set("data", error.data);
    if (error.is_group()) {
        std::vector<Value> inner;
        for (const value::ErrorReference& each : error.errors) {
            inner.push_back(convert(*each));
        }
        map.set("errors", value::make_list(std::move(inner)));
    }
    if (error.details.is_map()) {
        for (const auto& [key, detail] : error.details.as_map()) {
            map.set(key, detail);
        }
    }
    return map;
}

}  // namespace

Value error_to_value(const Error& error) { return basic(error, error_to_value).build(); }

Value error_to_full_value(const Error& error) {
    MapBuilder map = basic(error, error_to_full_value);
    map.set("task", error.task).set("step", error.step);
    map.set("line", error.place.line == 0 ? Value() : Value(int64_t{error.place.line}));
    if (error.attempts > 0) {
        map.set("attempts", int64_t{error.attempts});
    }
    map.set("cause", error.cause ? error_to_value(*error.cause) : Value());
    return map.build();
}

}  // namespace aiorun::runtime
