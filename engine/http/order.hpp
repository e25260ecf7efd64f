// Order: what one hop of a transfer (one request, until a redirect or the end) is to do.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/request.hpp"
#include "http/saved_file.hpp"
#include "http/target_url.hpp"
#include "http/text.hpp"

namespace aiorun::http {

/// Whether the workflow's headers and client certificate go along: not to an origin that it did not name.
enum class Trust : uint8_t { full, none };
/// What becomes of the body of an expected response.
enum class Delivery : uint8_t { memory, file, stream };

struct Order {
    const Request* request = nullptr;
    TargetReference url;
    std::string method;
    Auth auth;
    Trust trust = Trust::full;
    bool with_body = true;
    std::string proxy;  ///< empty: a direct connection
    std::optional<Duration> time_left;
    Delivery delivery = Delivery::memory;
    SavedFile* file = nullptr;  ///< of delivery to a file
    uint64_t resume_at = 0;     ///< ask for the rest only
};

/// 301, 302, 303, 307, 308, as browsers follow them (RFC 9110 15.4).
[[nodiscard]] constexpr bool is_redirect(int status) noexcept {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// Whether the workflow gives a header of that name, and this hop may have it.
[[nodiscard]] inline bool has_header(const Order& order, std::string_view name) {
    return order.trust == Trust::full && std::ranges::any_of(order.request->headers, [&](const Field& header) {
               return equal_ignoring_case(header.name, name);
           });
}

}  // namespace aiorun::http
