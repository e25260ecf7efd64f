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

/// By the question, so that in another schedule, where another task asks, the answer is the same. Who comes with a new
/// question each time (the next page) may be in a loop that ends only when the answers differ.
uint32_t NotedAssumptions::count_visit(const void* place, uint64_t question) {
    constexpr uint32_t most_questions = 24;
    if (++visit_count_ >= most_visits) {
        visits_.clear();
        visit_count_ = 0;
    }
    uint64_t task = loop_.current() == nullptr ? 0 : loop_.current()->id();
    Visits& visits = visits_[{task, place}];
    uint32_t before = visits.by_question[question]++;
    uint32_t all = visits.all++;
    bool is_always_new = before == 0 && all >= most_questions;
    chose_by_order_ = chose_by_order_ || is_always_new;
    return is_always_new ? all + 1 : before;
}

}  // namespace aiorun::effects
