#include "observe/trace_recorder.hpp"

#include <algorithm>

#include "value/utf8.hpp"

namespace aiorun::observe {
namespace {

using runtime::Completion;
using runtime::Ending;
using runtime::Task;
using Outcome = TraceEvent::Outcome;
using Type = TraceEvent::Type;

Outcome outcome_of(const Completion& completion) {
    switch (completion.ending()) {
        case Ending::normal: return Outcome::normal;
        case Ending::returned: return Outcome::returned;
        case Ending::broke: return Outcome::broke;
        case Ending::continued: return Outcome::continued;
        case Ending::raised: break;
    }
    return completion.is_cancelled() ? Outcome::cancelled : Outcome::failed;
}

}  // namespace

TraceEvent TraceRecorder::event(Type type, const Task& task) { return event_at(loop_.now(), type, task); }

TraceEvent TraceRecorder::event_at(Time time, Type type, const Task& task) {
    TraceEvent event;
    event.type = type;
    event.task = task.id();
    event.time = time;
    return event;
}

/// To be called before the event counts.
void TraceRecorder::take(const TraceEvent& event) {
    if (wishes_.counts && event.time != last_time_) {
        tell_counts(event.time);
    }
    last_type_ = event.type;
    last_task_ = event.task;
    last_turn_ = loop_.turn();
    last_time_ = event.time;
    sink_.take(event);
}

/// As they have been since the last event.
void TraceRecorder::tell_counts(Time now) {
    Counts counts = settled_.value_or(counts_);
    settled_.reset();
    bool is_soon = told_at_ && last_time_ - *told_at_ < count_pause && now - last_time_ < count_pause;
    if (counts == told_ || is_soon) {
        return;
    }
    TraceEvent event;
    event.type = Type::counted;
    event.time = last_time_;
    event.number = static_cast<uint64_t>(counts.alive - counts.waiting);
    event.count = counts.waiting;
    event.amount = counts.transfers;
    told_ = counts;
    told_at_ = last_time_;
    sink_.take(event);
}

/// Before a change that no event tells of: it may come long after the last one.
void TraceRecorder::note_settled() {
    if (!settled_ && last_turn_ != loop_.turn()) {
        settled_ = counts_;
    }
}

std::string_view TraceRecorder::bounded(std::string_view text, std::string& kept) const {
    if (secrets_.empty() && text.size() <= longest_text) {
        return text;
    }
    // Before it is cut, since of a secret that is cut nobody knows that it is one; and in the run's thread, which may get to
    // know of more credentials at any time.
    kept = secrets_.mask(std::string(text));
    if (kept.size() > longest_text) {
        kept.resize(longest_text);
        size_t valid = value::valid_utf8_prefix(kept);
        kept.resize(valid + 3 < longest_text ? longest_text : valid);  // not in the middle of a character
        kept += "…";
    }
    return kept;
}

void TraceRecorder::take_failure(TraceEvent event, const value::Error& error) {
    std::string described = value::describe(error);  // with what is inside of a group
    std::string_view message = described;
    message.remove_prefix(std::min(message.size(), error.type.size()));
    if (message.starts_with(": ")) {
        message.remove_prefix(2);
    }
    std::string type;
    std::string kept;
    event.text = bounded(error.type, type);
    event.detail = bounded(message, kept);
    take(event);
}

void TraceRecorder::task_created(const Task& task) {
    bool is_next = last_type_ == Type::task_created && last_turn_ == loop_.turn() && ++created_ % created_together != 0;
    TraceEvent event = event_at(is_next ? last_time_ : loop_.now(), Type::task_created, task);
    std::string name = task.name();
    std::string kept;
    event.step = task.origin();
    event.number = task.parent_id();
    event.count = task.index() == runtime::TaskStart::no_index ? -1 : static_cast<int64_t>(task.index());
    event.text = bounded(name, kept);
    take(event);
    ++counts_.alive;
}

void TraceRecorder::task_ended(const Task& task) {
    bool is_same = last_type_ == Type::step_ended && last_task_ == task.id() && last_turn_ == loop_.turn();
    TraceEvent event = event_at(is_same ? last_time_ : loop_.now(), Type::task_ended, task);
    event.outcome = task.failed() ? Outcome::failed : task.cancelled() ? Outcome::cancelled : Outcome::normal;
    if (task.failed()) {
        take_failure(event, task.result().as_failure());
    } else {
        take(event);
    }
    --counts_.alive;
}

void TraceRecorder::task_cancel_requested(const Task& task) { take(event(Type::cancel_requested, task)); }

void TraceRecorder::wait_began(const Task& task, const runtime::Wait& wait) {
    runtime::WaitSubject subject = wait.subject();
    if (!wishes_.implied_waits && is_implied(subject.kind, task.step())) {
        note_settled();
        ++counts_.waiting;
        return;
    }
    TraceEvent event = this->event(Type::wait_began, task);
    std::string name;
    std::string kept;
    if (subject.kind == runtime::WaitKind::task) {
        name = wait.shown_name();
        subject.name = name;
    }
    event.kind = static_cast<uint8_t>(subject.kind);
    event.step = task.step();
    event.text = bounded(subject.name, kept);
    take(event);
    ++counts_.waiting;
}

void TraceRecorder::wait_woken(const Task& task, const runtime::Wait& wait, const Task* waker) {
    if (waker == nullptr) {
        return;  // a timer or I/O: the task goes on in the next turn
    }
    runtime::WaitKind kind = wait.subject().kind;
    if (!wishes_.implied_waits && is_implied(kind, task.step())) {
        return;
    }
    TraceEvent event = this->event(Type::wait_woken, task);
    event.kind = static_cast<uint8_t>(kind);
    event.number = waker->id();
    take(event);
}

void TraceRecorder::wait_ended(const Task& task) {
    // The wait lies on the frame that is about to go on, and the step is the one that it began in.
    if (!wishes_.implied_waits && is_implied(task.waiting_for()->subject().kind, task.step())) {
        note_settled();
        --counts_.waiting;
        return;
    }
    take(event(Type::wait_ended, task));
    --counts_.waiting;
}

void TraceRecorder::step_began(const Task& task, const runtime::StepInfo& step) {
    TraceEvent event = this->event(Type::step_began, task);
    event.step = &step;
    take(event);
}

void TraceRecorder::step_ended(const Task& task, const runtime::StepInfo& step, const Completion& completion,
                               runtime::StepRun run) {
    TraceEvent event = this->event(Type::step_ended, task);
    event.step = &step;
    event.outcome = outcome_of(completion);
    if (event.outcome == Outcome::failed ||
        (event.outcome == Outcome::cancelled && !completion.error().message.empty())) {
        take_failure(event, completion.error());
        return;
    }
    if (run == runtime::StepRun::skipped && event.outcome == Outcome::normal) {
        event.outcome = Outcome::skipped;
    }
    take(event);
}

void TraceRecorder::operation_began(const Task& task, const runtime::Operation& operation) {
    TraceEvent event = this->event(Type::operation_began, task);
    std::string what;
    std::string target;
    event.kind = static_cast<uint8_t>(operation.kind);
    event.number = operation.id;
    event.text = bounded(operation.what, what);
    event.detail = bounded(operation.target, target);
    take(event);
    counts_.transfers += operation.kind == runtime::Operation::Kind::transfer ? 1 : 0;
}

void TraceRecorder::operation_ended(const Task& task, const runtime::Operation& operation,
                                    const runtime::OperationEnd& end) {
    TraceEvent event = this->event(Type::operation_ended, task);
    std::string outcome;
    event.kind = static_cast<uint8_t>(end.kind);
    event.number = operation.id;
    event.count = end.status;
    event.amount = static_cast<int64_t>(end.received);
    event.text = bounded(end.outcome, outcome);
    event.phases = end.phases;
    take(event);
    counts_.transfers -= operation.kind == runtime::Operation::Kind::transfer ? 1 : 0;
}

void TraceRecorder::attempt_failed(const Task& task, const runtime::FailedAttempt& attempt) {
    TraceEvent event = this->event(Type::attempt_failed, task);
    event.number = static_cast<uint64_t>(attempt.number);
    event.count = attempt.of;
    event.amount = attempt.pause.count();
    take_failure(event, attempt.error);
}

void TraceRecorder::line_written(const Task& task, runtime::LineKind kind, std::string_view line) {
    TraceEvent event = this->event(Type::line_written, task);
    std::string kept;
    event.kind = static_cast<uint8_t>(kind);
    event.text = bounded(line, kept);
    take(event);
}

}  // namespace aiorun::observe
