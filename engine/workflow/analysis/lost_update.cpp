#include <algorithm>
#include <optional>
#include <set>
#include <unordered_map>

#include "workflow/analysis/acquired.hpp"
#include "workflow/analysis/passes.hpp"

namespace aiorun::workflow::analysis {
namespace {

/// A local name holds something that was made of a variable's value.
struct Taint {
    uint32_t variable = 0;
    uint32_t waits = 0;  ///< how often the unit had waited when the variable was read
    uint32_t unit = 0;
    document::Span span;
    std::vector<Held> held{};
};
using Taints = std::vector<Taint>;
/// As many sources of one value as are followed.
constexpr size_t most_taints = 8;

/// For each unit the locks that all of its callers hold.
std::vector<std::set<uint32_t>> find_always_held(const Facts& facts) {
    std::vector<std::optional<std::set<uint32_t>>> always(facts.units.size());
    std::vector<uint32_t> open;
    auto narrow = [&](uint32_t unit, std::set<uint32_t> held) {
        if (!always[unit]) {
            always[unit] = std::move(held);
            open.push_back(unit);
        } else if (std::erase_if(*always[unit], [&](uint32_t object) { return !held.contains(object); }) >
                   0) {
            open.push_back(unit);
        }
    };
    auto spread = [&] {
        while (!open.empty()) {
            uint32_t unit = open.back();
            open.pop_back();
            for (const Event& event : facts.units[unit].events) {
                bool is_shield =
                    event.kind == Event::Kind::branch && facts.units[event.target].kind == UnitKind::shielded;
                if (event.kind != Event::Kind::call && !is_shield) {
                    continue;
                }
                std::set<uint32_t> held = *always[unit];
                for (const Held& each : event.held) {
                    if (facts.globals[each.object].capacity == 1) {
                        held.insert(each.object);
                    }
                }
                narrow(event.target, std::move(held));
            }
        }
    };
    for (uint32_t i = 0; i < facts.units.size(); ++i) {
        if (facts.units[i].kind != UnitKind::task && facts.units[i].kind != UnitKind::shielded) {
            narrow(i, {});
        }
    }
    spread();
    std::vector<std::set<uint32_t>> result;
    for (uint32_t i = 0; i < always.size(); ++i) {
        result.push_back(always[i] ? std::move(*always[i]) : std::set<uint32_t>());
        for (const Event& event : facts.units[i].events) {
            if (event.lets_go) {
                result.back().erase(event.target);
            }
        }
    }
    return result;
}

/// Units in which others may get their turn.
std::vector<bool> find_waiting(const Facts& facts) {
    std::vector<bool> waits(facts.units.size());
    std::vector<std::vector<uint32_t>> callers(facts.units.size());
    std::vector<uint32_t> open;
    for (uint32_t i = 0; i < facts.units.size(); ++i) {
        for (const Event& event : facts.units[i].events) {
            if (event.kind == Event::Kind::call) {
                callers[event.target].push_back(i);
            } else if (!waits[i] && (event.kind == Event::Kind::wait || event.kind == Event::Kind::acquire ||
                                     is_waited_for(facts, event))) {
                waits[i] = true;
                open.push_back(i);
            }
        }
    }
    while (!open.empty()) {
        uint32_t unit = open.back();
        open.pop_back();
        for (uint32_t caller : callers[unit]) {
            if (!waits[caller]) {
                waits[caller] = true;
                open.push_back(caller);
            }
        }
    }
    return waits;
}

/// For each unit the variables that it sets, or what it starts.
std::vector<std::set<uint32_t>> find_written(const Facts& facts) {
    std::vector<std::set<uint32_t>> written(facts.units.size());
    std::vector<std::vector<uint32_t>> starters = find_starters(facts);
    std::vector<std::pair<uint32_t, uint32_t>> added;  // unit and variable
    auto add = [&](uint32_t unit, uint32_t variable) {
        if (written[unit].insert(variable).second) {
            added.emplace_back(unit, variable);
        }
    };
    for (uint32_t i = 0; i < facts.units.size(); ++i) {
        for (const Event& event : facts.units[i].events) {
            if (event.kind == Event::Kind::assign) {
                add(i, event.target);
            }
        }
    }
    while (!added.empty()) {
        auto [unit, variable] = added.back();
        added.pop_back();
        for (uint32_t starter : starters[unit]) {
            add(starter, variable);
        }
    }
    return written;
}

/// Variables that may be set while main runs: by a task that it does not wait for, or no longer.
std::set<uint32_t> find_written_aside(const Facts& facts, const std::vector<std::set<uint32_t>>& written) {
    std::vector<bool> abandoned = find_abandoned(facts);
    std::set<uint32_t> aside;
    for (uint32_t i = 0; i < facts.units.size(); ++i) {
        if (facts.units[i].kind == UnitKind::spawned || abandoned[i]) {
            aside.insert(written[i].begin(), written[i].end());
        }
    }
    return aside;
}

/// Variables that more than one of the run's tasks may set.
std::vector<bool> find_contended(const Facts& facts, const std::vector<Owner>& owners) {
    std::vector<std::optional<Owner>> writers(facts.globals.size());
    std::vector<bool> contended(facts.globals.size());
    for (uint32_t i = 0; i < facts.units.size(); ++i) {
        for (const Event& event : facts.units[i].events) {
            if (event.kind == Event::Kind::assign) {
                std::optional<Owner>& writer = writers[event.target];
                writer = writer ? writer : owners[i];
                contended[event.target] = contended[event.target] || may_run_together(*writer, owners[i]);
            }
        }
    }
    return contended;
}

class LostUpdates {
  public:
    LostUpdates(const Facts& facts, document::Diagnostics& diagnostics)
        : facts_(facts),
          diagnostics_(diagnostics),
          always_held_(find_always_held(facts)),
          waits_in_(find_waiting(facts)),
          owners_(find_owners(facts)),
          contended_(find_contended(facts, owners_)),
          written_(find_written(facts)),
          written_aside_(find_written_aside(facts, written_)),
          at_start_(facts.units.size()) {}

    void find() {
        // A branch comes after the unit that it is written in.
        for (unit_ = 0; unit_ < facts_.units.size(); ++unit_) {
            names_ = std::move(at_start_[unit_]);
            waits_ = waits_before_ = 0;
            last_call_.reset();
            last_set_.clear();
            for (const Event& event : facts_.units[unit_].events) {
                follow(event);
            }
        }
    }

  private:
    using Names = std::unordered_map<uint32_t, Taints>;

    void follow(const Event& event) {
        switch (event.kind) {
            case Event::Kind::wait:
            case Event::Kind::acquire:
                note_wait(true);
                break;
            case Event::Kind::call:
                note_wait(waits_in_[event.target]);
                note_set(event.target);
                last_call_ = event.target;
                return;
            case Event::Kind::branch:
                start(event);
                break;
            case Event::Kind::bind:
                bind(event, made_of(event, waits_));
                break;
            case Event::Kind::result:
                bind(event, result_of(event));
                return;
            case Event::Kind::assign:
                check(event);
                break;
            case Event::Kind::returned:
                break;
        }
        last_call_.reset();
    }

    void note_wait(bool waits) {
        waits_before_ = waits_;
        waits_ += waits ? 1 : 0;
    }

    /// The names are copied into the branch, which runs later.
    void start(const Event& event) {
        const Unit& branch = facts_.units[event.target];
        for (const steps::Scope::Copy& copy : branch.scope->captures()) {
            auto found = names_.find(copy.from);
            if (found != names_.end()) {
                Taints copied = found->second;
                for (Taint& taint : copied) {
                    taint.waits = 0;
                    taint.held = branch.kind == UnitKind::shielded ? taint.held : std::vector<Held>();
                }
                at_start_[event.target][copy.to] = std::move(copied);
            }
        }
        note_wait(branch.is_awaited());
        note_set(event.target);
    }

    /// What is started here sets variables.
    void note_set(uint32_t started) {
        if (is_only_main()) {
            for (uint32_t variable : written_[started]) {
                last_set_[variable] = waits_;
            }
        }
    }

    /// Whether the unit at hand runs in main's task alone. While that one runs no other does but those that it does not wait for.
    [[nodiscard]] bool is_only_main() const {
        return facts_.has_main && owners_[unit_].count == Owner::Count::one && owners_[unit_].unit == 0;
    }

    /// Whether another task may have set the variable since it was read.
    [[nodiscard]] bool may_be_set_since(const Taint& taint) const {
        if (!is_only_main() || taint.unit != unit_ || written_aside_.contains(taint.variable)) {
            return true;
        }
        auto found = last_set_.find(taint.variable);
        return found != last_set_.end() && taint.waits < found->second;
    }

    /// The sources of a value that is made of what the event reads.
    [[nodiscard]] Taints made_of(const Event& event, uint32_t waits) const {
        Taints taints;
        for (const expression::NameReference& read : event.reads) {
            if (read.space == expression::NameReference::Space::global) {
                if (facts_.globals[read.index].is_variable) {
                    taints.push_back({read.index, waits, unit_, event.span, event.held});
                }
            } else if (auto found = names_.find(read.index); found != names_.end()) {
                taints.insert(taints.end(), found->second.begin(), found->second.end());
            }
        }
        taints.resize(std::min(taints.size(), most_taints));
        return taints;
    }

    /// What a step gave that was told of variables before it waited, or that reads them itself.
    [[nodiscard]] Taints result_of(const Event& event) const {
        Taints taints = made_of(event, waits_before_);
        if (last_call_) {
            for (const Event& end : facts_.units[*last_call_].events) {
                for (const expression::NameReference& read : end.reads) {
                    if (end.kind == Event::Kind::returned && taints.size() < most_taints &&
                        read.space == expression::NameReference::Space::global &&
                        facts_.globals[read.index].is_variable) {
                        taints.push_back({read.index, waits_, *last_call_, end.span});
                    }
                }
            }
        }
        return taints;
    }

    void bind(const Event& event, Taints taints) {
        Taints& name = names_[event.target];
        if (event.conditions > 0) {
            taints.insert(taints.end(), name.begin(), name.end());
            taints.resize(std::min(taints.size(), most_taints));
        }
        name = std::move(taints);
    }

    void check(const Event& event) {
        if (!contended_[event.target] || !always_held_[unit_].empty()) {
            return;
        }
        const Taint* stale = nullptr;
        for (const expression::NameReference& read : event.reads) {
            if (read.space == expression::NameReference::Space::global) {
                if (read.index == event.target) {
                    return;  // what others set meanwhile is in it
                }
            } else if (auto found = names_.find(read.index); found != names_.end() && stale == nullptr) {
                auto old = std::ranges::find_if(found->second, [&](const Taint& taint) {
                    bool has_waited = taint.waits < waits_ || taint.unit != unit_;
                    return taint.variable == event.target && has_waited && !same_hold(taint, event) &&
                           may_be_set_since(taint);
                });
                stale = old == found->second.end() ? nullptr : &*old;
            }
        }
        if (stale != nullptr) {
            report(event, *stale);
        }
    }

    /// Whether one lock is held from the reading to the setting.
    [[nodiscard]] bool same_hold(const Taint& taint, const Event& event) const {
        return std::ranges::any_of(taint.held, [&](const Held& held) {
            return facts_.globals[held.object].capacity == 1 &&
                   std::ranges::find(event.held, held.stretch, &Held::stretch) != event.held.end();
        });
    }

    void report(const Event& event, const Taint& stale) {
        const std::string& name = facts_.name_of(event.target);
        diagnostics_.warning(
            *facts_.units[unit_].source, event.span, "lost-update",
            "lost update: \"" + name + "\" is set here from what it was in " +
                facts_.place(facts_.units[stale.unit], stale.span) +
                "; what other tasks set while this one waited in between is lost",
            "hold one `lock:` around the reading, the waiting and the setting, or read it where it is "
            "set: `assign: { " +
                name + ": \"${{ " + name + " + … }}\" }`");
    }

    const Facts& facts_;
    document::Diagnostics& diagnostics_;
    std::vector<std::set<uint32_t>> always_held_;
    std::vector<bool> waits_in_;
    std::vector<Owner> owners_;
    std::vector<bool> contended_;
    std::vector<std::set<uint32_t>> written_;
    std::set<uint32_t> written_aside_;
    std::vector<Names> at_start_;

    // Of the unit at hand.
    uint32_t unit_ = 0;
    Names names_;
    uint32_t waits_ = 0;
    uint32_t waits_before_ = 0;
    std::optional<uint32_t> last_call_;
    std::unordered_map<uint32_t, uint32_t> last_set_;  // by variable: how often the unit had waited
};

}  // namespace

void find_lost_updates(const Facts& facts, document::Diagnostics& diagnostics) {
    LostUpdates(facts, diagnostics).find();
}

}  // namespace aiorun::workflow::analysis
