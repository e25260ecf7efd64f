#include "observe/plan.hpp"

#include <algorithm>
#include <utility>

#include "observe/wait_kinds.hpp"

namespace aiorun::observe {
namespace {

using runtime::Task;
using runtime::WaitKind;

constexpr size_t longest_line = 1000;
constexpr size_t most_holders = 3;
constexpr runtime::Time any_time{-2};

/// Waits that have no line of their own: operations have one, and the ends of other tasks are seen there.
bool is_shown(WaitKind kind) {
    return !is_for_tasks(kind) && kind != WaitKind::transfer && kind != WaitKind::process;
}

std::string describe(const Task& task, const runtime::Wait& wait) {
    runtime::WaitDescription description = wait.describe();
    std::string text = std::move(description.what);
    for (size_t i = 0; i < description.holders.size(); ++i) {
        if (i == most_holders) {
            text += " and " + std::to_string(description.holders.size() - i) + " more";
            break;
        }
        text += i == 0 ? ", held by " : ", ";
        text += description.holders[i] == &task ? "itself" : description.holders[i]->name();
    }
    return text;
}

std::string shortened(std::string_view text) {
    return text.size() <= longest_line ? std::string(text) : std::string(text.substr(0, longest_line)) + "…";
}

}  // namespace

std::string_view to_word(PlanEvent::Kind kind) noexcept {
    constexpr std::array<std::string_view, 9> words{"fetch", "run", "sleep", "wait", "print", "log", "retry", "error", "cancelled"};
    return words[static_cast<size_t>(kind)];
}

PlanEvent Plan::start(const Task& task, PlanEvent::Kind kind) {
    PlanEvent event{.kind = kind, .at = loop_.now(), .order = ++order_};
    if (const runtime::StepInfo* step = task.step()) {
        event.step = step->name.empty() ? step->action : step->name;
        event.place = step->place;
    }
    return event;
}

Plan::Group& Plan::group_of(const runtime::StepInfo* step, PlanEvent::Kind kind) { return groups_[{step, kind}]; }

size_t Plan::add(PlanEvent event, Group& group) {
    if (group.instant != event.at) {
        group.instant = event.at;
        group.shown_at_instant = 0;
    }
    if (group.shown < most_of_a_step && group.shown_at_instant < most_at_once) {
        ++group.shown;
        ++group.shown_at_instant;
        events_.push_back(std::move(event));
        return events_.size() - 1;
    }
    // Of a step that has had its share all the rest is one line; else those of this time are.
    runtime::Time instant = group.shown >= most_of_a_step ? any_time : event.at;
    if (group.fold == none || group.fold_instant != instant) {
        group.fold = events_.size();
        group.fold_instant = instant;
        event.more = 0;
        events_.push_back(std::move(event));
    }
    PlanEvent& fold = events_[group.fold];
    ++fold.more;
    fold.last = std::max(fold.last, loop_.now());
    return none;
}

size_t Plan::add(const Task& task, PlanEvent event) {
    Group& group = group_of(task.step(), event.kind);
    event.task = task.name();
    return add(std::move(event), group);
}

void Plan::describe_operation(const Task& task, std::string what, std::string answer) {
    if (last_operation_.first == task.id() && last_operation_.second != none) {
        events_[last_operation_.second].text = std::move(what);
        events_[last_operation_.second].answer = std::move(answer);
    }
}

void Plan::wait_began(const Task& task, const runtime::Wait& wait) {
    WaitKind kind = wait.subject().kind;
    bool is_pause = kind == WaitKind::sleep && pausing_.erase(task.id()) > 0;
    if (!is_shown(kind) || is_pause) {
        return;
    }
    auto event_kind = kind == WaitKind::sleep ? PlanEvent::Kind::sleep : PlanEvent::Kind::wait;
    Waiting waiting{.event = start(task, event_kind), .group = &group_of(task.step(), event_kind)};
    if (const auto* timer = dynamic_cast<const runtime::Timer*>(&wait); timer != nullptr && event_kind == PlanEvent::Kind::sleep) {
        waiting.event.due = timer->when();
    }
    Group& group = *waiting.group;
    uint32_t at_instant = group.instant == waiting.event.at ? group.shown_at_instant : 0;
    waiting.event.task = task.name();
    if (group.shown + group.open < most_of_a_step && at_instant + group.open < most_of_a_step) {
        waiting.is_described = true;
        waiting.event.text = event_kind == PlanEvent::Kind::sleep ? "" : describe(task, wait);
        ++group.open;
    }
    waiting_[task.id()] = std::move(waiting);
}

void Plan::task_cancel_requested(const Task& task) {
    auto found = waiting_.find(task.id());
    if (found != waiting_.end()) {
        found->second.is_cancelled = true;
    }
}

void Plan::deadlocked() {
    for (auto& [task, waiting] : waiting_) {
        waiting.is_hopeless = true;
    }
}

void Plan::wait_ended(const Task& task) {
    auto found = waiting_.find(task.id());
    if (found == waiting_.end()) {
        return;
    }
    Waiting waiting = std::move(found->second);
    waiting_.erase(found);
    bool is_shown = loop_.now() > waiting.event.at || waiting.is_hopeless || waiting.is_cancelled;
    if (is_shown) {
        waiting.event.until = waiting.is_hopeless ? std::nullopt : std::optional(loop_.now());
        waiting.event.is_cut_short = waiting.is_cancelled && !waiting.is_hopeless && loop_.now() != waiting.event.due;
        add_waiting(std::move(waiting));
    } else if (waiting.is_described) {
        --waiting.group->open;
    }
}

void Plan::add_waiting(Waiting waiting) {
    if (waiting.is_described) {
        --waiting.group->open;
    }
    add(std::move(waiting.event), *waiting.group);
}

void Plan::operation_began(const Task& task, const runtime::Operation& operation) {
    bool is_transfer = operation.kind == runtime::Operation::Kind::transfer;
    PlanEvent event = start(task, is_transfer ? PlanEvent::Kind::fetch : PlanEvent::Kind::run);
    event.text = operation.what;
    size_t at = add(task, std::move(event));
    last_operation_ = {task.id(), at};
    if (at != none) {
        operations_[operation.id] = at;
    }
}

void Plan::operation_ended(const Task&, const runtime::Operation& operation, const runtime::OperationEnd& end) {
    auto found = operations_.find(operation.id);
    if (found == operations_.end()) {
        return;
    }
    PlanEvent& event = events_[found->second];
    operations_.erase(found);
    event.until = loop_.now();
    if (end.kind == runtime::OperationEnd::Kind::cancelled) {
        event.answer += event.answer.empty() ? "cancelled before it ended" : ", but it is cancelled before that";
    } else if (event.answer.empty()) {
        event.answer = end.outcome;
    }
}

bool Plan::is_new_error(const value::ErrorReference& error) {
    if (std::ranges::find(errors_, error) != errors_.end()) {
        return false;
    }
    errors_[next_error_++ % errors_.size()] = error;
    return true;
}

void Plan::step_began(const Task& task, const runtime::StepInfo&) { ++nesting_[task.id()].depth; }

/// A cancellation is told of the step that it reached, though handlers and `finally` blocks run before the task ends.
void Plan::note_cancellation(const Task& task, const runtime::StepInfo& step, bool is_cancelled) {
    Nesting& nesting = nesting_[task.id()];
    uint32_t depth = nesting.depth;
    nesting.depth = depth > 0 ? depth - 1 : 0;
    bool is_around = depth < nesting.reached;
    if (is_cancelled && nesting.reached == 0) {
        nesting.event = start(task, PlanEvent::Kind::cancelled);
        nesting.event.step = step.name.empty() ? step.action : step.name;
        nesting.event.place = step.place;
        nesting.reached = depth;
    } else if (is_around) {
        nesting.reached = is_cancelled ? depth : 0;  // else it was caught there
    }
}

void Plan::step_ended(const Task& task, const runtime::StepInfo& step, const runtime::Completion& completion,
                      runtime::StepRun) {
    note_cancellation(task, step, completion.is_cancelled());
    if (!completion.is_raised() || completion.is_cancelled() || !is_new_error(completion.error_reference())) {
        return;
    }
    PlanEvent event = start(task, PlanEvent::Kind::error);
    event.step = step.name.empty() ? step.action : step.name;
    event.place = step.place;
    event.text = shortened(value::describe(completion.error()));
    event.task = task.name();
    add(std::move(event), group_of(&step, PlanEvent::Kind::error));
}

void Plan::task_ended(const Task& task) {
    waiting_.erase(task.id());
    pausing_.erase(task.id());
    auto nesting = nesting_.extract(task.id());
    if (task.cancelled()) {
        bool is_known = !nesting.empty() && nesting.mapped().reached > 0;
        add(task, is_known ? std::move(nesting.mapped().event) : start(task, PlanEvent::Kind::cancelled));
    }
}

void Plan::attempt_failed(const Task& task, const runtime::FailedAttempt& attempt) {
    PlanEvent event = start(task, PlanEvent::Kind::retry);
    event.text = "attempt " + std::to_string(attempt.number) + " of " + std::to_string(attempt.of) + " failed (" +
                 shortened(value::describe(attempt.error)) + ")";
    event.until = loop_.now() + attempt.pause;
    if (attempt.pause > runtime::Duration(0)) {
        pausing_.insert(task.id());
    }
    add(task, std::move(event));
}

void Plan::line_written(const Task& task, runtime::LineKind kind, std::string_view line) {
    if (std::exchange(skips_line_, false) && kind == runtime::LineKind::logged) {
        return;
    }
    PlanEvent event = start(task, kind == runtime::LineKind::printed ? PlanEvent::Kind::print : PlanEvent::Kind::log);
    event.text = shortened(line);
    add(task, std::move(event));
}

std::vector<PlanEvent> Plan::take_events() {
    std::vector<Waiting> waiting;
    for (auto& [task, each] : waiting_) {
        if (!each.is_hopeless) {
            each.event.until = loop_.now();
            each.event.is_cut_short = true;  // its task was dropped where it stood
        }
        waiting.push_back(std::move(each));
    }
    waiting_.clear();
    std::ranges::sort(waiting, {}, [](const Waiting& each) { return each.event.order; });
    for (Waiting& each : waiting) {
        add_waiting(std::move(each));
    }
    std::ranges::sort(events_, {}, [](const PlanEvent& event) { return std::pair(event.at, event.order); });
    return std::move(events_);
}

}  // namespace aiorun::observe
