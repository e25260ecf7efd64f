#include "observe/trace_text.hpp"

#include <algorithm>

namespace aiorun::observe {
namespace {

using Type = TraceEvent::Type;
using Outcome = TraceEvent::Outcome;

constexpr size_t time_width = 12;

/// Seconds with six decimals, in a column.
void add_time(TextBuffer& out, Time time) {
    std::string text = std::to_string(time.count() / 1'000'000'000);
    std::string rest = std::to_string(time.count() / 1000 % 1'000'000);
    text += "." + std::string(6 - rest.size(), '0') + rest;
    out.add(std::string(text.size() < time_width ? time_width - text.size() : 0, ' ')).add(text).add("  ");
}

std::string_view ending(Outcome outcome) {
    switch (outcome) {
        case Outcome::returned: return ", returns";
        case Outcome::broke: return ", breaks";
        case Outcome::continued: return ", continues";
        default: return "";
    }
}

}  // namespace

TextTrace::TextTrace(const value::Secrets& secrets)
    : shown_(secrets), steps_([this](const runtime::StepInfo& step) {
          std::string text(step.action);
          text += step.name.empty() ? "" : " \"" + std::string(step.name) + "\"";
          std::string place = place_of(step);
          return shown_.terminal(place.empty() ? text : text + " (" + place + ")");
      }) {}

void TextTrace::begin(const TraceStart& start, TextBuffer& out) {
    add_time(out, Time(0));
    out.add(start.program).add(" runs ").add(shown_.terminal(start.workflow));
    out.add(start.virtual_clock ? " on the virtual clock\n" : "\n");
}

void TextTrace::write(const TraceEvent& event, TextBuffer& out) {
    if (event.type == Type::task_created) {
        names_[event.task] = shown_.terminal(event.text);
    }
    add_time(out, event.time);
    out.add(name_of(event.task)).add("  ");
    add_what(event, out);
    out.add("\n");
    if (event.type == Type::task_ended) {
        names_.erase(event.task);
    }
}

void TextTrace::add_what(const TraceEvent& event, TextBuffer& out) {
    switch (event.type) {
        case Type::task_created:
            out.add("is created");
            if (event.number != 0) {
                out.add(" by ").add(name_of(event.number));
            }
            return;
        case Type::task_ended:
            out.add(event.outcome == Outcome::normal ? "is done" : event.outcome == Outcome::failed ? "failed" : "is cancelled");
            return add_failure(event, out);
        case Type::cancel_requested: out.add("is asked to cancel"); return;
        case Type::step_began: out.add("begins ").add(step_of(event)); return;
        case Type::step_ended:
            out.add(event.outcome == Outcome::skipped ? "skips "
                    : event.outcome == Outcome::failed ? "fails in "
                    : event.outcome == Outcome::cancelled ? "is cancelled in " : "ends ");
            out.add(step_of(event)).add(ending(event.outcome));
            return add_failure(event, out);
        case Type::wait_began:
        case Type::wait_woken:
            out.add(event.type == Type::wait_began ? "waits: " : "is woken: ");
            out.add(to_word(static_cast<runtime::WaitKind>(event.kind)));
            if (!event.text.empty()) {
                out.add(" ").add(shown_.terminal(event.text));
            }
            if (event.number != 0) {
                out.add(", by ").add(name_of(event.number));
            }
            return;
        case Type::wait_ended: out.add("goes on"); return;
        case Type::operation_began: out.add("asks: ").add(shown_.terminal(event.text)); return;
        case Type::operation_ended: return add_operation_end(event, out);
        case Type::attempt_failed:
            out.add("attempt ").add(event.number).add(" of ").add(event.count).add(" failed");
            add_failure(event, out);
            out.add("; next one in ").add_seconds(Duration(event.amount)).add(" s");
            return;
        case Type::counted: return;
        case Type::line_written:
            out.add(static_cast<runtime::LineKind>(event.kind) == runtime::LineKind::printed ? "prints " : "logs ");
            out.add(shown_.terminal(event.text));
            return;
    }
}

void TextTrace::add_failure(const TraceEvent& event, TextBuffer& out) {
    if (!event.text.empty()) {
        out.add(": ").add(shown_.terminal(event.text));
    }
    if (!event.detail.empty()) {
        out.add(": ").add(shown_.terminal(event.detail));
    }
}

void TextTrace::add_operation_end(const TraceEvent& event, TextBuffer& out) {
    out.add("answer: ").add(shown_.terminal(event.text)).add(", ").add(event.amount).add(" bytes");
    for (const runtime::OperationPhase& phase : event.phases) {
        out.add(", ").add(phase.name).add(" ").add_microseconds(phase.end - phase.begin).add(" us");
    }
}

void TextTrace::end(const TraceEnd& end, TextBuffer& out) {
    add_time(out, end.time);
    out.add("the run ends: ").add(end.status).add(", exit status ").add(end.exit_status);
    if (!end.error_type.empty()) {
        out.add(", ").add(shown_.terminal(end.error_type));
        if (!end.error_message.empty()) {
            out.add(": ").add(shown_.terminal(end.error_message));
        }
    }
    out.add("\n");
}

std::string_view TextTrace::step_of(const TraceEvent& event) {
    return event.step == nullptr ? "a step" : steps_.of(*event.step);
}

std::string_view TextTrace::name_of(uint64_t task) {
    const std::string* name = names_.find(task);
    return name == nullptr ? "task" : std::string_view(*name);
}

}  // namespace aiorun::observe
