#include "steps/stream_items.hpp"

#include <string>

#include "steps/fetch_error.hpp"
#include "value/error.hpp"
#include "value/json.hpp"
#include "value/stand_in.hpp"
#include "value/utf8.hpp"

namespace aiorun::steps {

using value::Value;

StreamItems::StreamItems(StreamFormat format, size_t longest)
    : format_(format),
      lines_(format == StreamFormat::sse ? LineSplitter::Ends::carriage_returns_too
                                         : LineSplitter::Ends::line_feeds,
             longest),
      longest_(longest) {}

std::optional<Value> StreamItems::next() {
    if (unknown_) {
        bool is_new = arrived_ > line_number_;
        line_number_ += is_new ? 1 : 0;
        return is_new ? std::optional(next_unknown()) : std::nullopt;
    }
    while (auto line = lines_.next()) {
        ++line_number_;
        if (auto item = item_of(std::move(*line))) {
            return item;
        }
    }
    if (lines_.is_too_long()) {
        return value::value_error("line " + std::to_string(line_number_ + 1) +
                                  " of the stream is longer than 16 MiB, is it made of lines?");
    }
    return std::nullopt;
}

Value StreamItems::next_unknown() const {
    value::StandIn& stream = *value::as_stand_in(*unknown_);
    value::StandIn::Start start{.assumptions = stream.assumptions(), .path = format_ == StreamFormat::sse ? "data" : "item"};
    if (format_ != StreamFormat::ndjson) {
        start.kind = value::Kind::string;
    }
    Value item = value::StandIn::make(std::move(start));
    if (format_ != StreamFormat::sse) {
        return item;
    }
    return value::MapBuilder()
        .set("event", "message")
        .set("data", std::move(item))
        .set("id", Value())
        .set("retry", Value())
        .build();
}

std::optional<Value> StreamItems::item_of(std::string line) {
    switch (format_) {
        case StreamFormat::lines:
            return Value(value::to_valid_utf8(std::move(line)));
        case StreamFormat::sse: {
            auto event = events_.add_line(value::to_valid_utf8(std::move(line)));
            if (!event && events_.size() > longest_) {
                return value::value_error("an event of the stream is longer than 16 MiB");
            }
            return event;
        }
        case StreamFormat::ndjson:
            break;
    }
    bool is_blank = line.find_first_not_of(" \t\r") == std::string::npos;
    return is_blank ? std::nullopt : std::optional(parse(line));
}

Value StreamItems::parse(std::string_view line) const {
    auto parsed = value::parse_json(line);
    if (parsed) {
        return std::move(*parsed);
    }
    return value::value_error("line " + std::to_string(line_number_) +
                              " of the stream is not JSON: " + parsed.error().message + " at byte " +
                              std::to_string(parsed.error().offset) + "; it begins with " + show_body(line));
}

}  // namespace aiorun::steps
