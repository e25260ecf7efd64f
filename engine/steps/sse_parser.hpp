// SseParser: events of a text/event-stream out of its lines (WHATWG HTML 9.2.6, "Interpreting an event
// stream").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "value/value.hpp"

namespace aiorun::steps {

class SseParser {
  public:
    /// Takes one line, valid UTF-8. A blank one ends an event: `{ event, data, id, retry }`. `event` is
    /// "message" unless it is named, `id` the last one that came in the stream, null before there is one,
    /// `retry` the milliseconds that came with this event, or null. An event without data is none. One that
    /// the stream's end cuts off is dropped.
    [[nodiscard]] std::optional<value::Value> add_line(std::string_view line);
    /// The bytes of the event that has begun.
    [[nodiscard]] size_t size() const noexcept { return data_.size(); }

  private:
    void take_field(std::string_view name, std::string_view content);
    [[nodiscard]] std::optional<value::Value> finish_event();

    std::string event_;
    std::string data_;
    bool has_data_ = false;
    value::Value id_;
    value::Value retry_;
    bool is_first_line_ = true;
};

}  // namespace aiorun::steps
