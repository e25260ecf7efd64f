#include "observe/report_html_recorder.hpp"

#include <algorithm>

#include "value/utf8.hpp"

namespace aiorun::observe {
namespace {

using runtime::Completion;
using runtime::OperationEnd;
using runtime::StepInfo;
using runtime::Task;
using runtime::WaitKind;

constexpr size_t most_recent_errors = 64;

/// Waits that a transfer or a process is shown in place of.
bool is_operation(WaitKind kind) { return kind == WaitKind::transfer || kind == WaitKind::process; }

/// Waits for what another task has: the time that concurrency costs.
bool is_contention(WaitKind kind) {
    return kind == WaitKind::lock || kind == WaitKind::semaphore || kind == WaitKind::rate_limit ||
           kind == WaitKind::condition || kind == WaitKind::event || kind == WaitKind::queue_get ||
           kind == WaitKind::queue_put || kind == WaitKind::queue_join || kind == WaitKind::barrier ||
           kind == WaitKind::connection;
}

RecordedOutcome outcome_of(const Completion& completion, runtime::StepRun run) {
    if (completion.is_cancelled()) {
        return RecordedOutcome::cancelled;
    }
    if (completion.is_raised()) {
        return RecordedOutcome::failed;
    }
    return run == runtime::StepRun::skipped ? RecordedOutcome::skipped : RecordedOutcome::good;
}

RecordedOutcome outcome_of(OperationEnd::Kind kind) {
    switch (kind) {
        case OperationEnd::Kind::answered: return RecordedOutcome::good;
        case OperationEnd::Kind::failed: return RecordedOutcome::failed;
        case OperationEnd::Kind::cancelled: break;
    }
    return RecordedOutcome::cancelled;
}

}  // namespace

RunRecorder::RunRecorder(runtime::Loop& loop, Setting setting, Bounds bounds)
    : loop_(loop), setting_(std::move(setting)), bounds_(bounds), start_(loop.now()) {}

void RunRecorder::task_created(const Task& task) {
    TaskState& state = alive_[task.id()];
    RunCounts& counts = record_.counts;
    ++counts.tasks;
    counts.most_running = std::max<uint64_t>(counts.most_running, alive_.size());
    if (record_.tasks.size() >= bounds_.tasks) {
        ++counts.omitted;
        return;
    }
    state.entry = static_cast<uint32_t>(record_.tasks.size());
    Duration begin = now();
    record_.tasks.push_back({.id = task.id(),
                             .parent = entry_of(loop_.current()),
                             .name = text(task.name()),
                             .origin = info(task.origin()),
                             .begin = begin,
                             .end = begin});
}

void RunRecorder::task_ended(const Task& task) {
    auto found = alive_.find(task.id());
    record_.counts.failed_tasks += task.failed() ? 1 : 0;
    record_.counts.cancelled_tasks += task.cancelled() ? 1 : 0;
    if (found == alive_.end()) {
        return;
    }
    if (found->second.entry != no_entry) {
        for (uint32_t step : found->second.open_steps) {
            end_step(step, RecordedOutcome::cancelled, no_entry);  // it was dropped where it stood
        }
        RecordedTask& entry = record_.tasks[found->second.entry];
        entry.name = text(task.name());  // spawned tasks may get theirs after they were created
        entry.end = now();
        entry.outcome = task.cancelled() ? RecordedOutcome::cancelled
                        : task.failed()  ? RecordedOutcome::failed
                                         : RecordedOutcome::good;
        if (task.failed()) {
            entry.error = error(value::ErrorReference(&task.result().as_failure()), nullptr);
        }
    }
    alive_.erase(found);
}

void RunRecorder::step_began(const Task& task, const StepInfo& step) {
    ++record_.counts.steps;
    TaskState& state = alive_[task.id()];
    uint32_t entry = no_entry;
    if (state.entry == no_entry || record_.steps.size() >= bounds_.steps) {
        ++record_.counts.omitted;
    } else {
        entry = static_cast<uint32_t>(record_.steps.size());
        if (!state.open_steps.empty() && state.open_steps.back() != no_entry) {
            record_.steps[state.open_steps.back()].is_leaf = false;
        }
        Duration begin = now();
        record_.steps.push_back({.task = state.entry,
                                 .info = info(&step),
                                 .begin = begin,
                                 .end = begin,
                                 .depth = static_cast<uint16_t>(std::min<size_t>(state.open_steps.size(), UINT16_MAX))});
    }
    state.open_steps.push_back(entry);
}

void RunRecorder::step_ended(const Task& task, const StepInfo& step, const Completion& completion, runtime::StepRun run) {
    auto found = alive_.find(task.id());
    if (found == alive_.end() || found->second.open_steps.empty()) {
        return;
    }
    uint32_t entry = found->second.open_steps.back();
    found->second.open_steps.pop_back();
    bool is_failure = completion.is_raised() && !completion.is_cancelled();
    uint32_t problem = is_failure ? error(completion.error_reference(), &step) : no_entry;
    end_step(entry, outcome_of(completion, run), problem);
}

void RunRecorder::end_step(uint32_t entry, RecordedOutcome outcome, uint32_t error) {
    if (entry != no_entry) {
        RecordedStep& step = record_.steps[entry];
        step.end = now();
        step.outcome = outcome;
        step.error = error;
    }
}

void RunRecorder::wait_began(const Task& task, const runtime::Wait& wait) {
    TaskState& state = alive_[task.id()];
    runtime::WaitSubject subject = wait.subject();
    state.wait = no_entry;
    state.wait_kind = subject.kind;
    state.wait_begin = now();
    if (is_operation(subject.kind)) {
        return;
    }
    if (state.entry == no_entry || record_.waits.size() >= bounds_.waits) {
        ++record_.counts.omitted;
        return;
    }
    RecordedWait entry{.task = state.entry,
                       .kind = subject.kind,
                       .subject = text(subject.name),
                       .begin = state.wait_begin,
                       .end = state.wait_begin};
    if (subject.kind == WaitKind::lock || subject.kind == WaitKind::semaphore) {
        if (std::vector<const Task*> holders = wait.holders(); !holders.empty()) {
            entry.holder = entry_of(holders.front());
        }
    }
    state.wait = static_cast<uint32_t>(record_.waits.size());
    record_.waits.push_back(entry);
}

void RunRecorder::wait_woken(const Task& task, const runtime::Wait&, const Task* waker) {
    auto found = alive_.find(task.id());
    if (found != alive_.end() && found->second.wait != no_entry && waker != nullptr) {
        record_.waits[found->second.wait].waker = entry_of(waker);
    }
}

void RunRecorder::wait_ended(const Task& task) {
    auto found = alive_.find(task.id());
    if (found == alive_.end()) {
        return;
    }
    TaskState& state = found->second;
    Duration end = now();
    if (is_contention(state.wait_kind)) {
        record_.counts.waited += end - state.wait_begin;
    }
    if (state.wait != no_entry) {
        record_.waits[state.wait].end = end;
        bool is_nothing = end == state.wait_begin && state.wait + 1 == record_.waits.size();
        if (is_nothing) {
            record_.waits.pop_back();
        }
    }
    state.wait = no_entry;
    state.wait_kind = WaitKind::other;
}

void RunRecorder::operation_began(const Task& task, const runtime::Operation& operation) {
    bool is_transfer = operation.kind == runtime::Operation::Kind::transfer;
    ++(is_transfer ? record_.counts.transfers : record_.counts.processes);
    uint32_t entry = entry_of(&task);
    if (entry == no_entry || record_.operations.size() >= bounds_.operations) {
        ++record_.counts.omitted;
        return;
    }
    open_operations_[operation.id] = static_cast<uint32_t>(record_.operations.size());
    Duration begin = now();
    record_.operations.push_back(
        {.task = entry, .is_transfer = is_transfer, .what = text(operation.what), .begin = begin, .end = begin, .phases = {}});
}

void RunRecorder::operation_ended(const Task&, const runtime::Operation& operation, const OperationEnd& end) {
    bool is_transfer = operation.kind == runtime::Operation::Kind::transfer;
    record_.counts.bytes += is_transfer ? end.received : 0;
    bool has_failed = end.kind == OperationEnd::Kind::failed || (is_transfer && end.status >= 400);
    record_.counts.failed_transfers += is_transfer && has_failed ? 1 : 0;
    auto found = open_operations_.find(operation.id);
    if (found == open_operations_.end()) {
        return;
    }
    RecordedOperation& entry = record_.operations[found->second];
    open_operations_.erase(found);
    entry.end = now();
    bool is_bad_answer = end.kind == OperationEnd::Kind::answered && (is_transfer ? end.status >= 400 : end.status != 0);
    entry.outcome = is_bad_answer ? RecordedOutcome::failed : outcome_of(end.kind);
    entry.status = end.status;
    entry.result = text(end.outcome);
    entry.received = end.received;
    for (const runtime::OperationPhase& phase : end.phases) {
        entry.phases.push_back({text(phase.name), phase.begin, phase.end});
    }
}

void RunRecorder::attempt_failed(const Task& task, const runtime::FailedAttempt& attempt) {
    ++record_.counts.attempts;
    uint32_t entry = entry_of(&task);
    if (entry == no_entry || record_.attempts.size() >= bounds_.attempts) {
        ++record_.counts.omitted;
        return;
    }
    record_.attempts.push_back(
        {entry, now(), attempt.number, attempt.of, attempt.pause, text(value::describe(attempt.error))});
}

RunRecord RunRecorder::finish() {
    record_.duration = now();
    for (auto& [id, state] : alive_) {
        if (state.entry != no_entry) {
            record_.tasks[state.entry].end = record_.duration;
        }
        for (uint32_t step : state.open_steps) {
            end_step(step, RecordedOutcome::open, no_entry);
        }
        if (state.wait != no_entry) {
            record_.waits[state.wait].end = record_.duration;
        }
    }
    for (auto& [id, entry] : open_operations_) {
        record_.operations[entry].end = record_.duration;
    }
    return std::move(record_);
}

uint32_t RunRecorder::entry_of(const Task* task) const {
    auto found = task == nullptr ? alive_.end() : alive_.find(task->id());
    return found == alive_.end() ? no_entry : found->second.entry;
}

/// Texts that come again (names, URLs of loops, outcomes) are kept once; long ones hardly ever do.
uint32_t RunRecorder::text(std::string_view text) {
    if (text.empty() || text_bytes_ > bounds_.text_bytes) {
        return no_entry;
    }
    if (text.size() > bounds_.longest_text) {
        return add_text(text);
    }
    auto [found, is_new] = text_entries_.try_emplace(std::string(text), no_entry);
    if (is_new) {
        found->second = add_text(text);
    }
    return found->second;
}

uint32_t RunRecorder::add_text(std::string_view text) {
    std::string kept = setting_.mask(std::string(text));
    if (kept.size() > bounds_.longest_text) {
        kept.resize(value::valid_utf8_prefix(std::string_view(kept).substr(0, bounds_.longest_text)));
        kept += "…";
    }
    text_bytes_ += kept.size();
    record_.texts.push_back(std::move(kept));
    return static_cast<uint32_t>(record_.texts.size() - 1);
}

uint32_t RunRecorder::info(const StepInfo* step) {
    if (step == nullptr) {
        return no_entry;
    }
    auto [found, is_new] = info_entries_.emplace(step, static_cast<uint32_t>(record_.infos.size()));
    if (is_new) {
        record_.infos.push_back(step);
    }
    return found->second;
}

uint32_t RunRecorder::error(const value::ErrorReference& error, const StepInfo* step) {
    auto found = std::ranges::find(recent_errors_, error.get(), [](const auto& each) { return each.first.get(); });
    if (found != recent_errors_.end()) {
        return found->second;
    }
    if (record_.errors.size() >= bounds_.errors) {
        ++record_.counts.omitted;
        return no_entry;
    }
    auto entry = static_cast<uint32_t>(record_.errors.size());
    record_.errors.push_back({.type = text(error->type),
                              .message = text(error->message),
                              .explanation = text(setting_.explain(*error)),
                              .task = text(error->task),
                              .info = info(step),
                              .at = now()});
    if (recent_errors_.size() == most_recent_errors) {
        recent_errors_.pop_front();
    }
    recent_errors_.emplace_back(error, entry);
    return entry;
}

}  // namespace aiorun::observe
