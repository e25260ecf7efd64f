// StreamItems: what a streamed body puts into its queue, out of bytes that come piece by piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "steps/line_splitter.hpp"
#include "steps/sse_parser.hpp"
#include "value/stand_in.hpp"
#include "value/value.hpp"

namespace aiorun::steps {

enum class StreamFormat : uint8_t { lines, ndjson, sse };

class StreamItems {
  public:
    /// A line of a stream: far longer than sensible ones, far below what memory holds.
    static constexpr size_t longest_line = 16U << 20U;

    explicit StreamItems(StreamFormat format, size_t longest = longest_line);

    void add(std::string_view bytes) {
        if (unknown_) {
            ++arrived_;
        } else {
            lines_.add(bytes);
        }
    }
    /// The bytes come from a simulation that does not know what they say: each piece is one item.
    void stand_in(value::StandIn& unknown) { unknown_ = value::Value(value::Reference<value::Opaque>(&unknown)); }
    void finish() { lines_.finish(); }

    /// The next item: a line as text (U+FFFD for what is not UTF-8), the value of a line of JSON, or an
    /// event. Nothing until more bytes come; a failure for a line that is too long or not JSON, and then
    /// there is no more.
    [[nodiscard]] std::optional<value::Value> next();

  private:
    [[nodiscard]] std::optional<value::Value> item_of(std::string line);
    [[nodiscard]] value::Value next_unknown() const;
    [[nodiscard]] value::Value parse(std::string_view line) const;

    StreamFormat format_;
    LineSplitter lines_;
    size_t longest_;
    SseParser events_;
    uint64_t line_number_ = 0;
    std::optional<value::Value> unknown_;
    uint64_t arrived_ = 0;
};

}  // namespace aiorun::steps
