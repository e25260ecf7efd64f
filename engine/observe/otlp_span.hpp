// OtlpSpan: a span that is under way, and how it looks in OTLP's JSON
// (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "observe/shown_text.hpp"
#include "observe/trace_event.hpp"

namespace aiorun::observe {

/// A list of OTLP attributes as it grows: `{"key":"a","value":{"intValue":"1"}},…`. Keys are ours and need no escaping.
class OtlpAttributes {
  public:
    explicit OtlpAttributes(const ShownText& shown) : shown_(&shown) {}
    OtlpAttributes& text(std::string_view key, std::string_view value);
    OtlpAttributes& integer(std::string_view key, int64_t value);
    OtlpAttributes& seconds(std::string_view key, Duration value);
    [[nodiscard]] const std::string& json() const noexcept { return json_; }

  private:
    void begin(std::string_view key);
    const ShownText* shown_;
    std::string json_;
};

enum class OtlpKind : uint8_t { internal = 1, client = 3 };

/// Where a span stands among the others: what a trace loses when there is no room for it.
struct OtlpPlace {
    uint32_t depth = 0;         ///< of the run: 0
    bool has_children = false;  ///< that were kept, or may be
};

struct OtlpSpan {
    /// Further events are counted only.
    static constexpr uint32_t most_events = 128;

    uint64_t id = 0;
    uint64_t parent = 0;  ///< 0: none
    Time begin{0};
    OtlpKind kind = OtlpKind::internal;
    OtlpPlace place{};
    std::string events{};
    uint32_t event_count = 0;

    void add_event(std::string_view name, int64_t unix_time, const OtlpAttributes& attributes);
};

/// What is known of a span only at its end.
struct OtlpSpanEnd {
    std::string name;
    int64_t unix_begin = 0;
    int64_t unix_end = 0;
    bool is_error = false;
    std::string error{};  ///< the status' message
};

[[nodiscard]] std::string to_json(const OtlpSpan& span, const OtlpSpanEnd& end, const OtlpAttributes& attributes,
                                  std::string_view trace_id, const ShownText& shown);

}  // namespace aiorun::observe
