// Course: what happened when in a transfer, as far as it came: for those who look on.
#pragma once

#include <cstdint>

#include "http/request.hpp"

namespace aiorun::http {

struct Course {
    /// What it is about.
    enum class Stage : uint8_t { turn, dns, connect, tls, wait, receive };

    Stage stage = Stage::turn;  ///< when it ended, or now
    // Since it was asked for.
    Duration began{0};       ///< the first request, behind the wait for a connection's turn
    Duration last_began{0};  ///< the last one, behind redirects
    // Since `last_began`, when each was done; zero for what was not needed (no TLS, a connection that stood).
    Duration dns{0};
    Duration connect{0};
    Duration tls{0};
    Duration first_byte{0};  ///< of the response
};

}  // namespace aiorun::http
