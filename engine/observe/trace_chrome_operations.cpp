// Transfers and processes in a Trace Event file, and what keeps the slices of a track nested.
#include <algorithm>
#include <utility>

#include "observe/trace_chrome.hpp"
#include "observe/trace_chrome_event.hpp"
#include "observe/trace_dropped.hpp"

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

/// On a line of their own: steps and waits went on meanwhile.
void add_phase_spans(const TraceEvent& event, Time base, TextBuffer& out) {
    for (const OperationPhase& phase : event.phases) {
        for (auto [mark, time] : {std::pair("b", base + phase.begin), std::pair("e", base + phase.end)}) {
            begin_event(mark, event.task, time, out).add(R"(,"cat":"phase","id":)").add(event.number);
            out.add(R"(,"name":")").add(phase.name).add("\"").add(end_event);
        }
    }
}

/// More than these are not held back for the sake of phases, which then have a line of their own.
constexpr size_t most_held = 64;

}  // namespace

void ChromeTrace::flush(Track& track, TextBuffer& out, Time until) {
    auto held = track.held.begin();
    for (; held != track.held.end() && held->time < until; ++held) {
        out.add(held->text);
    }
    track.held.erase(track.held.begin(), held);
}

void ChromeTrace::done_mark(Track& track, Time time, TextBuffer& out) {
    if (held_.size() == 0) {
        return;
    }
    track.held.push_back({time, std::string(held_.text())});
    held_.clear();
    if (track.held.size() > most_held) {
        release(track, out);
    }
}

void ChromeTrace::release(Track& track, TextBuffer& out) {
    OpenOperation* operation = track.held.empty() ? nullptr : track.innermost();
    if (operation != nullptr) {
        operation->has_slices = true;
    }
    flush(track, out);
}

/// As slices inside of the operation's, which began at `base`: since the last event of the track there is no other one.
void ChromeTrace::add_phase_slices(Track& track, const TraceEvent& event, Time base, TextBuffer& out) {
    for (const OperationPhase& phase : event.phases) {
        Time begin = std::max(base + phase.begin, track.last);
        Time end = std::max(std::min(base + phase.end, event.time), begin);
        flush(track, out, begin);
        begin_event("X", event.task, begin, out).add(R"(,"dur":)").add_microseconds(end - begin);
        out.add(R"(,"cat":"phase","name":")").add(phase.name).add("\"").add(end_event);
    }
}

void ChromeTrace::open_slice(Track& track, const TraceEvent& event, Inner inner, TextBuffer& out) {
    for (OpenOperation& operation : track.operations) {
        operation.has_slices = operation.has_slices || inner == Inner::other;
    }
    flush(track, out);
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
    flush(track, out);
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
    flush(track, out);
    end_arrow(track, task, time, out);
    for (; track.depth > 0; --track.depth) {
        bool is_operation = track.innermost() != nullptr;
        begin_event("E", task, time, out);
        if (!std::exchange(track.has_wait_slice, false)) {
            out.add(is_operation ? R"(,"args":{"ended":"cancelled"})" : R"(,"args":{"cancelled":true})");
        }
        out.add(end_event);
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
    bool is_innermost = operation->is_open && track->innermost() == operation;
    if (is_innermost && !operation->has_slices) {
        add_phase_slices(*track, event, operation->begin, out);
    } else {
        add_phase_spans(event, operation->begin, out);
    }
    operation->has_ended = true;
    operation->answer = {static_cast<OperationEnd::Kind>(event.kind), event.count, event.amount};
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
    Track& track = tracks_[event.task];
    TextBuffer& mark = begin_mark(track, out);
    begin_event("i", event.task, event.time, mark).add(R"(,"s":"t",)");
    switch (event.type) {
        case Type::cancel_requested: mark.add(R"("cat":"cancel","name":"cancel requested")"); break;
        case Type::attempt_failed:
            mark.add(R"("cat":"retry","name":"attempt )").add(event.number).add(" of ").add(event.count);
            mark.add(R"( failed","args":{)");
            add_error(event, mark);
            mark.add(R"(,"pause":)").add_seconds(Duration(event.amount)).add("}");
            break;
        default:
            mark.add(R"("cat":"line","name":")").add(to_word(static_cast<runtime::LineKind>(event.kind))).add(R"(","args":{"line":)");
            shown_.add_json(mark, event.text);
            mark.add("}");
    }
    mark.add(end_event);
    done_mark(track, event.time, out);
}

void ChromeTrace::end(const TraceEnd& end, TextBuffer& out) {
    for (const TraceEvent& dropped : ends_of_dropped(tracks_, end.time)) {
        write_task(dropped, out);
    }
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
