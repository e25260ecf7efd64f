#include "observe/trace_chrome.hpp"

#include "observe/trace_chrome_event.hpp"

namespace aiorun::observe {
namespace {

using runtime::WaitKind;
using Outcome = TraceEvent::Outcome;
using Type = TraceEvent::Type;

}  // namespace

ChromeTrace::ChromeTrace(const value::Secrets& secrets)
    : shown_(secrets), steps_([this](const runtime::StepInfo& step) {
          std::string text = ",\"cat\":\"step\",\"name\":" + shown_.json(step.name.empty() ? step.action : step.name);
          std::string separator = ",\"args\":{";
          auto add_argument = [&](std::string_view key, std::string_view value) {
              text += separator + "\"" + std::string(key) + "\":" + shown_.json(value);
              separator = ",";
          };
          if (!step.name.empty()) {
              add_argument("action", step.action);
          }
          if (std::string place = place_of(step); !place.empty()) {
              add_argument("place", place);
          }
          return separator == "," ? text + "}" : text;
      }) {}

void ChromeTrace::begin(const TraceStart& start, TextBuffer& out) {
    out.add("[\n").add(R"({"ph":"M","pid":1,"name":"process_name","args":{"name":)");
    shown_.add_json(out, start.workflow);
    out.add(R"(}},)").add("\n").add(R"({"ph":"M","pid":1,"name":"process_labels","args":{"labels":")").add(start.program);
    out.add(start.virtual_clock ? ", virtual time" : "").add("\"}},\n");
    out.add(R"({"ph":"M","pid":1,"name":"run","args":{"program":")").add(start.program).add(R"(","workflow":)");
    shown_.add_json(out, start.workflow);
    out.add(R"(,"clock":)").add(start.virtual_clock ? R"("virtual")" : R"("real")");
    out.add(R"(,"started":)").add_seconds(Duration(start.unix_time)).add("}},\n");
}

void ChromeTrace::write(const TraceEvent& event, TextBuffer& out) {
    switch (event.type) {
        case Type::task_created:
        case Type::task_ended: return write_task(event, out);
        case Type::step_began:
        case Type::step_ended: return write_step(event, out);
        case Type::wait_began:
        case Type::wait_ended: return write_wait(event, out);
        case Type::wait_woken: return write_wake(event, out);
        case Type::operation_began: return write_operation_began(event, out);
        case Type::operation_ended: return write_operation_ended(event, out);
        case Type::cancel_requested:
        case Type::attempt_failed:
        case Type::line_written: return write_instant(event, out);
        case Type::counted: return write_counts(event, out);
    }
}

void ChromeTrace::add_error(const TraceEvent& event, TextBuffer& out) {
    std::string text(event.text);
    out.add("\"error\":");
    shown_.add_json(out, event.detail.empty() ? text : text.append(": ").append(event.detail));
}

void ChromeTrace::write_task(const TraceEvent& event, TextBuffer& out) {
    Track& track = tracks_[event.task];
    if (event.type == Type::task_created) {
        out.add(R"({"ph":"M","pid":1,"tid":)").add(event.task).add(R"(,"name":"thread_name","args":{"name":)");
        shown_.add_json(out, event.text);
        out.add(R"(}},)").add("\n").add(R"({"ph":"M","pid":1,"tid":)").add(event.task);
        out.add(R"(,"name":"thread_sort_index","args":{"sort_index":)").add(event.task).add("}},\n");
        return;
    }
    close_all(track, event.task, event.time, out);
    if (event.outcome != Outcome::normal) {
        begin_event("i", event.task, event.time, out).add(R"(,"s":"t","cat":"task","name":")").add(to_word(event.outcome)).add("\"");
        if (!event.text.empty()) {
            out.add(",\"args\":{");
            add_error(event, out);
            out.add("}");
        }
        out.add(end_event);
    }
    tracks_.erase(event.task);
}

void ChromeTrace::write_step(const TraceEvent& event, TextBuffer& out) {
    Track& track = tracks_[event.task];
    if (event.type == Type::step_began) {
        open_slice(track, event, Inner::other, out);
        out.add(steps_.of(*event.step)).add(end_event);
        return;
    }
    flush(track, out);
    while (OpenOperation* operation = track.innermost()) {  // one that outlives the step
        close_operation(track, *operation, event.task, event.time, out);
    }
    if (track.depth == 0) {
        return;
    }
    begin_event("E", event.task, event.time, out);
    if (!event.text.empty()) {
        out.add(",\"args\":{");
        add_error(event, out);
        out.add("}");
    } else if (event.outcome == Outcome::cancelled || event.outcome == Outcome::skipped) {
        out.add(",\"args\":{\"").add(to_word(event.outcome)).add("\":true}");
    }
    out.add(end_event);
    close_slice(track, event.task, event.time, out);
}

void ChromeTrace::write_wait(const TraceEvent& event, TextBuffer& out) {
    Track& track = tracks_[event.task];
    if (event.type == Type::wait_began) {
        auto kind = static_cast<WaitKind>(event.kind);
        track.has_wait_slice = true;
        open_slice(track, event, kind == WaitKind::connection ? Inner::connection : Inner::other, out);
        std::string name(to_word(kind));
        out.add(",\"cat\":\"wait\",\"name\":");
        shown_.add_json(out, event.text.empty() ? name : name.append(" ").append(event.text));
        out.add(end_event);
        return;
    }
    end_arrow(track, event.task, event.time, out);
    if (track.has_wait_slice) {
        track.has_wait_slice = false;
        begin_event("E", event.task, event.time, out).add(end_event);
        close_slice(track, event.task, event.time, out);
    }
}

/// An arrow from the step that wakes. One that has no slice cannot be pointed from.
void ChromeTrace::write_wake(const TraceEvent& event, TextBuffer& out) {
    Track& track = tracks_[event.task];
    Track* waker = event.number == 0 ? nullptr : tracks_.find(event.number);
    if (waker == nullptr || waker->depth == 0 || !track.has_wait_slice || track.flow != 0) {
        return;
    }
    track.flow = ++flows_;
    track.waker = event.number;
    TextBuffer& mark = begin_mark(*waker, out);
    begin_event("s", event.number, event.time, mark).add(R"(,"cat":"wake","name":"wake","id":)").add(track.flow).add(end_event);
    done_mark(*waker, event.time, out);
}

/// Where the woken task goes on.
void ChromeTrace::end_arrow(Track& track, uint64_t task, Time time, TextBuffer& out) {
    if (track.flow == 0) {
        return;
    }
    if (Track* waker = tracks_.find(track.waker)) {
        release(*waker, out);  // the arrow's beginning
    }
    begin_event("f", task, time, out).add(R"(,"bp":"e","cat":"wake","name":"wake","id":)").add(track.flow).add(end_event);
    track.flow = 0;
}

}  // namespace aiorun::observe
