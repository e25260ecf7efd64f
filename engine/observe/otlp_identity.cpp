#include "observe/otlp_identity.hpp"

#include <algorithm>
#include <charconv>

namespace aiorun::observe {
namespace {

bool is_hex(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_zero(std::string_view text) { return text.find_first_not_of('0') == std::string_view::npos; }

}  // namespace

std::optional<TraceContext> parse_trace_parent(std::string_view text) {
    constexpr size_t length = 55;
    if (text.size() < length || text[2] != '-' || text[35] != '-' || text[52] != '-') {
        return std::nullopt;
    }
    std::string_view version = text.substr(0, 2);
    std::string_view trace = text.substr(3, 32);
    std::string_view span = text.substr(36, 16);
    // A later version may have more behind the flags.
    bool is_sound = is_hex(version) && version != "ff" && is_hex(trace) && !is_zero(trace) && is_hex(span) && !is_zero(span) &&
                    is_hex(text.substr(53, 2)) &&
                    (text.size() == length || (version != "00" && text[length] == '-'));
    if (!is_sound) {
        return std::nullopt;
    }
    TraceContext context{.trace_id = std::string(trace)};
    std::from_chars(span.data(), span.data() + span.size(), context.parent, 16);
    unsigned flags = 0;
    std::from_chars(text.data() + 53, text.data() + length, flags, 16);
    context.sampling = (flags & 1U) == 0 ? Sampling::none : Sampling::sampled;
    return context;
}

std::string format_span(uint64_t span) {
    std::string text(16, '0');
    constexpr std::string_view digits = "0123456789abcdef";
    for (size_t i = text.size(); i-- > 0; span >>= 4U) {
        text[i] = digits[span & 15U];
    }
    return text;
}

std::string format_trace_parent(std::string_view trace_id, uint64_t span, Sampling sampling) {
    return "00-" + std::string(trace_id) + "-" + format_span(span) + (sampling == Sampling::sampled ? "-01" : "-00");
}

SpanIds::SpanIds() {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device(), device(), device()};
    random_.seed(seed);
}

uint64_t SpanIds::next() {
    uint64_t id = 0;
    while (id == 0) {  // which is none
        id = random_();
    }
    return id;
}

std::string SpanIds::next_trace() { return format_span(next()) + format_span(next()); }

}  // namespace aiorun::observe
