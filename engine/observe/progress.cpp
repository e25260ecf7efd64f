#include "observe/progress.hpp"

#include <time.h>

#include <algorithm>

#include "observe/wait_kinds.hpp"
#include "runtime/task.hpp"

namespace aiorun::observe {
namespace {

using runtime::Duration;
using runtime::StepInfo;
using runtime::Task;
using runtime::Time;
using runtime::WaitKind;

/// Over how long the rate is measured.
constexpr Duration rate_window = std::chrono::seconds(5);
constexpr Duration shortest_window = std::chrono::milliseconds(500);
/// An estimate made earlier says nothing.
constexpr Duration estimate_after = std::chrono::seconds(1);

/// A few nanoseconds, where the exact time costs ten times as much; right to some milliseconds.
Duration coarse_time() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
    return std::chrono::seconds(time.tv_sec) + Duration(time.tv_nsec);
}

std::string shown_place(const StepInfo* step) {
    if (step == nullptr || step->place.file == nullptr) {
        return {};
    }
    return std::string(step->place.file) + ":" + std::to_string(step->place.line);
}

}  // namespace

Progress::Progress(runtime::Loop& loop)
    : loop_(loop), is_virtual_(loop.clock().is_virtual()), places_(places) {
    groups_.reserve(most_groups);
    coarse_offset_ = loop.now() - coarse_time();
    runtime::TaskList& tasks = loop.tasks();
    for (Task* task = tasks.first(); task != nullptr; task = tasks.next(*task)) {
        take_over(*task);
    }
    ended_ = loop.task_count() - alive_;
}

/// A task that was there before. Of a construct that has a limit the latest branch is as far as it has come.
void Progress::take_over(const Task& task) {
    ++alive_;
    if (const runtime::Wait* wait = task.waiting_for()) {
        ++waits_[static_cast<size_t>(wait->subject().kind)];
    }
    if (task.step() != nullptr) {
        step_began(task, *task.step());
    }
    if (task.owner() == nullptr || task.index() == runtime::TaskStart::no_index) {
        return;
    }
    Group* group = find_group(task.owner());
    if (group == nullptr) {
        add_group(task, find_parent(task));
        group = find_group(task.owner());
    }
    if (group != nullptr) {
        // Branches start in order: of those before this one, the ones that were not met here have ended.
        size_t met = group->met++;
        group->ended = group->ended_before = std::max<size_t>(group->ended, task.index() - met);
    }
}

/// Who waits for it. A branch that was started as another one ended does not know who made it.
const Task* Progress::find_parent(const Task& branch) const {
    runtime::TaskList& tasks = loop_.tasks();
    for (Task* task = tasks.first(); task != nullptr; task = tasks.next(*task)) {
        const runtime::Wait* wait = task->waiting_for();
        if (wait == nullptr || !is_for_tasks(wait->subject().kind)) {
            continue;
        }
        std::vector<const Task*> holders = wait->holders();
        if (std::ranges::find(holders, &branch) != holders.end()) {
            return task;
        }
    }
    return nullptr;
}

size_t Progress::task_slot(const Task& task) noexcept { return task.id() % places; }

Time Progress::roughly_now() { return is_virtual_ ? loop_.now() : coarse_time() + coarse_offset_; }

void Progress::task_created(const Task& task) {
    ++alive_;
    if (task.owner() != nullptr && task.index() == 0) {
        std::erase_if(groups_, [&](const Group& group) { return group.owner == task.owner(); });  // a new one at its address
        add_group(task, loop_.current());
    }
}

/// Makes room-limited note of the construct that `branch` belongs to, when it knows how many there are.
void Progress::add_group(const Task& branch, const Task* parent) {
    const runtime::TaskOwner& owner = *branch.owner();
    if (groups_.size() < most_groups && parent != nullptr && owner.branch_count() > 1) {
        groups_.push_back({.owner = &owner, .kind = owner.kind(), .step = parent->step(), .parent = parent->id(),
                           .total = owner.branch_count(), .since = loop_.now()});
    }
}

Progress::Group* Progress::find_group(const runtime::TaskOwner* owner) noexcept {
    auto found = std::ranges::find(groups_, owner, &Group::owner);
    return owner == nullptr || found == groups_.end() ? nullptr : &*found;
}

void Progress::task_ended(const Task& task) {
    ++ended_;
    --alive_;
    if (Place& place = place_of(task); place.task == &task) {
        place = {};
    }
    if (groups_.empty()) {
        return;
    }
    if (Group* group = find_group(task.owner())) {
        ++group->ended;
    }
    std::erase_if(groups_, [&](const Group& group) { return group.parent == task.id() || group.ended >= group.total; });
}

void Progress::wait_began(const Task&, const runtime::Wait& wait) { ++waits_[static_cast<size_t>(wait.subject().kind)]; }

void Progress::wait_ended(const Task& task) { --waits_[static_cast<size_t>(task.waiting_for()->subject().kind)]; }

void Progress::step_began(const Task& task, const StepInfo& step) {
    Place& place = place_of(task);
    if (place.task == nullptr || place.task == &task) {
        place = {&task, &step, roughly_now()};
    }
}

/// A construct is over with its step, whatever its branches still do.
void Progress::step_ended(const Task& task, const StepInfo& step, const runtime::Completion&, runtime::StepRun) {
    if (!groups_.empty()) {
        std::erase_if(groups_, [&](const Group& group) { return group.step == &step && group.parent == task.id(); });
    }
}

ProgressSnapshot Progress::snapshot(const TransferCounts& transfers) {
    Time now = loop_.now();
    ProgressSnapshot shot{.elapsed = now, .done = ended_, .transfers = transfers};
    shot.processes = waits_[static_cast<size_t>(WaitKind::process)];
    uint64_t outside = shot.processes + waits_[static_cast<size_t>(WaitKind::transfer)];
    for (uint32_t count : waits_) {
        shot.waiting += count;
    }
    shot.waiting -= outside;
    shot.running = alive_ - std::min(alive_, shot.waiting);
    shot.rate = rate(now, transfers.received);
    shot.branches = branches(now);
    shot.slowest = slowest(now);
    return shot;
}

ProgressSnapshot Progress::totals(const TransferCounts& transfers) const {
    ProgressSnapshot shot{.elapsed = loop_.now(), .done = ended_, .transfers = transfers};
    if (shot.elapsed >= shortest_window) {
        shot.rate = static_cast<double>(transfers.received) / std::chrono::duration<double>(shot.elapsed).count();
    }
    return shot;
}

std::optional<BranchProgress> Progress::branches(Time now) const {
    if (groups_.empty()) {
        return std::nullopt;
    }
    const Group& group = groups_.front();
    BranchProgress shown{group.kind, shown_place(group.step), group.ended, group.total};
    Duration passed = now - group.since;
    size_t seen = group.ended - group.ended_before;
    if (seen > 0 && passed >= estimate_after) {
        double each = static_cast<double>(passed.count()) / static_cast<double>(seen);
        shown.left = Duration(static_cast<int64_t>(each * static_cast<double>(group.total - group.ended)));
    }
    return shown;
}

std::vector<SlowStep> Progress::slowest(Time now) const {
    std::array<const Place*, most_slow_steps> oldest{};
    for (const Place& place : places_) {
        if (place.task == nullptr) {
            continue;
        }
        const runtime::Wait* wait = place.task->waiting_for();
        if (wait != nullptr && is_for_tasks(wait->subject().kind)) {
            continue;
        }
        const Place* candidate = &place;
        for (const Place*& slot : oldest) {
            bool is_older = slot == nullptr || candidate->since < slot->since ||
                            (candidate->since == slot->since && candidate->task->id() < slot->task->id());
            if (is_older) {
                std::swap(slot, candidate);
            }
            if (candidate == nullptr) {
                break;
            }
        }
    }
    std::vector<SlowStep> shown;
    for (const Place* place : oldest) {
        if (place == nullptr) {
            break;
        }
        const runtime::Wait* wait = place->task->waiting_for();
        shown.push_back({std::max(now - place->since, Duration(0)),
                         std::string(place->step->name.empty() ? place->step->action : place->step->name), place->task->name(),
                         shown_place(place->step), wait == nullptr ? std::string() : wait->describe().what});
    }
    return shown;
}

std::optional<double> Progress::rate(Time now, uint64_t received) {
    if (samples_.empty() || now > samples_.back().time) {
        samples_.push_back({now, received});
    }
    auto is_recent = [&](const RateSample& sample) { return now - sample.time <= rate_window; };
    auto first = std::ranges::find_if(samples_, is_recent);
    samples_.erase(samples_.begin(), first);
    if (samples_.empty() || now - samples_.front().time < shortest_window) {
        return std::nullopt;
    }
    double seconds = std::chrono::duration<double>(now - samples_.front().time).count();
    return static_cast<double>(received - samples_.front().received) / seconds;
}

}  // namespace aiorun::observe
