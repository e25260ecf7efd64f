// The names that the examples of docs/expressions.md use, and how it writes their results.
#pragma once

#include "tests/expression/support.hpp"

namespace aiorun::expression::test {

inline World documentation_world() {
    World world;
    world.set("page", value::parse_json(R"({"status":200,"items":["a","b"],"next":null})").value());
    world.set("n", 3).set("x", 1.5).set("name", "Ann");
    world.set(
        "handle",
        make_handle(
            "task",
            {{"done", true}, {"cancelled", false}, {"result", 42}, {"error", nullptr}, {"name", "fetch"}}));
    world.set("counter", make_handle("lock", {{"locked", true}}), NameKind::lock);
    world.set("ready", make_handle("event", {{"is_set", false}}), NameKind::event);
    world.set("jobs", make_handle("queue", {{"size", 2}}), NameKind::queue);
    world.set("api", make_handle("semaphore", {{"value", 1}, {"locked", false}}), NameKind::semaphore);
    return world;
}

/// JSON, or `error: MESSAGE` without the place in the expression; what is found before the run is `check:
/// MESSAGE`.
inline std::string documented_result(World& world, std::string_view text) {
    std::vector<std::string> errors = world.check(text);
    if (!errors.empty()) {
        return "check: " + errors[0];
    }
    std::string result = world.show(text);
    return result.starts_with("error: ") ? result.substr(0, result.rfind(", in ${{")) : result;
}

}  // namespace aiorun::expression::test
