// What is in strings, lists and maps, and new ones out of them.
#include <algorithm>

#include "expression/arithmetic.hpp"
#include "expression/functions/tables.hpp"
#include "expression/functions/text.hpp"

namespace aiorun::expression::functions {

using value::Value;

namespace {

Value size(Call& call) {
    const Value& value = call[0];
    if (value.is_string()) {
        return call.evaluation.spend(value.as_string().size() / 16)
                   ? Value(static_cast<int64_t>(count_characters(value.as_string())))
                   : call.too_expensive();
    }
    if (value.is_list() || value.is_map()) {
        return static_cast<int64_t>(value.is_list() ? value.as_list().size() : value.as_map().size());
    }
    std::optional<Value> size = value.as_opaque().field("size");
    return size ? *size : call.fail("this has no size");
}

/// A list of `count` integers from `begin` on, `step` apart.
Value stepped(Call& call, int64_t begin, int64_t end, int64_t step) {
    if (step == 0) {
        return call.fail("the step cannot be 0");
    }
    uint64_t distance = 0;
    if (step > 0 && begin < end) {
        distance = static_cast<uint64_t>(end) - static_cast<uint64_t>(begin);
    } else if (step < 0 && begin > end) {
        distance = static_cast<uint64_t>(begin) - static_cast<uint64_t>(end);
    }
    uint64_t width = step > 0 ? static_cast<uint64_t>(step) : 0 - static_cast<uint64_t>(step);
    uint64_t count = distance / width + (distance % width != 0 ? 1 : 0);
    if (!call.evaluation.spend(count) || !call.evaluation.make(count * sizeof(Value))) {
        return call.too_expensive();
    }
    std::vector<Value> items;
    items.reserve(count);
    for (uint64_t i = 0; i < count; ++i) {
        items.emplace_back(
            static_cast<int64_t>(static_cast<uint64_t>(begin) + i * static_cast<uint64_t>(step)));
    }
    return value::make_list(std::move(items));
}

Value range(Call& call) {
    int64_t begin = call.size() == 1 ? 0 : call[0].as_int();
    int64_t end = call[call.size() == 1 ? 0 : 1].as_int();
    return call.size() == 3 && call[2].as_int() != 1 ? stepped(call, begin, end, call[2].as_int())
                                                     : value::List::range(begin, end);
}

Value enumerate(Call& call) {
    static const Value index("index");
    static const Value item("value");
    const value::List& list = call.list(0);
    if (!call.evaluation.spend(list.size()) ||
        !call.evaluation.make(list.size() * 2 * sizeof(value::Map::Entry))) {
        return call.too_expensive();
    }
    std::vector<Value> entries;
    entries.reserve(list.size());
    for (size_t i = 0; i < list.size(); ++i) {
        entries.push_back(value::MapBuilder().set(index, static_cast<int64_t>(i)).set(item, list[i]).build());
    }
    return call.made(std::move(entries));
}

Value zip(Call& call) {
    size_t size = SIZE_MAX;
    for (const Value& list : call.arguments) {
        size = std::min(size, list.as_list().size());
    }
    if (!call.evaluation.spend(size * call.size()) ||
        !call.evaluation.make(size * (call.size() + 4) * sizeof(Value))) {
        return call.too_expensive();
    }
    std::vector<Value> rows;
    rows.reserve(size);
    for (size_t i = 0; i < size; ++i) {
        std::vector<Value> row;
        row.reserve(call.size());
        for (const Value& list : call.arguments) {
            row.push_back(list.as_list()[i]);
        }
        rows.push_back(value::make_list(std::move(row)));
    }
    return call.made(std::move(rows));
}

Value sum(Call& call) {
    Value total(0);
    for (const Value& item : call.list(0)) {
        if (!call.evaluation.spend(1)) {
            return call.too_expensive();
        }
        if (!item.is_number()) {
            return call.fail("the items are to be numbers, one is " + std::string(kind_of(item)));
        }
        total = calculate(call.evaluation, Operator::add, call.position, total, item);
        if (total.is_failure()) {
            return total;
        }
    }
    return total;
}

template <Value value::Map::Entry::* part>
Value parts_of(Call& call) {
    const value::Map& map = call[0].as_map();
    if (!call.evaluation.spend(map.size())) {
        return call.too_expensive();
    }
    std::vector<Value> parts;
    parts.reserve(map.size());
    for (const value::Map::Entry& entry : map) {
        parts.push_back(entry.*part);
    }
    return call.made(std::move(parts));
}

Value merge(Call& call) {
    value::MapBuilder result(call[0].as_map());
    for (const Value& map : call.arguments.subspan(1)) {
        if (!call.evaluation.spend(map.as_map().size() + result.size()) ||
            !call.evaluation.make((map.as_map().size() + result.size()) * sizeof(value::Map::Entry))) {
            return call.too_expensive();
        }
        for (const value::Map::Entry& entry : map.as_map()) {
            result.set(entry.key, entry.value);
        }
    }
    return result.build();
}

}  // namespace

std::span<const Function> collections() {
    using enum CallStyle;
    constexpr Types sized = types::string | types::list | types::map | types::opaque;
    // clang-format off
    static const auto table = std::to_array<Function>({
        {"size", both, {sized}, 1, 1, types::integer,
         "size(value)", "characters of a string, items of a list or a queue, entries of a map",
         size, Purity::pure, false, nullptr, kind_bit(NameKind::queue)},
        {"range", function, {types::integer, types::integer, types::integer}, 1, 3, types::list,
         "range(end) or range(begin, end, step?)", "the ints from begin (else 0) up to, but without, end",
         range},
        {"enumerate", function, {types::list}, 1, 1, types::list,
         "enumerate(list)", "a map `{index, value}` for each item",
         enumerate},
        {"zip", function, {types::list, types::list}, 1, 2, types::list,
         "zip(list, list, …)", "lists of the items with the same index, as many as the shortest list has",
         zip, Purity::pure, true},
        {"sum", function, {types::list}, 1, 1, types::number,
         "sum(list)", "of ints or doubles; of none it is 0",
         sum},
        {"keys", function, {types::map}, 1, 1, types::list,
         "keys(map)", "the keys, in their order",
         parts_of<&value::Map::Entry::key>},
        {"values", function, {types::map}, 1, 1, types::list,
         "values(map)", "the values, in the order of their keys",
         parts_of<&value::Map::Entry::value>},
        {"merge", function, {types::map, types::map}, 1, 2, types::map,
         "merge(map, map, …)", "one map of all entries; of a key that comes again the last value counts",
         merge, Purity::pure, true},
    });
    // clang-format on
    return table;
}

}  // namespace aiorun::expression::functions
