// What is wrong with a request before anything is sent.
#pragma once

#include <optional>
#include <string>

#include "http/failure.hpp"
#include "http/request.hpp"

namespace aiorun::http {

/// The message does not name method and URL yet, and never a header's value.
[[nodiscard]] std::optional<Failure> check_request(const Request& request);

/// As it is sent: in upper case where that is all that it lacks.
[[nodiscard]] std::string normal_method(const std::string& method);

/// The same for the client's User-Agent.
[[nodiscard]] std::optional<Failure> check_user_agent(const std::string& user_agent);

}  // namespace aiorun::http
