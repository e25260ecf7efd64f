#include "observe/loop_guard.hpp"

#include <fmt/format.h>

namespace aiorun::observe {
namespace {

using runtime::StepInfo;
using runtime::Task;

bool is_loop(const StepInfo& step) { return step.action == "while" || step.action == "for"; }

}  // namespace

LoopGuard::LoopGuard(LoopLimits limits, Computed computed, std::function<void()> give_up)
    : limits_(limits), computed_(std::move(computed)), give_up_(std::move(give_up)), computed_before_(computed_()) {}

void LoopGuard::step_began(const Task& task, const StepInfo& step) {
    ++steps_;
    auto found = loops_.find(task.id());
    if (found != loops_.end() && !found->second.empty()) {
        Loop& loop = found->second.back();
        loop.first = loop.first == nullptr ? &step : loop.first;
        loop.rounds += loop.first == &step ? 1 : 0;
    }
    if (is_loop(step)) {
        loops_[task.id()].push_back({.step = &step, .operations = operations_});
    }
    check(task);
}

void LoopGuard::step_ended(const Task& task, const StepInfo& step, const runtime::Completion&, runtime::StepRun) {
    if (!is_loop(step)) {
        return;
    }
    auto found = loops_.find(task.id());
    if (found != loops_.end() && !found->second.empty() && found->second.back().step == &step) {
        found->second.pop_back();
    }
}

void LoopGuard::check(const Task& task) {
    constexpr uint64_t steps_between_looks = 16;  // at the clock: there may be few steps, each of which takes long
    if (!reason_.empty()) {
        return;
    }
    auto found = loops_.find(task.id());
    const Loop* inner = found == loops_.end() || found->second.empty() ? nullptr : &found->second.back();
    bool asks_for_ever = inner != nullptr && inner->step->action == "while" && inner->rounds >= limits_.rounds &&
                         operations_ - inner->operations >= limits_.rounds;
    if (asks_for_ever) {
        give_up(in_words(inner) + " never ended in the simulation: mock the answer that ends it with --mocks");
    } else if (steps_ >= limits_.steps) {
        give_up(fmt::format("the simulation was given up after {} steps, {} may never end: --timeout ends it earlier, --mocks gives other answers",
                            fmt::group_digits(limits_.steps), in_words(busiest())));
    } else if (steps_ % steps_between_looks == 0 && computed_() - computed_before_ >= limits_.computing) {
        give_up(fmt::format("the simulation was given up after {} s of computing, {} may never end: --mocks gives other answers",
                            std::chrono::duration_cast<std::chrono::seconds>(limits_.computing).count(), in_words(busiest())));
    }
}

void LoopGuard::give_up(std::string reason) {
    reason_ = std::move(reason);
    give_up_();
}

const LoopGuard::Loop* LoopGuard::busiest() const {
    const Loop* most = nullptr;
    for (const auto& [task, loops] : loops_) {
        for (const Loop& loop : loops) {
            bool is_earlier = most != nullptr && loop.rounds == most->rounds && loop.step->place.line < most->step->place.line;
            most = most == nullptr || loop.rounds > most->rounds || is_earlier ? &loop : most;
        }
    }
    return most;
}

std::string LoopGuard::in_words(const Loop* loop) const {
    if (loop == nullptr) {
        return "the workflow";
    }
    const value::Place& place = loop->step->place;
    return fmt::format("the loop at {}:{}, which went {} rounds,", place.file == nullptr ? "" : place.file, place.line,
                       fmt::group_digits(loop->rounds));
}

}  // namespace aiorun::observe
