// What came back.
#pragma once

#include <cstdint>
#include <string>

#include "http/course.hpp"
#include "http/request.hpp"
#include "value/value.hpp"

namespace aiorun::http {

/// When what was done, as curl has it; zero for what did not happen (no redirect, no TLS, a connection that stood).
struct Timings {
    Duration redirect{0};  ///< all before the last request
    // Since the last request began.
    Duration dns{0};
    Duration connect{0};
    Duration tls{0};
    // Since the first request began.
    Duration first_byte{0};
    Duration total{0};
};

struct Response {
    int status = 0;
    /// A map; names in lower case, in order; repeated ones joined by ", ", `set-cookie` always a list.
    value::Value headers{};
    /// The decompressed bytes as a string, whatever they are; empty when they were saved or streamed.
    value::Value body{};
    uint64_t size = 0;           ///< of the decompressed body, also of one that was saved
    std::string url{};           ///< where it came from in the end, without credentials
    std::string method{};           ///< of the last request: a redirect can change it
    std::string redirected_from{};  ///< where the first redirect came from, fit for messages; empty without one
    std::string http_version{};  ///< "1.0", "1.1", "2"
    uint32_t redirects = 0;
    Timings timings{};   ///< `total` is the response's `elapsed`
    Course course{};
    bool saved = false;  ///< Request::save was done
};

}  // namespace aiorun::http
