#include "observe/trace_codec.hpp"

#include <algorithm>
#include <cstring>

namespace aiorun::observe {
namespace {

using runtime::OperationPhase;

/// What every event has.
struct Head {
    uint32_t size;
    TraceEvent::Type type;
    TraceEvent::Outcome outcome;
    uint8_t kind;
    bool has_rest;
    uint64_t task;
    int64_t time;
    const runtime::StepInfo* step;
};

/// What only some have. Texts follow, then phases.
struct Rest {
    uint64_t number;
    int64_t count;
    int64_t amount;
    uint32_t text;
    uint32_t detail;
    uint64_t phases;
};

struct Phase {
    int64_t begin;
    int64_t end;
    uint64_t name;  // its length; the name follows
};

static_assert(sizeof(Head) == 32 && sizeof(Rest) == 40 && sizeof(Phase) == 24);

constexpr size_t padded(size_t size) { return (size + 7) & ~size_t{7}; }

bool has_rest(const TraceEvent& event) noexcept {
    return event.number != 0 || event.count != 0 || !event.text.empty() || !event.detail.empty() ||
           event.amount != 0 || !event.phases.empty();
}

template <class Part>
std::byte* put(std::byte* to, const Part& part) noexcept {
    std::memcpy(to, &part, sizeof part);
    return to + sizeof part;
}

std::byte* put_text(std::byte* to, std::string_view text) noexcept {
    if (!text.empty()) {
        std::memcpy(to, text.data(), text.size());
    }
    return to + padded(text.size());
}

template <class Part>
Part get(const std::byte*& from) noexcept {
    Part part;
    std::memcpy(&part, from, sizeof part);
    from += sizeof part;
    return part;
}

std::string_view get_text(const std::byte*& from, size_t size) noexcept {
    std::string_view text(reinterpret_cast<const char*>(from), size);
    from += padded(size);
    return text;
}

}  // namespace

size_t encoded_size(const TraceEvent& event) noexcept {
    if (!has_rest(event)) {
        return sizeof(Head);
    }
    size_t size = sizeof(Head) + sizeof(Rest) + padded(event.text.size()) + padded(event.detail.size());
    for (const OperationPhase& phase : event.phases) {
        size += sizeof(Phase) + padded(phase.name.size());
    }
    return size;
}

void encode(const TraceEvent& event, std::byte* to) noexcept {
    bool rest = has_rest(event);
    to = put(to, Head{static_cast<uint32_t>(rest ? encoded_size(event) : sizeof(Head)), event.type, event.outcome, event.kind,
                      rest, event.task, event.time.count(), event.step});
    if (!rest) {
        return;
    }
    to = put(to, Rest{event.number, event.count, event.amount, static_cast<uint32_t>(event.text.size()),
                      static_cast<uint32_t>(event.detail.size()), event.phases.size()});
    to = put_text(to, event.text);
    to = put_text(to, event.detail);
    for (const OperationPhase& phase : event.phases) {
        to = put(to, Phase{phase.begin.count(), phase.end.count(), phase.name.size()});
        to = put_text(to, phase.name);
    }
}

const TraceEvent* TraceDecoder::next() {
    if (bytes_.empty()) {
        return nullptr;
    }
    uint32_t size = 0;
    std::memcpy(&size, bytes_.data(), sizeof size);
    if (size == 0) {  // the rest of the piece is none
        return nullptr;
    }
    const std::byte* from = bytes_.data();
    Head head = get<Head>(from);
    bytes_ = bytes_.subspan(size);
    event_ = TraceEvent{};
    event_.type = head.type;
    event_.outcome = head.outcome;
    event_.kind = head.kind;
    event_.task = head.task;
    event_.time = Time(head.time);
    event_.step = head.step;
    if (head.has_rest) {
        read_rest(from);
    }
    return &event_;
}

void TraceDecoder::read_rest(const std::byte* from) {
    Rest rest = get<Rest>(from);
    event_.number = rest.number;
    event_.count = rest.count;
    event_.amount = rest.amount;
    event_.text = get_text(from, rest.text);
    event_.detail = get_text(from, rest.detail);
    phases_.clear();
    for (uint64_t i = 0; i < rest.phases; ++i) {
        Phase phase = get<Phase>(from);
        phases_.push_back({get_text(from, phase.name), Duration(phase.begin), Duration(phase.end)});
    }
    event_.phases = phases_;
}

}  // namespace aiorun::observe
