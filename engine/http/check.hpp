// What is wrong with a request before anything is sent.
#pragma once

#include <optional>

#include "http/failure.hpp"
#include "http/request.hpp"

namespace aiorun::http {

/// Methods are brought to upper case where that is all they lack. The message does not name method and URL
/// yet, and never a header's value.
[[nodiscard]] std::optional<Failure> check_request(Request& request);

/// The same for the client's User-Agent.
[[nodiscard]] std::optional<Failure> check_user_agent(const std::string& user_agent);

}  // namespace aiorun::http
