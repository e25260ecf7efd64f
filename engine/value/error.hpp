// Error: what a workflow raises. A value, never a C++ exception. Its identity matters (re-raising, groups).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "value/value.hpp"

namespace aiorun::value {

/// Names of the built-in error types.
namespace error_type {
inline constexpr std::string_view timeout = "TimeoutError";
inline constexpr std::string_view cancelled = "CancelledError";
inline constexpr std::string_view connection = "ConnectionError";
inline constexpr std::string_view http = "HTTPError";
inline constexpr std::string_view process = "ProcessError";
inline constexpr std::string_view assertion = "AssertionError";
inline constexpr std::string_view value = "ValueError";
inline constexpr std::string_view type = "TypeError";
inline constexpr std::string_view group = "ExceptionGroup";
inline constexpr std::string_view broken_barrier = "BrokenBarrierError";
inline constexpr std::string_view queue_full = "QueueFull";
inline constexpr std::string_view queue_empty = "QueueEmpty";
inline constexpr std::string_view queue_shut_down = "QueueShutDown";
inline constexpr std::string_view runtime = "RuntimeError";
inline constexpr std::string_view deadlock = "DeadlockError";
}  // namespace error_type

/// Where in a workflow an error was raised. `file` outlives the run.
struct Place {
    const char* file = nullptr;
    uint32_t line = 0;
    uint32_t column = 0;
};

class Error final : public Counted {
  public:
    Error(std::string_view type, std::string message) : type(type), message(std::move(message)) {}

    std::string type;
    std::string message;
    Value data;
    /// What only some types have: `status` and `response` of an HTTPError, `code` of a ProcessError. A map or null.
    Value details;
    /// The errors of an ExceptionGroup, in the order in which they happened.
    std::vector<Reference<Error>> errors;
    /// What was being handled when this one was raised, or what led to it.
    Reference<Error> cause;
    std::string task;
    std::string step;
    Place place;
    /// How deep groups nest in it; 0 for what is none.
    uint32_t group_depth = 0;
    /// How many attempts a `retry` made before it gave up; 0 without one.
    uint32_t attempts = 0;
    /// False for a request that may have had an effect and must not be sent again unasked (a POST that was answered).
    bool repeatable = true;

    [[nodiscard]] bool is(std::string_view name) const noexcept { return type == name; }
    [[nodiscard]] bool is_group() const noexcept { return type == error_type::group; }
};

using ErrorReference = Reference<Error>;

[[nodiscard]] inline ErrorReference make_error(std::string_view type, std::string message) {
    return make_counted<Error>(type, std::move(message));
}
/// A Value of kind failure: how a function that gives a Value says that it failed.
[[nodiscard]] inline Value failure(std::string_view type, std::string message) {
    return Value(make_error(type, std::move(message)));
}
/// A failure of type ValueError.
[[nodiscard]] inline Value value_error(std::string message) { return failure(error_type::value, std::move(message)); }

/// An ExceptionGroup. What nests deeper than limits::group_depth is replaced by an error that says so.
[[nodiscard]] ErrorReference make_group(std::string message, std::vector<ErrorReference> errors);

/// `TYPE: message`, `TYPE` when the message is empty, for a group `ExceptionGroup: message [TYPE: message, …]`.
[[nodiscard]] std::string describe(const Error& error);

}  // namespace aiorun::value
