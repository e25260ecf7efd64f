// The parts of a transfer, one after the other, as observers are told of them.
#pragma once

#include <vector>

#include "http/course.hpp"
#include "runtime/operation.hpp"

namespace aiorun::effects {

/// "redirect" (what came before the last request), "dns", "connect", "tls", "wait" (for the first byte) and "receive", as far as
/// it came. They begin behind the wait for a connection's turn, follow each other, and the last one lasts to the end: for
/// `duration` since the transfer was asked for.
[[nodiscard]] std::vector<runtime::OperationPhase> phases_of(const http::Course& course, runtime::Duration duration);

}  // namespace aiorun::effects
