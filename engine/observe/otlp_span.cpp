#include "observe/otlp_span.hpp"

#include "observe/otlp_identity.hpp"

namespace aiorun::observe {

void OtlpAttributes::begin(std::string_view key) {
    json_ += json_.empty() ? R"({"key":")" : R"(,{"key":")";
    json_.append(key).append(R"(","value":{)");
}

OtlpAttributes& OtlpAttributes::text(std::string_view key, std::string_view value) {
    begin(key);
    json_.append(R"("stringValue":)").append(shown_->json(value)).append("}}");
    return *this;
}

OtlpAttributes& OtlpAttributes::integer(std::string_view key, int64_t value) {
    begin(key);
    json_.append(R"("intValue":")").append(std::to_string(value)).append("\"}}");  // 64 bits are text in protobuf's JSON
    return *this;
}

OtlpAttributes& OtlpAttributes::seconds(std::string_view key, Duration value) {
    begin(key);
    TextBuffer number;
    number.add_seconds(value);
    json_.append(R"("doubleValue":)").append(number.text()).append("}}");
    return *this;
}

void OtlpSpan::add_event(std::string_view name, int64_t unix_time, const OtlpAttributes& attributes) {
    if (++event_count > most_events) {
        return;
    }
    events += events.empty() ? "" : ",";
    events.append(R"({"timeUnixNano":")").append(std::to_string(unix_time)).append(R"(","name":")").append(name);
    events.append(R"(","attributes":[)").append(attributes.json()).append("]}");
}

std::string to_json(const OtlpSpan& span, const OtlpSpanEnd& end, const OtlpAttributes& attributes,
                    std::string_view trace_id, const ShownText& shown) {
    std::string json = R"({"traceId":")";
    json.append(trace_id).append(R"(","spanId":")").append(format_span(span.id)).append("\"");
    if (span.parent != 0) {
        json.append(R"(,"parentSpanId":")").append(format_span(span.parent)).append("\"");
    }
    json.append(R"(,"flags":1,"name":)").append(shown.json(end.name));
    json.append(R"(,"kind":)").append(std::to_string(static_cast<int>(span.kind)));
    json.append(R"(,"startTimeUnixNano":")").append(std::to_string(end.unix_begin));
    json.append(R"(","endTimeUnixNano":")").append(std::to_string(end.unix_end));
    json.append(R"(","attributes":[)").append(attributes.json()).append("]");
    if (!span.events.empty()) {
        json.append(R"(,"events":[)").append(span.events).append("]");
    }
    if (span.event_count > OtlpSpan::most_events) {
        json.append(R"(,"droppedEventsCount":)").append(std::to_string(span.event_count - OtlpSpan::most_events));
    }
    if (end.is_error) {
        json.append(R"(,"status":{"code":2,"message":)").append(shown.json(end.error)).append("}");
    }
    return json + "}";
}

}  // namespace aiorun::observe
