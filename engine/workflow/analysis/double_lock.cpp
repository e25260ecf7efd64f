#include <algorithm>
#include <set>

#include "workflow/analysis/acquired.hpp"
#include "workflow/analysis/passes.hpp"

namespace aiorun::workflow::analysis {
namespace {

/// Units that something else may end while they wait: a timeout, a race, `cancel`, the end of the run.
std::vector<bool> find_interruptible(const Facts& facts, const std::vector<bool>& abandoned) {
    std::vector<bool> interruptible(facts.units.size());
    std::vector<uint32_t> open;
    auto mark = [&](uint32_t unit) {
        if (!interruptible[unit]) {
            interruptible[unit] = true;
            open.push_back(unit);
        }
    };
    for (uint32_t i = 0; i < facts.units.size(); ++i) {
        if (abandoned[i] || facts.units[i].kind == UnitKind::spawned) {
            mark(i);
        }
    }
    auto starts = [](const Event& event) {
        return event.kind == Event::Kind::call || event.kind == Event::Kind::branch;
    };
    for (const Unit& unit : facts.units) {
        for (const Event& event : unit.events) {
            if (event.in_timeout && starts(event)) {
                mark(event.target);
            }
        }
    }
    while (!open.empty()) {
        uint32_t unit = open.back();
        open.pop_back();
        for (const Event& event : facts.units[unit].events) {
            if (starts(event)) {
                mark(event.target);
            }
        }
    }
    return interruptible;
}

class DoubleLocks {
  public:
    DoubleLocks(const Facts& facts, document::Diagnostics& diagnostics)
        : facts_(facts),
          diagnostics_(diagnostics),
          abandoned_(find_abandoned(facts)),
          raising_(find_raising(facts)),
          interruptible_(find_interruptible(facts, abandoned_)),
          acquired_(find_acquired(facts, Certainty::certain)) {}

    void find() {
        for (uint32_t i = 0; i < facts_.units.size(); ++i) {
            for (const Event& event : facts_.units[i].events) {
                if (event.kind == Event::Kind::acquire) {
                    check_own(i, event);
                } else if (!event.held.empty() && is_waited_for(facts_, event)) {
                    check_started(i, event);
                    note_failure(event);
                }
            }
        }
    }

  private:
    /// The taking of `object` that leaves no place for another one; null when there is a place.
    [[nodiscard]] const Held* blocker(const Event& event, uint32_t object) const {
        uint32_t capacity = facts_.globals[object].capacity;
        uint32_t count = 0;
        const Held* first = nullptr;
        for (const Held& held : event.held) {
            if (held.object == object) {
                first = first == nullptr ? &held : first;
                ++count;
            }
        }
        return capacity > 0 && count >= capacity ? first : nullptr;
    }

    /// Another task may give the object back by a `release` of its own.
    [[nodiscard]] bool is_released_elsewhere(uint32_t unit, uint32_t object) const {
        using Releaser = GlobalInfo::Releaser;
        const GlobalInfo& info = facts_.globals[object];
        return info.releaser == Releaser::several ||
               (info.releaser == Releaser::one && info.releasing_unit != unit);
    }

    [[nodiscard]] bool is_certain(uint32_t unit, const Event& event, const Held& held) const {
        return held.conditions == event.conditions && !held.may_be_left && !left_.contains(held.id) &&
               !event.in_timeout && !interruptible_[unit];
    }

    void check_own(uint32_t unit, const Event& event) {
        const Held* held = blocker(event, event.target);
        if (held == nullptr || is_released_elsewhere(unit, event.target)) {
            return;
        }
        std::string where = facts_.place(facts_.units[unit], held->span);
        report(unit, event.span, is_certain(unit, event, *held),
               quoted(event.target) + " is taken here by a task that holds it since " + where +
                   ", so the task waits for itself",
               advice(event.target));
    }

    /// A call or a branch that is awaited, while something is held.
    void check_started(uint32_t unit, const Event& event) {
        bool is_branch = event.kind == Event::Kind::branch;
        for (const auto& [object, at] : acquired_[event.target]) {
            const Held* held = blocker(event, object);
            if (held == nullptr || facts_.globals[object].releaser != GlobalInfo::Releaser::none) {
                continue;
            }
            const Unit& taker = facts_.units[at.unit];
            std::string where = facts_.place(facts_.units[unit], held->span);
            bool certain = is_certain(unit, event, *held) && !may_be_left(event);
            if (is_branch) {
                report(at.unit, at.span, certain,
                       quoted(object) + " is taken here by a branch, and held since " + where +
                           " by the task that waits for the branch",
                       advice(object));
            } else {
                report(unit, event.span, certain,
                       "\"" + facts_.units[event.target].name + "\" takes " + quoted(object) + " (" +
                           facts_.place(taker, at.span) + "), which is held here since " + where +
                           ", so the task waits for itself",
                       advice(object));
            }
        }
    }

    /// A construct that is left early, or that may have no branches.
    [[nodiscard]] bool may_be_left(const Event& event) const {
        return event.kind == Event::Kind::branch &&
               (facts_.units[event.target].is_generated || abandoned_[event.target]);
    }

    /// What is called or waited for may fail, and then nothing behind it runs.
    void note_failure(const Event& event) {
        if (raising_[event.target]) {
            for (const Held& held : event.held) {
                left_.insert(held.id);
            }
        }
    }

    [[nodiscard]] std::string quoted(uint32_t object) const { return "\"" + facts_.name_of(object) + "\""; }

    [[nodiscard]] std::string advice(uint32_t object) const {
        uint32_t capacity = facts_.globals[object].capacity;
        return capacity > 1
                   ? "a semaphore of " + std::to_string(capacity) +
                         " places is full when one task holds them all"
                   : "a lock cannot be taken twice: hold it in one place only, around all that needs it";
    }

    void report(uint32_t unit, document::Span span, bool certain, const std::string& message,
                const std::string& hint) {
        const document::Source& source = *facts_.units[unit].source;
        if (certain) {
            diagnostics_.error(source, span, "double-lock", "certain deadlock: " + message, hint);
        } else {
            diagnostics_.warning(source, span, "double-lock", "possible deadlock: " + message, hint);
        }
    }

    const Facts& facts_;
    document::Diagnostics& diagnostics_;
    std::vector<bool> abandoned_;
    std::vector<bool> raising_;
    std::vector<bool> interruptible_;
    std::set<uint32_t> left_;  // takings that a task which was called may have ended by failing
    std::vector<Acquisitions> acquired_;
};

}  // namespace

void find_double_locks(const Facts& facts, document::Diagnostics& diagnostics) {
    DoubleLocks(facts, diagnostics).find();
}

}  // namespace aiorun::workflow::analysis
