#include "steps/sse_parser.hpp"

#include <algorithm>
#include <charconv>

namespace aiorun::steps {

using value::Value;

std::optional<Value> SseParser::add_line(std::string_view line) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (std::exchange(is_first_line_, false) && line.starts_with(byte_order_mark)) {
        line.remove_prefix(byte_order_mark.size());
    }
    if (line.empty()) {
        return finish_event();
    }
    size_t colon = std::min(line.find(':'), line.size());
    std::string_view content = line.substr(std::min(colon + 1, line.size()));
    content.remove_prefix(content.starts_with(' ') ? 1 : 0);
    take_field(line.substr(0, colon), content);
    return std::nullopt;
}

void SseParser::take_field(std::string_view name, std::string_view content) {
    if (name == "event") {
        event_ = content;
    } else if (name == "data") {
        data_ += has_data_ ? "\n" : "";
        data_ += content;
        has_data_ = true;
    } else if (name == "id" && content.find('\0') == std::string_view::npos) {
        id_ = Value(content);
    } else if (name == "retry") {
        int64_t milliseconds = 0;
        auto [end, problem] = std::from_chars(content.data(), content.data() + content.size(), milliseconds);
        bool digits = !content.empty() && content.front() != '-';
        if (digits && problem == std::errc() && end == content.data() + content.size()) {
            retry_ = milliseconds;
        }
    }
}

std::optional<Value> SseParser::finish_event() {
    std::string event = std::exchange(event_, "");
    std::string data = std::exchange(data_, "");
    Value retry = std::exchange(retry_, Value());
    if (!std::exchange(has_data_, false)) {
        return std::nullopt;
    }
    return value::MapBuilder()
        .set("event", event.empty() ? Value("message") : Value(std::move(event)))
        .set("data", std::move(data))
        .set("id", id_)
        .set("retry", std::move(retry))
        .build();
}

}  // namespace aiorun::steps
