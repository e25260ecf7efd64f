#include "value/value.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>

#include "value/error.hpp"

namespace aiorun::value {
namespace {

constexpr size_t small_map = 8;  // up to here a linear search beats hashing
constexpr uint32_t empty_slot = UINT32_MAX;

uint64_t hash_of(const Value& key) {
    switch (key.kind()) {
        case Kind::string: return std::hash<std::string_view>{}(key.as_string());
        case Kind::integer: return static_cast<uint64_t>(key.as_int()) * 0x9E3779B97F4A7C15ULL;
        case Kind::number:
            // An integral double equals the int of that value, so both must have the same hash.
            if (key.as_double() == std::floor(key.as_double()) && std::fabs(key.as_double()) < 9.2e18) {
                return hash_of(Value(static_cast<int64_t>(key.as_double())));
            }
            return std::bit_cast<uint64_t>(key.as_double()) * 0x9E3779B97F4A7C15ULL;
        case Kind::boolean: return key.as_bool() ? 0x51ED270B : 0x2545F491;
        default: return 0;
    }
}

void insert_into(std::vector<uint32_t>& index, const std::vector<Map::Entry>& entries, uint32_t at) {
    size_t mask = index.size() - 1;
    size_t slot = hash_of(entries[at].key) & mask;
    while (index[slot] != empty_slot) {
        slot = (slot + 1) & mask;
    }
    index[slot] = at;
}

/// Keeps the index at most half full; entries up to the last one are in it afterwards.
void grow_index(std::vector<uint32_t>& index, const std::vector<Map::Entry>& entries) {
    if (entries.size() <= small_map) {
        return;
    }
    if (entries.size() * 2 > index.size()) {
        index.assign(std::bit_ceil(entries.size() * 4), empty_slot);
        for (uint32_t i = 0; i < entries.size(); ++i) {
            insert_into(index, entries, i);
        }
    } else {
        insert_into(index, entries, static_cast<uint32_t>(entries.size() - 1));
    }
}

bool keys_equal(const Value& a, const Value& b) {
    if (a.is_string() && b.is_string()) {
        return a.as_string() == b.as_string();
    }
    return a == b;
}

size_t find_entry(const std::vector<Map::Entry>& entries, const std::vector<uint32_t>& index, const Value& key) {
    if (index.empty()) {
        auto found = std::ranges::find_if(entries, [&](const Map::Entry& e) { return keys_equal(e.key, key); });
        return static_cast<size_t>(found - entries.begin());
    }
    size_t mask = index.size() - 1;
    for (size_t slot = hash_of(key) & mask; index[slot] != empty_slot; slot = (slot + 1) & mask) {
        if (keys_equal(entries[index[slot]].key, key)) {
            return index[slot];
        }
    }
    return entries.size();
}

bool maps_equal(const Map& a, const Map& b) {
    if (a.size() != b.size()) {
        return false;
    }
    return std::ranges::all_of(a.entries(), [&](const Map::Entry& entry) {
        const Value* other = b.find(entry.key);
        return other != nullptr && entry.value == *other;
    });
}

bool lists_equal(const List& a, const List& b) {
    if (a.size() != b.size()) {
        return false;
    }
    for (size_t i = 0; i < a.size(); ++i) {
        if (!(a[i] == b[i])) {
            return false;
        }
    }
    return true;
}

bool numbers_equal(const Value& a, const Value& b) {
    if (a.kind() == b.kind()) {
        return a.is_int() ? a.as_int() == b.as_int() : a.as_double() == b.as_double();
    }
    // Exact, not by way of a double that would round a large int.
    double number = a.is_double() ? a.as_double() : b.as_double();
    int64_t integer = a.is_int() ? a.as_int() : b.as_int();
    return number >= -0x1p63 && number < 0x1p63 && number == std::floor(number) &&
           static_cast<int64_t>(number) == integer;
}

}  // namespace

Value::Value(Kind kind, Counted* counted) noexcept : kind_(kind) {
    payload_.counted = counted;
    counted->add_reference();
}
Value::Value(std::string text) : Value(Kind::string, new StringData(std::move(text))) {}
Value::Value(Reference<List> list) noexcept : Value(Kind::list, list.get()) {}
Value::Value(Reference<Map> map) noexcept : Value(Kind::map, map.get()) {}
Value::Value(Reference<Error> error) noexcept : Value(Kind::failure, error.get()) {}
Value::Value(Reference<Opaque> object) noexcept : Value(Kind::opaque, object.get()) {}

Value Value::unbound() noexcept {
    Value result;
    result.kind_ = Kind::unbound;
    return result;
}

Value Value::type(std::string_view name) {
    Value result{name};
    result.kind_ = Kind::type;
    return result;
}

const List& Value::as_list() const noexcept { return *static_cast<const List*>(payload_.counted); }
const Map& Value::as_map() const noexcept { return *static_cast<const Map*>(payload_.counted); }
Error& Value::as_failure() const noexcept { return *static_cast<Error*>(payload_.counted); }

uint32_t Value::depth() const noexcept { return is_list() ? as_list().depth() : is_map() ? as_map().depth() : 0; }

bool operator==(const Value& a, const Value& b) {
    if (a.is_number() && b.is_number()) {
        return numbers_equal(a, b);
    }
    if (a.kind() != b.kind()) {
        return false;
    }
    switch (a.kind()) {
        case Kind::unbound:
        case Kind::null: return true;
        case Kind::boolean: return a.as_bool() == b.as_bool();
        case Kind::type:
        case Kind::string: return a.as_string() == b.as_string();
        case Kind::list: return lists_equal(a.as_list(), b.as_list());
        case Kind::map: return maps_equal(a.as_map(), b.as_map());
        default: return a.payload_.counted == b.payload_.counted;
    }
}

List::List(std::vector<Value> items) : items_(std::move(items)) {
    for (const Value& item : items_) {
        depth_ = std::max(depth_, item.depth() + 1);
    }
}

Value List::range(int64_t begin, int64_t end) {
    size_t size = end > begin ? static_cast<size_t>(end) - static_cast<size_t>(begin) : 0;
    return Value(Reference<List>(new List(begin, size)));
}

Value make_list(std::vector<Value> items) { return Value(make_counted<List>(std::move(items))); }

Map::Map(std::vector<Entry> entries, Keys keys) : entries_(std::move(entries)), keys_(keys) {
    for (const Entry& entry : entries_) {
        depth_ = std::max(depth_, entry.value.depth() + 1);
    }
    grow_index(index_, entries_);
}

Map::Map(std::unique_ptr<Source> source) : source_(std::move(source)), depth_(source_->depth()) {}

void Map::fill() const {
    if (entries_.empty()) {
        entries_ = source_->all();
    }
}

Value Map::problem(const Value& key) const {
    return source_ && key.is_string() ? source_->problem(key.as_string()) : Value();
}

const Value* Map::find(std::string_view key) const noexcept {
    if (source_) {
        return source_->find(key);
    }
    std::string lower;
    if (keys_ == Keys::ignoring_case) {
        lower = key;
        std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        key = lower;
    }
    if (index_.empty()) {
        for (const Entry& entry : entries_) {
            if (entry.key.is_string() && entry.key.as_string() == key) {
                return &entry.value;
            }
        }
        return nullptr;
    }
    size_t mask = index_.size() - 1;
    size_t slot = std::hash<std::string_view>{}(key) & mask;
    for (; index_[slot] != empty_slot; slot = (slot + 1) & mask) {
        const Entry& entry = entries_[index_[slot]];
        if (entry.key.is_string() && entry.key.as_string() == key) {
            return &entry.value;
        }
    }
    return nullptr;
}

const Value* Map::find(const Value& key) const noexcept {
    if (source_ || keys_ == Keys::ignoring_case) {
        return key.is_string() ? find(key.as_string()) : nullptr;
    }
    size_t at = find_entry(entries_, index_, key);
    return at == entries_.size() ? nullptr : &entries_[at].value;
}

MapBuilder::MapBuilder(const Map& start) {
    for (const Map::Entry& entry : start.entries()) {
        set(entry.key, entry.value);
    }
}

size_t MapBuilder::find(const Value& key) const { return find_entry(entries_, index_, key); }

bool MapBuilder::contains(const Value& key) const { return find(key) != entries_.size(); }

MapBuilder& MapBuilder::set(Value key, Value value) {
    size_t at = find(key);
    if (at != entries_.size()) {
        entries_[at].value = std::move(value);
    } else {
        entries_.push_back({std::move(key), std::move(value)});
        grow_index(index_, entries_);
    }
    return *this;
}

Value MapBuilder::build() {
    index_.clear();
    return Value(make_counted<Map>(std::exchange(entries_, {})));
}

std::string_view type_name(const Value& value) {
    switch (value.kind()) {
        case Kind::unbound: return "unbound";
        case Kind::null: return "null_type";
        case Kind::boolean: return "bool";
        case Kind::integer: return "int";
        case Kind::number: return "double";
        case Kind::string: return "string";
        case Kind::list: return "list";
        case Kind::map: return "map";
        case Kind::type: return "type";
        case Kind::opaque: return value.as_opaque().type_name();
        case Kind::failure: return "error";
    }
    return "";
}

}  // namespace aiorun::value
