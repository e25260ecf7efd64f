#include "workflow/analysis/acquired.hpp"

namespace aiorun::workflow::analysis {
namespace {

bool counts(const Facts& facts, const Event& event, Certainty certainty) {
    if (certainty == Certainty::possible) {
        return true;
    }
    bool may_be_left_out =
        event.kind == Event::Kind::branch &&
        (facts.units[event.target].is_generated || facts.units[event.target].kind == UnitKind::raced);
    return event.conditions == 0 && !event.in_timeout && !may_be_left_out;
}

/// Who has to be looked at again when a unit turns out to acquire more.
std::vector<std::vector<uint32_t>> find_waiters(const Facts& facts, Certainty certainty) {
    std::vector<std::vector<uint32_t>> waiters(facts.units.size());
    for (uint32_t i = 0; i < facts.units.size(); ++i) {
        for (const Event& event : facts.units[i].events) {
            if (is_waited_for(facts, event) && counts(facts, event, certainty)) {
                waiters[event.target].push_back(i);
            }
        }
    }
    return waiters;
}

}  // namespace

bool is_waited_for(const Facts& facts, const Event& event) {
    return event.kind == Event::Kind::call ||
           (event.kind == Event::Kind::branch && facts.units[event.target].is_awaited());
}

std::vector<Acquisitions> find_acquired(const Facts& facts, Certainty certainty) {
    std::vector<Acquisitions> acquired(facts.units.size());
    std::vector<std::pair<uint32_t, uint32_t>> added;  // unit and object
    for (uint32_t i = 0; i < facts.units.size(); ++i) {
        for (const Event& event : facts.units[i].events) {
            if (event.kind == Event::Kind::acquire && counts(facts, event, certainty) &&
                acquired[i].try_emplace(event.target, Acquisition{i, event.span}).second) {
                added.emplace_back(i, event.target);
            }
        }
    }
    std::vector<std::vector<uint32_t>> waiters = find_waiters(facts, certainty);
    while (!added.empty()) {
        auto [unit, object] = added.back();
        added.pop_back();
        for (uint32_t waiter : waiters[unit]) {
            if (acquired[waiter].try_emplace(object, acquired[unit].at(object)).second) {
                added.emplace_back(waiter, object);
            }
        }
    }
    return acquired;
}

}  // namespace aiorun::workflow::analysis
