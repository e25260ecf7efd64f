// How a transfer fails: a value with a kind that is an error type of the language, and a message that holds
// the method, the URL without credentials, what happened and what to do.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "http/course.hpp"
#include "value/error.hpp"

namespace aiorun::http {

struct Response;

enum class FailureKind : uint8_t {
    cancelled,   ///< the waiting task was cancelled: CancelledError
    connection,  ///< the network or the peer broke it: ConnectionError
    timeout,     ///< a deadline or low speed: TimeoutError
    http,        ///< too many redirects: HTTPError (`status` is that of the last one)
    value,       ///< refused by policy, or a bad option: ValueError
    file,        ///< the file system refused: RuntimeError
};

struct Failure {
    FailureKind kind = FailureKind::connection;
    std::string message{};
    int status = 0;  ///< of an http failure
    std::shared_ptr<const Response> response{};  ///< the same, without its body
    bool request_sent =
        false;  ///< false: nothing of the request can have reached a server, so any method may be retried
    std::shared_ptr<const Course> course{};  ///< how far it came; null: nowhere. Not in here: frames hold many of these
};

[[nodiscard]] inline Course course_of(const Failure& failure) { return failure.course ? *failure.course : Course(); }

/// "ConnectionError", "TimeoutError", …
[[nodiscard]] std::string_view error_type(FailureKind kind) noexcept;
/// The error a workflow sees; for a cancellation the runtime's own.
[[nodiscard]] value::ErrorReference to_error(const Failure& failure);

template <class T>
using Result = std::expected<T, Failure>;

}  // namespace aiorun::http
