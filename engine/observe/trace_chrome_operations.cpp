// Transfers and processes in a Trace Event file, and what keeps the slices of a track nested.
#include <algorithm>

#include "observe/trace_chrome.hpp"
#include "observe/trace_chrome_event.hpp"

namespace aiorun::observe {
namespace {

using runtime::Operation;
using runtime::OperationEnd;
using runtime::OperationPhase;
using Outcome = TraceEvent::Outcome;
using Type = TraceEvent::Type;

void add_answer(const OperationAnswer& answer, TextBuffer& out) {
    if (answer.kind == OperationEnd::Kind::answered) {
        out.add(R"("status":)").add(answer.status).add(R"(,"received":)").add(answer.received);
    } else {
        out.add(R"("ended":")").add(to_word(answer.kind)).add("\"");
    }
}

/// When phases that count from a transfer's start begin on the run's clock: they end when the operation does.
Time phases_begin(const TraceEvent& event) { return event.time - event.phases.back().end; }

/// As slices inside of the operation's: no other one is there since `earliest`.
void add_phase_slices(const TraceEvent& event, Time earliest, TextBuffer& out) {
    Time base = phases_begin(event);
    for (const OperationPhase& phase : event.phases) {
        Time begin = std::max(base + phase.begin, earliest);
        Time end = std::max(base + phase.end, begin);
        begin_event("X", event.task, begin, out).add(R"(,"dur":)").add_microseconds(end - begin);
        out.add(R"(,"cat":"phase","name":")").add(phase.name).add("\"").add(end_event);
    }
}

/// On a line of their own: steps and waits went on meanwhile.
void add_phase_spans(const TraceEvent& event, Time earliest, TextBuffer& out) {
    Time base = phases_begin(event);
    for (const OperationPhase& phase : event.phases) {
        Time begin = std::max(base + phase.begin, earliest);
        Time end = std::max(base + phase.end, begin);
        for (auto [mark, time] : {std::pair("b", begin), std::pair("e", end)}) {
            begin_event(mark, event.task, time, out).add(R"(,"cat":"phase","id":)").add(event.number);
            out.add(R"(,"name":")").add(phase.name).add("\"").add(end_event);
        }
    }
}

}  // namespace

void ChromeTrace::open_slice(Track& track, const TraceEvent& event, Inner inner, TextBuffer& out) {
    for (OpenOperation& operation : track.operations) {
        operation.has_slices = operation.has_slices || inner == Inner::other;
    }
    ++track.depth;
    track.last = event.time;
    begin_event("B", event.task, event.time, out);
}

void ChromeTrace::close_slice(Track& track, uint64_t task, Time time, TextBuffer& out) {
    --track.depth;
    track.last = time;
    close_ended_operations(track, task, time, out);
}

void ChromeTrace::close_ended_operations(Track& track, uint64_t task, Time time, TextBuffer& out) {
    for (OpenOperation* operation = track.innermost(); operation != nullptr && operation->has_ended;
         operation = track.innermost()) {
        close_operation(track, *operation, task, time, out);
    }
}

/// The slice of the innermost operation. What is known of its answer goes with it.
void ChromeTrace::close_operation(Track& track, OpenOperation& operation, uint64_t task, Time time, TextBuffer& out) {
    begin_event("E", task, time, out);
    if (operation.has_ended) {
        out.add(",\"args\":{");
        add_answer(operation.answer, out);
        out.add("}");
    }
    out.add(end_event);
    --track.depth;
    track.last = time;
    operation.is_open = false;
    if (operation.has_ended) {
        std::erase_if(track.operations, [&](const OpenOperation& other) { return &other == &operation; });
    }
}

/// What is still open at the end of a task that was dropped where it stood, or of the run.
void ChromeTrace::close_all(Track& track, uint64_t task, Time time, TextBuffer& out) {
    if (track.flow != 0) {
        begin_event("f", task, time, out).add(R"(,"bp":"e","cat":"wake","name":"wake","id":)").add(track.flow).add(end_event);
        track.flow = 0;
    }
    for (; track.depth > 0; --track.depth) {
        begin_event("E", task, time, out).add(end_event);
    }
    track.operations.clear();
}

void ChromeTrace::write_operation_began(const TraceEvent& event, TextBuffer& out) {
    Track& track = tracks_[event.task];
    auto kind = static_cast<Operation::Kind>(event.kind);
    open_slice(track, event, Inner::other, out);
    track.operations.push_back({.id = event.number, .begin = event.time, .depth = track.depth});
    out.add(R"(,"cat":")").add(to_word(kind)).add(R"(","name":)");
    shown_.add_json(out, event.text);
    out.add(R"(,"args":{"operation":)").add(event.number).add("}").add(end_event);
}

void ChromeTrace::write_operation_ended(const TraceEvent& event, TextBuffer& out) {
    Track* track = tracks_.find(event.task);
    OpenOperation* operation = track == nullptr ? nullptr : track->find(event.number);
    if (operation == nullptr) {
        return;  // its task has ended, and its slices with it
    }
    operation->has_ended = true;
    operation->answer = {static_cast<OperationEnd::Kind>(event.kind), event.count, event.amount};
    bool is_innermost = operation->is_open && track->innermost() == operation;
    if (!event.phases.empty()) {
        if (is_innermost && !operation->has_slices) {
            add_phase_slices(event, track->last, out);
        } else {
            add_phase_spans(event, operation->begin, out);
        }
    }
    if (is_innermost) {
        close_operation(*track, *operation, event.task, event.time, out);
        close_ended_operations(*track, event.task, event.time, out);
    } else if (!operation->is_open) {
        std::erase_if(track->operations, [&](const OpenOperation& other) { return other.id == event.number; });
    }
}

void ChromeTrace::write_counts(const TraceEvent& event, TextBuffer& out) {
    out.add(R"({"ph":"C","pid":1,"name":"tasks","ts":)").add_microseconds(event.time);
    out.add(R"(,"args":{"running":)").add(event.number).add(R"(,"waiting":)").add(event.count).add("}},\n");
    if (transfers_ == event.amount) {
        return;
    }
    transfers_ = event.amount;
    out.add(R"({"ph":"C","pid":1,"name":"transfers","ts":)").add_microseconds(event.time);
    out.add(R"(,"args":{"open":)").add(event.amount).add("}},\n");
}

void ChromeTrace::write_instant(const TraceEvent& event, TextBuffer& out) {
    begin_event("i", event.task, event.time, out).add(R"(,"s":"t",)");
    switch (event.type) {
        case Type::cancel_requested: out.add(R"("cat":"cancel","name":"cancel requested")"); break;
        case Type::attempt_failed:
            out.add(R"("cat":"retry","name":"attempt )").add(event.number).add(" of ").add(event.count).add(R"( failed","args":{)");
            add_error(event, out);
            out.add(R"(,"pause":)").add_seconds(Duration(event.amount)).add("}");
            break;
        default:
            out.add(R"("cat":"line","name":")").add(to_word(static_cast<runtime::LineKind>(event.kind))).add(R"(","args":{"line":)");
            shown_.add_json(out, event.text);
            out.add("}");
    }
    out.add(end_event);
}

void ChromeTrace::end(const TraceEnd& end, TextBuffer& out) {
    tracks_.for_each([&](uint64_t task, Track& track) { close_all(track, task, end.time, out); });
    TraceEvent none;  // is left
    none.time = end.time;
    write_counts(none, out);
    out.add(R"({"ph":"i","pid":1,"tid":1,"s":"p","cat":"run","name":"run ended","ts":)").add_microseconds(end.time);
    out.add(R"(,"args":{"status":")").add(end.status).add(R"(","exit_status":)").add(end.exit_status);
    if (!end.error_type.empty()) {
        out.add(",\"error\":");
        shown_.add_json(out, end.error_message.empty() ? end.error_type : end.error_type + ": " + end.error_message);
    }
    out.add("}}\n]\n");
}

}  // namespace aiorun::observe
