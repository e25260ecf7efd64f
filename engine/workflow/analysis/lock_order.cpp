#include <algorithm>
#include <map>
#include <set>

#include "workflow/analysis/acquired.hpp"
#include "workflow/analysis/passes.hpp"

namespace aiorun::workflow::analysis {
namespace {

/// Someone holds `first` and takes `second`.
struct Edge {
    uint32_t unit = 0;
    document::Span first;         ///< where it is taken
    document::Span second;        ///< where the other one is: of a call, the call
    std::vector<uint32_t> gates;  ///< what is held around both, sorted
};
/// As many places for one pair as are compared.
constexpr size_t most_edges = 16;
/// As many locks as the search for circles goes through.
constexpr size_t most_searched = 1000;

using Pair = std::pair<uint32_t, uint32_t>;

class LockOrder {
  public:
    LockOrder(const Facts& facts, document::Diagnostics& diagnostics)
        : facts_(facts), diagnostics_(diagnostics), owners_(find_owners(facts)) {}

    void find() {
        collect();
        for (const auto& [pair, forth] : edges_) {
            auto back = edges_.find({pair.second, pair.first});
            if (pair.first < pair.second && back != edges_.end()) {
                report_inversion(pair, forth, back->second);
            }
        }
        for (const auto& [pair, forth] : edges_) {
            if (!edges_.contains({pair.second, pair.first})) {
                report_circle(pair, forth.front());
            }
        }
    }

  private:
    void collect() {
        std::vector<Acquisitions> acquired = find_acquired(facts_, Certainty::possible);
        for (uint32_t i = 0; i < facts_.units.size(); ++i) {
            for (const Event& event : facts_.units[i].events) {
                if (event.held.empty()) {
                    continue;
                }
                if (event.kind == Event::Kind::acquire) {
                    add(i, event, event.target, event.span);
                } else if (is_waited_for(facts_, event)) {
                    for (const auto& [object, at] : acquired[event.target]) {
                        bool is_call = event.kind == Event::Kind::call;
                        add(i, event, object, is_call ? event.span : at.span);
                    }
                }
            }
        }
    }

    void add(uint32_t unit, const Event& event, uint32_t object, document::Span span) {
        if (facts_.globals[object].capacity != 1) {
            return;
        }
        for (const Held& held : event.held) {
            if (held.object == object || facts_.globals[held.object].capacity != 1) {
                continue;
            }
            std::vector<Edge>& places = edges_[{held.object, object}];
            if (places.size() < most_edges) {
                places.push_back({unit, held.span, span, gates_of(event, held, object)});
            }
        }
    }

    static std::vector<uint32_t> gates_of(const Event& event, const Held& inner, uint32_t object) {
        std::vector<uint32_t> gates;
        for (const Held& held : event.held) {
            if (held.id == inner.id) {
                break;  // what is taken between the two guards nothing
            }
            if (held.object != object) {
                gates.push_back(held.object);
            }
        }
        std::ranges::sort(gates);
        return gates;
    }

    [[nodiscard]] bool can_meet(const Edge& left, const Edge& right) const {
        std::vector<uint32_t> both;
        std::ranges::set_intersection(left.gates, right.gates, std::back_inserter(both));
        return both.empty() && may_run_together(owners_[left.unit], owners_[right.unit]);
    }

    void report_inversion(Pair pair, const std::vector<Edge>& forth, const std::vector<Edge>& back) {
        for (const Edge& left : forth) {
            for (const Edge& right : back) {
                if (can_meet(left, right)) {
                    report(left, pair,
                           "while " + place_of(right) + " takes " + quoted(pair.second) + " and then " +
                               quoted(pair.first));
                    return;
                }
            }
        }
    }

    [[nodiscard]] std::string place_of(const Edge& edge) const {
        return facts_.place(facts_.units[edge.unit], edge.second);
    }

    void report(const Edge& edge, Pair pair, const std::string& others) {
        diagnostics_.warning(
            *facts_.units[edge.unit].source, edge.second, "lock-order",
            "lock-order inversion: here " + quoted(pair.first) + " is held (since " +
                facts_.place(facts_.units[edge.unit], edge.first) + ") and " + quoted(pair.second) +
                " is taken, " + others,
            "tasks that each hold what the other one needs never go on: take locks in the same order "
            "everywhere");
    }

    /// A way back over other locks: three or more tasks that wait in a circle. Each set of locks is told
    /// once.
    void report_circle(Pair pair, const Edge& edge) {
        if (in_circles_.contains(pair.first) || searched_ >= most_searched) {
            return;
        }
        std::vector<uint32_t> way = way_back(pair);
        if (way.empty()) {
            return;
        }
        std::string others = "and elsewhere ";
        for (size_t i = 0; i + 1 < way.size(); ++i) {
            const Edge& next = edges_.at({way[i], way[i + 1]}).front();
            others += (i == 0 ? "" : ", ") + quoted(way[i + 1]) + " while " + quoted(way[i]) + " is held (" +
                      place_of(next) + ")";
        }
        in_circles_.insert(way.begin(), way.end());
        report(edge, pair, others);
    }

    /// The shortest way from the second lock to the first.
    std::vector<uint32_t> way_back(Pair pair) {
        std::map<uint32_t, uint32_t> from{{pair.second, pair.second}};
        std::vector<uint32_t> open{pair.second};
        for (size_t i = 0; i < open.size() && ++searched_ < most_searched; ++i) {
            for (auto next = edges_.lower_bound({open[i], 0});
                 next != edges_.end() && next->first.first == open[i]; ++next) {
                if (from.try_emplace(next->first.second, open[i]).second) {
                    open.push_back(next->first.second);
                }
            }
        }
        if (!from.contains(pair.first)) {
            return {};
        }
        std::vector<uint32_t> way{pair.first};
        while (way.back() != pair.second) {
            way.push_back(from.at(way.back()));
        }
        std::ranges::reverse(way);
        return way;
    }

    [[nodiscard]] std::string quoted(uint32_t object) const { return "\"" + facts_.name_of(object) + "\""; }

    const Facts& facts_;
    document::Diagnostics& diagnostics_;
    std::vector<Owner> owners_;
    std::map<Pair, std::vector<Edge>> edges_;
    std::set<uint32_t> in_circles_;
    size_t searched_ = 0;
};

}  // namespace

void find_lock_order_inversions(const Facts& facts, document::Diagnostics& diagnostics) {
    LockOrder(facts, diagnostics).find();
}

}  // namespace aiorun::workflow::analysis
