// The value that a workflow sees of a response: a map whose entries are made when they are looked at.
#pragma once

#include <cstdint>

#include "http/response.hpp"
#include "value/value.hpp"

namespace aiorun::steps {

/// Whether the body is in the response, or was saved or streamed.
enum class ResponseBody : uint8_t { held, elsewhere };

/// `{ status, ok, headers, text, json, size, url, elapsed, timings }`. The `json` of a body that is not JSON
/// is null, and to ask for it is a ValueError; text and json are null when the body is elsewhere.
[[nodiscard]] value::Value response_value(http::Response response, ResponseBody body);

}  // namespace aiorun::steps
