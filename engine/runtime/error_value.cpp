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

namespace {

/// Causes of causes: a handler that raises in a loop makes long chains, of which the first few tell enough.
constexpr int most_causes = 10;

Value full_value(const Error& error, int causes) {
    MapBuilder map = basic(error, error_to_full_value);
    map.set("task", error.task).set("step", error.step);
    map.set("line", error.place.line == 0 ? Value() : Value(int64_t{error.place.line}));
    if (error.attempts > 0) {
        map.set("attempts", int64_t{error.attempts});
    }
    map.set("cause", error.cause && causes > 0 ? full_value(*error.cause, causes - 1) : Value());
    return map.build();
}

}  // namespace

Value error_to_full_value(const Error& error) { return full_value(error, most_causes); }

}  // namespace aiorun::runtime
