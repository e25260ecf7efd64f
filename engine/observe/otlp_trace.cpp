#include "observe/otlp_trace.hpp"

#include <algorithm>

#include "observe/otlp_operation.hpp"

namespace aiorun::observe {
namespace {

using Outcome = TraceEvent::Outcome;
using Type = TraceEvent::Type;

std::string error_text(const TraceEvent& event) {
    std::string text(event.text);
    return event.detail.empty() ? text : text.append(": ").append(event.detail);
}

}  // namespace

OtlpTrace::OtlpTrace(const TraceStart& start, const std::optional<TraceContext>& around, const value::Secrets& secrets, Give give)
    : start_(start),
      shown_(secrets),
      give_(std::move(give)),
      trace_id_(around ? around->trace_id : ids_.next_trace()),
      root_{.id = ids_.next(), .parent = around ? around->parent : 0} {}

std::string OtlpTrace::request_prefix(const TraceStart& start, std::string_view version, const value::Secrets& secrets) {
    ShownText shown(secrets);
    OtlpAttributes resource(shown);
    resource.text("service.name", "aiorun").text("service.version", version).text("aiorun.workflow", start.workflow);
    return R"({"resourceSpans":[{"resource":{"attributes":[)" + resource.json() +
           R"(]},"scopeSpans":[{"scope":{"name":"aiorun","version":")" + std::string(version) + R"("},"spans":[)";
}

OtlpSpan OtlpTrace::new_span(const OtlpSpan& parent, Time begin) {
    return {.id = ids_.next(), .parent = parent.id, .begin = begin, .place = {.depth = parent.place.depth + 1}};
}

bool OtlpTrace::give(const OtlpSpan& span, const OtlpSpanEnd& end, const OtlpAttributes& attributes) const {
    return give_(to_json(span, end, attributes, trace_id_, shown_), span.place);
}

void OtlpTrace::take(const TraceEvent& event) {
    switch (event.type) {
        case Type::task_created: return create_task(event);
        case Type::task_ended: return end_task(event);
        case Type::step_began: return begin_step(event);
        case Type::step_ended: return end_step(event);
        case Type::wait_began:
        case Type::wait_ended: return note_wait(event);
        case Type::operation_began: return begin_operation(event);
        case Type::operation_ended: return end_operation(event);
        case Type::cancel_requested: return add_event(event, "cancel requested", attributes());
        case Type::attempt_failed:
            return add_event(event, "attempt failed",
                             attributes()
                                 .integer("aiorun.attempt", static_cast<int64_t>(event.number))
                                 .integer("aiorun.attempts", event.count)
                                 .seconds("aiorun.pause", Duration(event.amount))
                                 .text("exception.type", event.text)
                                 .text("exception.message", event.detail));
        case Type::line_written:
            return add_event(event, to_word(static_cast<runtime::LineKind>(event.kind)), attributes().text("message", event.text));
        case Type::wait_woken:
        case Type::counted: return;
    }
}

void OtlpTrace::create_task(const TraceEvent& event) {
    TaskSpans* parent = tasks_.find(event.number);
    OtlpSpan& around = parent == nullptr ? root_ : innermost(*parent);
    around.place.has_children = true;  // it may end before the task, when nobody knows yet whether that is kept
    OtlpSpan span = new_span(around, event.time);
    TaskSpans& spans = tasks_[event.task];
    spans.span = std::move(span);
    spans.name = event.text;
}

OtlpSpanEnd OtlpTrace::end_of(const OtlpSpan& span, std::string name, const TraceEvent& event) const {
    bool is_error = event.outcome == Outcome::failed;
    return {.name = std::move(name),
            .unix_begin = unix_time(span.begin),
            .unix_end = unix_time(event.time),
            .is_error = is_error,
            .error = is_error ? error_text(event) : ""};
}

void OtlpTrace::add_exception(OtlpSpan& span, const TraceEvent& event) const {
    if (!event.text.empty()) {
        span.add_event("exception", unix_time(event.time),
                       attributes().text("exception.type", event.text).text("exception.message", event.detail));
    }
}

void OtlpTrace::end_task(const TraceEvent& event) {
    TaskSpans& spans = tasks_[event.task];
    close(event.task, spans, event.time);
    OtlpAttributes attributes = this->attributes();
    attributes.text("aiorun.task.name", spans.name).integer("aiorun.task.id", static_cast<int64_t>(event.task));
    if (event.outcome == Outcome::cancelled) {
        attributes.text("aiorun.outcome", "cancelled");
    } else if (event.outcome == Outcome::failed) {
        attributes.text("error.type", event.text);
    }
    (void)give(spans.span, end_of(spans.span, spans.name, event), attributes);
    tasks_.erase(event.task);
}

/// What a task that was dropped where it stood, or is at the end of the run, leaves open.
void OtlpTrace::close(uint64_t task, TaskSpans& spans, Time time) {
    TraceEvent cancelled;
    cancelled.task = task;
    cancelled.time = time;
    cancelled.outcome = Outcome::cancelled;
    cancelled.kind = static_cast<uint8_t>(runtime::OperationEnd::Kind::cancelled);
    while (!spans.operations.empty()) {
        cancelled.number = spans.operations.back().id;
        end_operation(cancelled);
    }
    while (!spans.steps.empty()) {
        give_step(spans, task, cancelled);
    }
}

void OtlpTrace::begin_step(const TraceEvent& event) {
    TaskSpans& spans = tasks_[event.task];
    spans.steps.push_back({new_span(innermost(spans), event.time), event.step});
}

void OtlpTrace::end_step(const TraceEvent& event) {
    TaskSpans& spans = tasks_[event.task];
    if (spans.steps.empty()) {
        return;
    }
    add_exception(spans.steps.back().span, event);
    give_step(spans, event.task, event);
}

/// The innermost one.
void OtlpTrace::give_step(TaskSpans& spans, uint64_t task, const TraceEvent& event) {
    StepSpan step = std::move(spans.steps.back());
    spans.steps.pop_back();
    const runtime::StepInfo& info = *step.step;
    OtlpAttributes attributes = this->attributes();
    attributes.text("aiorun.action", info.action).integer("aiorun.task.id", static_cast<int64_t>(task));
    if (info.place.file != nullptr && info.place.line != 0) {
        attributes.text("code.file.path", info.place.file).integer("code.line.number", info.place.line);
        attributes.integer("code.column.number", info.place.column);
    }
    if (event.outcome == Outcome::failed) {
        attributes.text("error.type", event.text);
    } else if (event.outcome == Outcome::cancelled || event.outcome == Outcome::skipped) {
        attributes.text("aiorun.outcome", to_word(event.outcome));
    }
    bool is_kept = give(step.span, end_of(step.span, std::string(info.name.empty() ? info.action : info.name), event), attributes);
    OtlpSpan& around = innermost(spans);
    around.place.has_children = around.place.has_children || is_kept;
}

void OtlpTrace::note_wait(const TraceEvent& event) {
    TaskSpans& spans = tasks_[event.task];
    if (event.type == Type::wait_began) {
        spans.wait_began = event.time;
        spans.wait_kind = to_word(static_cast<runtime::WaitKind>(event.kind));
        spans.wait_object = event.text;
        return;
    }
    OtlpAttributes attributes = this->attributes();
    attributes.text("aiorun.wait.for", spans.wait_kind).text("aiorun.wait.object", spans.wait_object);
    attributes.seconds("aiorun.wait.duration", event.time - spans.wait_began);
    innermost(spans).add_event("wait", unix_time(spans.wait_began), attributes);
}

void OtlpTrace::add_event(const TraceEvent& event, std::string_view name, const OtlpAttributes& attributes) {
    innermost(tasks_[event.task]).add_event(name, unix_time(event.time), attributes);
}

void OtlpTrace::begin_operation(const TraceEvent& event) {
    TaskSpans& spans = tasks_[event.task];
    innermost(spans).place.has_children = true;
    OperationSpan operation{.span = new_span(innermost(spans), event.time),
                            .id = event.number,
                            .kind = static_cast<runtime::Operation::Kind>(event.kind),
                            .what = std::string(event.text),
                            .target = std::string(event.detail)};
    if (operation.kind == runtime::Operation::Kind::transfer) {
        operation.span.kind = OtlpKind::client;
    }
    operations_.emplace(event.number, operation.span.id);
    spans.operations.push_back(std::move(operation));
}

void OtlpTrace::end_operation(const TraceEvent& event) {
    TaskSpans* spans = tasks_.find(event.task);
    if (spans == nullptr) {
        return;
    }
    auto found = std::ranges::find(spans->operations, event.number, &OperationSpan::id);
    if (found == spans->operations.end()) {
        return;
    }
    OperationText text = found->kind == runtime::Operation::Kind::transfer
                             ? describe_transfer(found->what, found->target, event, shown_)
                             : describe_process(found->what, found->target, event, shown_);
    OtlpSpanEnd end = end_of(found->span, text.name, event);
    end.is_error = text.is_error;
    end.error = text.error;
    (void)give(found->span, end, text.attributes);
    operations_.erase(event.number);
    spans->operations.erase(found);
}

std::string OtlpTrace::trace_parent(uint64_t operation) const {
    auto found = operations_.find(operation);
    return found == operations_.end() ? std::string() : format_trace_parent(trace_id_, found->second, Sampling::sampled);
}

void OtlpTrace::finish(const TraceEnd& end) {
    std::vector<uint64_t> open;
    tasks_.for_each([&](uint64_t task, TaskSpans&) { open.push_back(task); });
    std::ranges::sort(open, std::greater<>());  // children before their parents
    TraceEvent dropped;
    dropped.type = Type::task_ended;
    dropped.time = end.time;
    dropped.outcome = Outcome::cancelled;
    for (uint64_t task : open) {
        dropped.task = task;
        end_task(dropped);
    }
    OtlpAttributes attributes = this->attributes();
    attributes.text("aiorun.workflow", start_.workflow).text("aiorun.status", end.status);
    attributes.integer("process.exit.code", end.exit_status);
    TraceEvent event;
    event.time = end.time;
    if (!end.error_type.empty()) {
        event.outcome = Outcome::failed;
        event.text = end.error_type;
        event.detail = end.error_message;
        attributes.text("error.type", end.error_type);
    }
    add_exception(root_, event);
    (void)give(root_, end_of(root_, start_.workflow, event), attributes);
}

}  // namespace aiorun::observe
