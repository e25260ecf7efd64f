#include "value/finite.hpp"

#include <algorithm>
#include <cmath>

namespace aiorun::value {

bool is_finite(const Value& value) {
    if (value.kind() == Kind::number) {
        return std::isfinite(value.as_double());
    }
    if (value.is_list()) {
        constexpr size_t most = 100'000'000;  // more are a range of integers, of which no item was made yet
        for (size_t i = 0; i < value.as_list().size() && value.as_list().size() <= most; ++i) {
            if (!is_finite(value.as_list()[i])) {
                return false;
            }
        }
        return true;
    }
    return !value.is_map() ||
           std::ranges::all_of(value.as_map().entries(), [](const Map::Entry& entry) { return is_finite(entry.value); });
}

Value to_finite(const Value& value) {
    if (is_finite(value)) {
        return value;
    }
    if (value.is_map()) {
        MapBuilder map;
        for (const Map::Entry& entry : value.as_map()) {
            map.set(entry.key, to_finite(entry.value));
        }
        return map.build();
    }
    if (!value.is_list()) {
        return {};
    }
    std::vector<Value> items;
    for (const Value& item : value.as_list()) {
        items.push_back(to_finite(item));
    }
    return make_list(std::move(items));
}

}  // namespace aiorun::value
