// What a client refuses without asking anybody: no name is resolved, no file is opened. A simulation says it as a run does.
#pragma once

#include <optional>
#include <string>

#include "http/failure.hpp"
#include "http/request.hpp"
#include "http/target_url.hpp"

namespace aiorun::http {

/// Of a host that is written as an address. The message does not name method and URL yet.
[[nodiscard]] std::optional<Failure> check_address(const AddressPolicy& policy, const TargetUrl& url);

/// Where the request goes: its URL, and the address as far as that is known without DNS (a number, an entry of `resolve`,
/// `localhost`). The message is complete.
[[nodiscard]] std::optional<Failure> find_refusal(const Request& request);

}  // namespace aiorun::http
