#include "effects/noted_assumptions.hpp"

#include "runtime/task.hpp"

namespace aiorun::effects {
namespace {

/// More than anybody reads, and of visits: more than a simulation of sensible size has.
constexpr size_t most_notes = 500;
constexpr size_t most_visits = 1'000'000;

}  // namespace

void NotedAssumptions::assume(std::string text) {
    value::Place place;
    if (const runtime::Task* task = loop_.current(); task != nullptr && task->step() != nullptr) {
        place = task->step()->place;
    }
    auto [found, is_new] = known_.try_emplace({place.line, text}, notes_.size());
    if (!is_new) {
        ++notes_[found->second].times;
    } else if (notes_.size() < most_notes) {
        notes_.push_back({place, std::move(text)});
    } else {
        known_.erase(found);
    }
}

uint32_t NotedAssumptions::count_visit(const void* place) {
    if (visits_.size() >= most_visits) {
        visits_.clear();
    }
    uint64_t task = loop_.current() == nullptr ? 0 : loop_.current()->id();
    return visits_[{task, place}]++;
}

}  // namespace aiorun::effects
