// Events as bytes, for their way through a TraceRing: a fixed head, then what only some of them have.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "observe/trace_event.hpp"

namespace aiorun::observe {

/// The bytes that `event` takes: a multiple of 8.
[[nodiscard]] size_t encoded_size(const TraceEvent& event) noexcept;
/// Writes them; the first four bytes hold their number.
void encode(const TraceEvent& event, std::byte* to) noexcept;

/// Reads events out of what TraceRing::peek() gave.
class TraceDecoder {
  public:
    explicit TraceDecoder(std::span<const std::byte> bytes) : bytes_(bytes) {}
    /// The next one, or null at the end. It is valid until the next call, and points into the bytes.
    [[nodiscard]] const TraceEvent* next();

  private:
    void read_rest(const std::byte* from);

    std::span<const std::byte> bytes_;
    TraceEvent event_;
    std::vector<runtime::OperationPhase> phases_;
};

}  // namespace aiorun::observe
