// Key: one key that a step, an action's options, or another part of the language takes. Tables of keys are what the
// parser, the checker, the JSON Schema and the docs all read.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace aiorun::steps {

/// What may stand behind a key.
enum class Shape : uint8_t {
    anything,       ///< any value; expressions anywhere in it
    text,           ///< a string, or an expression that gives one
    name,           ///< an identifier that is bound
    names,          ///< an identifier or a list of them
    boolean,        ///< true, false, or an expression
    integer,        ///< an int, or an expression
    number,         ///< an int or a double, or an expression
    duration,       ///< seconds, `150ms`, or an expression
    list,           ///< a list, or an expression
    map,            ///< a map with values of any kind
    condition,      ///< a bare expression
    conditions,     ///< a bare expression, a list of them, or a map of them
    steps,          ///< a list of steps
    branch,         ///< a step or a list of steps
    branches,       ///< a list of branches
    handles,        ///< a handle or a list of them
    handlers,       ///< one or several handlers of errors
    cases,          ///< the cases of a switch
    nothing,        ///< null
    // Names of shared objects.
    lock,           ///< lock or condition
    semaphore,
    rate_limit,
    event,
    condition_name,
    barrier,
    queue,
    acquirable,     ///< lock, condition or semaphore
    waitable,       ///< event, condition or barrier
};

enum class Presence : uint8_t { optional, required };

struct Key {
    std::string_view name;
    Shape shape = Shape::anything;
    Presence presence = Presence::optional;
    std::string_view fallback{};///< the default, as docs show it; empty: none
    std::string_view doc;       ///< one line
    std::span<const std::string_view> choices{};  ///< when it is one of a few words
};

}  // namespace aiorun::steps
