#include "observe/trace_jsonl.hpp"

#include "observe/trace_dropped.hpp"

namespace aiorun::observe {
namespace {

using Type = TraceEvent::Type;
using Outcome = TraceEvent::Outcome;

/// A word of the schema: nothing of the run's, so nothing to mask.
void add_word(std::string_view key, std::string_view word, TextBuffer& out) {
    out.add(",\"").add(key).add("\":\"").add(word).add("\"");
}

}  // namespace

JsonLinesTrace::JsonLinesTrace(const value::Secrets& secrets)
    : shown_(secrets), steps_([this](const runtime::StepInfo& step) {
          std::string text = "\"action\":" + shown_.json(step.action);
          if (!step.name.empty()) {
              text += ",\"name\":" + shown_.json(step.name);
          }
          std::string place = place_of(step);
          return place.empty() ? text : text + ",\"place\":" + shown_.json(place);
      }) {}

void JsonLinesTrace::begin(const TraceStart& start, TextBuffer& out) {
    out.add("{\"type\":\"trace\",\"version\":").add(version);
    add_word("program", start.program, out);
    add_text("workflow", start.workflow, out);
    out.add(",\"clock\":").add(start.virtual_clock ? "\"virtual\"" : "\"real\"");
    out.add(",\"started\":").add_seconds(Duration(start.unix_time)).add("}\n");
}

void JsonLinesTrace::open(std::string_view type, const TraceEvent& event, TextBuffer& out) {
    out.add("{\"type\":\"").add(type).add("\",\"time\":").add_seconds(event.time).add(",\"task\":").add(event.task);
}

void JsonLinesTrace::add_text(std::string_view key, std::string_view text, TextBuffer& out) {
    out.add(",\"").add(key).add("\":");
    shown_.add_json(out, text);
}

void JsonLinesTrace::add_error(std::string_view type, std::string_view message, TextBuffer& out) {
    if (!type.empty()) {
        out.add(",\"error\":{\"type\":");
        shown_.add_json(out, type);
        add_text("message", message, out);
        out.add("}");
    }
}

/// A task starts with the first thing that it does.
JsonLinesTrace::State& JsonLinesTrace::note_start(const TraceEvent& event, TextBuffer& out) {
    State& state = tasks_[event.task];
    if (!state.has_started) {
        state.has_started = true;
        open("task_started", event, out);
        out.add("}\n");
    }
    return state;
}

/// What a task leaves open that is dropped where it stands: at the end of a run that was cut short, or deadlocked twice.
void JsonLinesTrace::close(uint64_t task, State& state, Time time, TextBuffer& out) {
    TraceEvent dropped;
    dropped.task = task;
    dropped.time = time;
    dropped.outcome = Outcome::cancelled;
    if (state.waits) {
        dropped.type = Type::wait_ended;
        write_wait(dropped, out);
    }
    dropped.type = Type::step_ended;
    while (!state.steps.empty()) {
        dropped.step = state.steps.back();
        write_step(dropped, out);
    }
}

void JsonLinesTrace::write(const TraceEvent& event, TextBuffer& out) {
    switch (event.type) {
        case Type::task_created:
        case Type::task_ended: return write_task(event, out);
        case Type::cancel_requested:
            open("cancel_requested", event, out);
            out.add("}\n");
            return;
        case Type::step_began:
        case Type::step_ended: return write_step(event, out);
        case Type::wait_began:
        case Type::wait_woken:
        case Type::wait_ended: return write_wait(event, out);
        case Type::operation_began: return write_operation_began(event, out);
        case Type::operation_ended: return write_operation_ended(event, out);
        case Type::attempt_failed:
            open("attempt_failed", event, out);
            out.add(",\"attempt\":").add(event.number).add(",\"of\":").add(event.count);
            out.add(",\"pause\":").add_seconds(Duration(event.amount));
            add_error(event.text, event.detail, out);
            out.add("}\n");
            return;
        case Type::counted: return;
        case Type::line_written:
            note_start(event, out);
            open("line_written", event, out);
            add_word("kind", to_word(static_cast<runtime::LineKind>(event.kind)), out);
            add_text("line", event.text, out);
            out.add("}\n");
            return;
    }
}

void JsonLinesTrace::write_task(const TraceEvent& event, TextBuffer& out) {
    if (event.type == Type::task_ended) {
        close(event.task, tasks_[event.task], event.time, out);
        open("task_ended", event, out);
        add_word("outcome", event.outcome == Outcome::normal ? "success" : to_word(event.outcome), out);
        add_error(event.text, event.detail, out);
        out.add("}\n");
        tasks_.erase(event.task);
        return;
    }
    tasks_[event.task] = {};
    open("task_created", event, out);
    add_text("name", event.text, out);
    out.add(",\"parent\":");
    event.number == 0 ? out.add("null") : out.add(event.number);
    if (event.count >= 0) {
        out.add(",\"index\":").add(event.count);
    }
    if (event.step != nullptr) {
        out.add(",\"origin\":{").add(steps_.of(*event.step)).add("}");
    }
    out.add("}\n");
}

void JsonLinesTrace::write_step(const TraceEvent& event, TextBuffer& out) {
    State& state = note_start(event, out);
    bool began = event.type == Type::step_began;
    if (began) {
        state.steps.push_back(event.step);
    } else if (!state.steps.empty()) {
        state.steps.pop_back();
    }
    open(began ? "step_began" : "step_ended", event, out);
    out.add(",").add(steps_.of(*event.step));
    if (!began) {
        add_word("outcome", to_word(event.outcome), out);
        add_error(event.text, event.detail, out);
    }
    out.add("}\n");
}

void JsonLinesTrace::write_wait(const TraceEvent& event, TextBuffer& out) {
    State& state = note_start(event, out);
    if (event.type == Type::wait_ended) {
        state.waits = false;
        open("wait_ended", event, out);
        out.add("}\n");
        return;
    }
    bool began = event.type == Type::wait_began;
    state.waits = true;
    open(began ? "wait_began" : "wait_woken", event, out);
    add_word("for", to_word(static_cast<runtime::WaitKind>(event.kind)), out);
    if (began && !event.text.empty()) {
        add_text("object", event.text, out);
    }
    if (!began) {
        out.add(",\"by\":");
        event.number == 0 ? out.add("null") : out.add(event.number);
    }
    out.add("}\n");
}

void JsonLinesTrace::write_operation_began(const TraceEvent& event, TextBuffer& out) {
    note_start(event, out);
    open("operation_began", event, out);
    out.add(",\"operation\":").add(event.number);
    add_word("kind", to_word(static_cast<runtime::Operation::Kind>(event.kind)), out);
    add_text("what", event.text, out);
    add_text("target", event.detail, out);
    out.add("}\n");
}

void JsonLinesTrace::write_operation_ended(const TraceEvent& event, TextBuffer& out) {
    open("operation_ended", event, out);
    out.add(",\"operation\":").add(event.number);
    add_word("outcome", to_word(static_cast<runtime::OperationEnd::Kind>(event.kind)), out);
    out.add(",\"status\":").add(event.count);
    add_text("answer", event.text, out);
    out.add(",\"received\":").add(event.amount).add(",\"phases\":[");
    std::string_view comma;
    for (const runtime::OperationPhase& phase : event.phases) {
        out.add(comma).add("{\"name\":\"").add(phase.name);
        out.add("\",\"begin\":").add_seconds(phase.begin).add(",\"end\":").add_seconds(phase.end).add("}");
        comma = ",";
    }
    out.add("]}\n");
}

void JsonLinesTrace::end(const TraceEnd& end, TextBuffer& out) {
    for (const TraceEvent& dropped : ends_of_dropped(tasks_, end.time)) {
        write_task(dropped, out);
    }
    out.add("{\"type\":\"run_ended\",\"time\":").add_seconds(end.time);
    add_word("status", end.status, out);
    out.add(",\"exit_status\":").add(end.exit_status);
    add_error(end.error_type, end.error_message, out);
    out.add("}\n");
}

}  // namespace aiorun::observe
