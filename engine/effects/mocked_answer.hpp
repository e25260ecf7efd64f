// What a client makes of a mock's answer, as of any: where a redirect leads, and what it refuses.
#pragma once

#include <optional>
#include <string>

#include "effects/mocks.hpp"
#include "http/failure.hpp"
#include "http/request.hpp"

namespace aiorun::effects {

/// A failure of the request: `METHOD URL: MESSAGE`.
[[nodiscard]] http::Failure fail(const http::Request& request, http::FailureKind kind, const std::string& message);
/// Where a redirect that is followed leads; empty for all other answers.
[[nodiscard]] std::string location_of(const http::Request& request, const MockAnswer& answer);
/// Makes the request the one that follows a redirect, as browsers and curl do. The failure when it may not be followed.
[[nodiscard]] std::optional<http::Failure> redirect(http::Request& request, int status, const std::string& location);
/// What a mock's body is refused for: its size, and the digest of one that would be saved.
[[nodiscard]] std::optional<http::Failure> check_body(const http::Request& request, const MockAnswer& answer);

}  // namespace aiorun::effects
