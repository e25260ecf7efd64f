// Ids of traces and spans, and the W3C Trace Context (https://www.w3.org/TR/trace-context/) that carries them from process to
// process.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>

namespace aiorun::observe {

/// Whether the spans of a trace are recorded: who began it decides for all that take part (the flag `sampled`).
enum class Sampling : uint8_t { none, sampled };

/// Which trace a run belongs to, and the span around it (0: none).
struct TraceContext {
    std::string trace_id;  ///< 32 hex digits
    uint64_t parent = 0;
    Sampling sampling = Sampling::sampled;
};

/// `00-TRACE-SPAN-FLAGS`; nothing when it is no such thing.
[[nodiscard]] std::optional<TraceContext> parse_trace_parent(std::string_view text);
[[nodiscard]] std::string format_trace_parent(std::string_view trace_id, uint64_t span, Sampling sampling);
/// 16 hex digits.
[[nodiscard]] std::string format_span(uint64_t span);

/// Ids that no other run has: not from the run's seed, with which two runs would be one trace.
class SpanIds {
  public:
    SpanIds();
    [[nodiscard]] uint64_t next();
    [[nodiscard]] std::string next_trace();

  private:
    std::mt19937_64 random_;
};

}  // namespace aiorun::observe
