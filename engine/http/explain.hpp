// What went wrong on the wire, in words that say what to do.
#pragma once

#include "http/failure.hpp"
#include "http/hop.hpp"

namespace aiorun::http {

/// For a hop that ended with an error of libcurl. The message is without method and URL.
[[nodiscard]] Failure explain(const Hop& hop, const Order& order);

/// Whether a descriptor can be opened now: what libcurl reports as a failure to resolve or connect may be
/// that.
[[nodiscard]] bool descriptors_are_left() noexcept;

}  // namespace aiorun::http
