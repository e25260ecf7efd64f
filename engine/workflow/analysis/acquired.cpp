#include "workflow/analysis/acquired.hpp"

namespace aiorun::workflow::analysis {
namespace {

/// Which events count.
class Counted {
  public:
    Counted(const Facts& facts, Certainty certainty) : facts_(facts), certainty_(certainty) {
        if (certainty == Certainty::certain) {
            abandoned_ = find_abandoned(facts);
        }
    }
    [[nodiscard]] bool operator()(const Event& event) const {
        if (certainty_ == Certainty::possible) {
            return true;
        }
        bool may_be_left_out = event.kind == Event::Kind::branch &&
                               (facts_.units[event.target].is_generated || abandoned_[event.target]);
        return event.conditions == 0 && !event.in_timeout && !may_be_left_out;
    }

  private:
    const Facts& facts_;
    Certainty certainty_;
    std::vector<bool> abandoned_;
};

/// Who has to be looked at again when a unit turns out to acquire more.
std::vector<std::vector<uint32_t>> find_waiters(const Facts& facts, const Counted& counts) {
    std::vector<std::vector<uint32_t>> waiters(facts.units.size());
    for (uint32_t i = 0; i < facts.units.size(); ++i) {
        for (const Event& event : facts.units[i].events) {
            if (is_waited_for(facts, event) && counts(event)) {
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

std::vector<bool> find_abandoned(const Facts& facts) {
    std::vector<bool> raising = find_raising(facts);
    std::map<uint32_t, uint32_t> raising_in;  // by construct
    for (uint32_t i = 0; i < facts.units.size(); ++i) {
        raising_in[facts.units[i].construct] += raising[i] ? 1 : 0;
    }
    std::vector<bool> abandoned(facts.units.size());
    for (uint32_t i = 0; i < facts.units.size(); ++i) {
        const Unit& unit = facts.units[i];
        uint32_t others = raising_in[unit.construct] - (raising[i] ? 1 : 0);
        abandoned[i] = unit.kind == UnitKind::raced || unit.is_abandoned ||
                       (unit.kind == UnitKind::gathered && (others > 0 || (unit.is_generated && raising[i])));
    }
    return abandoned;
}

std::vector<Acquisitions> find_acquired(const Facts& facts, Certainty certainty) {
    Counted counts(facts, certainty);
    std::vector<Acquisitions> acquired(facts.units.size());
    std::vector<std::pair<uint32_t, uint32_t>> added;  // unit and object
    for (uint32_t i = 0; i < facts.units.size(); ++i) {
        for (const Event& event : facts.units[i].events) {
            if (event.kind == Event::Kind::acquire && counts(event) &&
                acquired[i].try_emplace(event.target, Acquisition{i, event.span}).second) {
                added.emplace_back(i, event.target);
            }
        }
    }
    std::vector<std::vector<uint32_t>> waiters = find_waiters(facts, counts);
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
