#include "expression/sorting.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

#include "expression/comparison.hpp"
#include "expression/containers.hpp"

namespace aiorun::expression {

using value::Value;

Value sorted_by(Evaluation& evaluation, uint32_t position, const std::vector<Value>& items,
                const std::vector<Value>& keys) {
    for (const Value& key : keys) {
        if (!is_ordered(keys.front(), key)) {
            return evaluation.fail(
                position,
                "cannot sort " + std::string(kind_of(keys.front())) + " and " + std::string(kind_of(key)),
                {&keys.front(), &key});
        }
    }
    if (!evaluation.spend(items.size() * std::bit_width(items.size()))) {
        return evaluation.too_expensive(position);
    }
    std::vector<uint32_t> places(items.size());
    std::iota(places.begin(), places.end(), 0U);
    // NaN has no order; as the greatest it keeps the comparison a strict weak ordering.
    auto is_nan = [](const Value& value) {
        return value.is_double() && value.as_double() != value.as_double();
    };
    std::ranges::sort(places, [&](uint32_t a, uint32_t b) {
        bool last = is_nan(keys[b]);
        auto ordering = is_nan(keys[a]) || last ? is_nan(keys[a]) <=> last : order(keys[a], keys[b]);
        return ordering == 0 ? a < b : ordering < 0;
    });
    std::vector<Value> sorted;
    sorted.reserve(items.size());
    for (uint32_t place : places) {
        sorted.push_back(items[place]);
    }
    return made_list(evaluation, position, std::move(sorted));
}

}  // namespace aiorun::expression
