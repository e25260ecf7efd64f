// Errors of fetches, and what their messages show.
#pragma once

#include <string>
#include <string_view>

#include "http/failure.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "value/error.hpp"

namespace aiorun::steps {

/// What a transfer that failed raises. It is not repeatable when the server may have acted on it already.
[[nodiscard]] value::ErrorReference transfer_error(const http::Failure& failure,
                                                   const http::Request& request);

/// The HTTPError of a response whose status is not expected; its details are `status` and `response`.
[[nodiscard]] value::ErrorReference status_error(const http::Request& request, http::Response response);

/// The reason phrase of a status (RFC 9110 15), empty for one that is not registered.
[[nodiscard]] std::string_view status_reason(int status) noexcept;

/// The start of a body, fit for a message: on one line, in quotes; empty for an empty body.
[[nodiscard]] std::string show_body(std::string_view body);

}  // namespace aiorun::steps
