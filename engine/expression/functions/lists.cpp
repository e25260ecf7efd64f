// Lists: the lists extension of cel-go.
#include <algorithm>
#include <optional>
#include <unordered_map>

#include "expression/comparison.hpp"
#include "expression/functions/tables.hpp"
#include "expression/optional.hpp"
#include "expression/sorting.hpp"

namespace aiorun::expression::functions {

using value::Value;

namespace {

Value slice(Call& call) {
    const value::List& list = call.list(0);
    int64_t begin = call[1].as_int();
    int64_t end = call[2].as_int();
    if (begin < 0 || end < begin || static_cast<uint64_t>(end) > list.size()) {
        return call.fail("index out of range, the list has " + std::to_string(list.size()) + " items");
    }
    if (!call.evaluation.spend(static_cast<uint64_t>(end - begin))) {
        return call.too_expensive();
    }
    std::vector<Value> items;
    items.reserve(static_cast<size_t>(end - begin));
    for (int64_t i = begin; i < end; ++i) {
        items.push_back(list[static_cast<size_t>(i)]);
    }
    return call.made(std::move(items));
}

/// False when the budget is used up.
bool flatten_into(Evaluation& evaluation, std::vector<Value>& items, const value::List& list, int64_t depth) {
    for (Value item : list) {
        if (!evaluation.spend(1) || !evaluation.make(sizeof(Value))) {
            return false;
        }
        if (!item.is_list() || depth == 0) {
            items.push_back(std::move(item));
        } else if (!flatten_into(evaluation, items, item.as_list(), depth - 1)) {
            return false;
        }
    }
    return true;
}

Value flatten(Call& call) {
    int64_t depth = call.size() > 1 ? call[1].as_int() : 1;
    if (depth < 0) {
        return call.fail("the depth cannot be negative");
    }
    std::vector<Value> items;
    return flatten_into(call.evaluation, items, call.list(0), depth) ? call.made(std::move(items))
                                                                     : call.too_expensive();
}

Value distinct(Call& call) {
    std::vector<Value> items;
    std::unordered_multimap<uint64_t, size_t> places;
    for (Value item : call.list(0)) {
        uint64_t key = hash(call.evaluation, item);
        auto [begin, end] = places.equal_range(key);
        bool known = std::any_of(begin, end, [&](const auto& entry) {
            return call.evaluation.spend(1) && equal(call.evaluation, items[entry.second], item);
        });
        if (call.evaluation.is_exhausted()) {
            return call.too_expensive();
        }
        if (!known) {
            places.emplace(key, items.size());
            items.push_back(std::move(item));
        }
    }
    return call.made(std::move(items));
}

Value sort(Call& call) {
    std::vector<Value> items;
    if (!call.evaluation.spend(call.list(0).size())) {
        return call.too_expensive();
    }
    for (Value item : call.list(0)) {
        items.push_back(std::move(item));
    }
    return sorted_by(call.evaluation, call.position, items, items);
}

Value end_of(const value::List& list, size_t index) {
    return list.empty() ? make_none() : make_optional(list[index]);
}
Value first(Call& call) {
    return end_of(call.list(0), 0);
}
Value last(Call& call) {
    return end_of(call.list(0), call.list(0).size() - 1);
}

Value range(Call& call) {
    return value::List::range(0, call[0].as_int());
}

}  // namespace

std::span<const Function> lists() {
    using enum CallStyle;
    constexpr Types list = types::list;
    constexpr Types number = types::integer;
    // clang-format off
    static const auto table = std::to_array<Function>({
        {"slice", method, {list, number, number}, 3, 3, list,
         "list.slice(begin, end)", "the items from begin up to, but without, end",
         slice},
        {"flatten", method, {list, number}, 1, 2, list,
         "list.flatten(depth?)", "with the items of its lists in their place, one level or so many",
         flatten},
        {"distinct", method, {list}, 1, 1, list,
         "list.distinct()", "without the items that are there already",
         distinct},
        {"sort", method, {list}, 1, 1, list,
         "list.sort()", "in ascending order: of numbers, strings or bools",
         sort},
        {"first", method, {list}, 1, 1, types::optional,
         "list.first()", "an optional of the first item",
         first},
        {"last", method, {list}, 1, 1, types::optional,
         "list.last()", "an optional of the last item",
         last},
        {"lists.range", function, {number}, 1, 1, list,
         "lists.range(n)", "as `range(n)`",
         range},
    });
    // clang-format on
    return table;
}

}  // namespace aiorun::expression::functions
