#include "value/stand_in.hpp"

#include <algorithm>
#include <array>

#include "value/json.hpp"
#include "value/limits.hpp"

namespace aiorun::value {
namespace {

/// What find_stand_in() looks at, and how deep.
constexpr size_t most_looked_at = 2000;
/// A list that somebody wants to be longer than this stays shorter: nobody wrote it out.
constexpr size_t longest_list = 1000;
/// Paths are cut to half of the longest; parts of what has a deep one are not kept.
constexpr size_t longest_path = 200;
constexpr size_t deep_path = 150;

bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

StandIn* find_in(const Value& value, size_t& left, uint32_t depth) {
    if (left == 0 || depth == 0) {
        return nullptr;
    }
    --left;
    if (StandIn* found = as_stand_in(value)) {
        return found;
    }
    if (value.is_list()) {
        for (const Value& item : value.as_list()) {
            if (StandIn* found = find_in(item, left, depth - 1)) {
                return found;
            }
            if (left == 0) {
                break;
            }
        }
    } else if (value.is_map()) {
        for (const Map::Entry& entry : value.as_map()) {
            if (StandIn* found = find_in(entry.value, left, depth - 1)) {
                return found;
            }
        }
    }
    return nullptr;
}

}  // namespace

bool is_unusual_part(const Value& key) {
    constexpr std::array<std::string_view, 6> words{"error", "errors", "fault", "exception", "failure", "failures"};
    return key.is_string() && std::ranges::find(words, key.as_string()) != words.end();
}

Value StandIn::make(Start start) {
    if (start.path.size() > longest_path) {
        start.path = "…" + start.path.substr(start.path.size() - longest_path / 2);
    }
    return Value(Reference<Opaque>(new StandIn(std::move(start))));
}

std::optional<Value> StandIn::field(std::string_view key) const {
    return const_cast<StandIn*>(this)->part(Value(key));
}

Value StandIn::part(const Value& key) {
    for (const auto& [known, part] : parts_) {
        if (known == key) {
            return part;
        }
    }
    bool is_field = key.is_string() && std::ranges::all_of(key.as_string(), is_word);
    std::string path = start_.path + (is_field ? "." + std::string(key.as_string()) : "[" + to_json(key) + "]");
    Value part = make({.assumptions = start_.assumptions, .path = std::move(path)});
    // Parts of parts without end (a loop over `next` of `next`) are not kept in one chain: going through it recurses.
    if (start_.path.size() <= deep_path) {
        parts_.emplace_back(key, part);
    }
    return part;
}

Value StandIn::derived(const std::string& what, Start start) {
    for (const auto& [known, value] : derived_) {
        if (known == what) {
            return value;
        }
    }
    start.assumptions = start_.assumptions;
    start.path = start.path.empty() ? what : std::move(start.path);
    Value value = make(std::move(start));
    // One that knows where it came from is not kept there: the two would keep each other alive.
    if (!static_cast<StandIn&>(value.as_opaque()).start_.decide) {
        derived_.emplace_back(what, value);
    }
    return value;
}

void StandIn::set_presence(const Value& key, bool is_there) {
    Value place = part(key);
    if (StandIn* part = as_stand_in(place)) {
        is_there ? part->exclude(Value()) : static_cast<void>(part->decide(Value()));
    }
}

bool StandIn::can_be(const Value& value) const {
    if (is_decided()) {
        return decided_ == value;
    }
    bool fits = start_.kind == Kind::unbound || start_.kind == value.kind() ||
                (start_.kind == Kind::number && value.is_int());
    return fits && (!start_.accepts || start_.accepts(value)) && std::ranges::find(excluded_, value) == excluded_.end();
}

Value StandIn::decide(const Value& wanted) {
    if (is_decided()) {
        return resolved(decided_);
    }
    Value target = resolved(wanted);
    if (deciding_) {
        return target;
    }
    if (start_.decide) {
        deciding_ = true;
        Value value = start_.decide(target);
        deciding_ = false;
        decided_ = std::move(value);
    } else {
        size_t left = 10 * most_looked_at;
        std::function<bool(const Value&)> is_inside = [&](const Value& value) {
            if (left == 0) {
                return true;
            }
            --left;
            if (const StandIn* other = as_stand_in(value)) {
                return other == this || is_inside(other->decided_) ||
                       std::ranges::any_of(other->parts_, [&](const auto& part) { return is_inside(part.second); });
            }
            for (size_t i = 0; value.is_list() && i < value.as_list().size(); ++i) {
                if (is_inside(value.as_list()[i])) {
                    return true;
                }
            }
            return value.is_map() && std::ranges::any_of(value.as_map(), [&](const Map::Entry& entry) { return is_inside(entry.value); });
        };
        // What holds itself has no end; but to be a list of its own parts is fine.
        bool holds_itself = find_stand_in(target) != nullptr && is_inside(target);
        decided_ = !holds_itself && can_be(target) ? std::move(target) : placeholder();
    }
    return decided_;
}

void StandIn::exclude(const Value& value) {
    if (!is_decided()) {
        excluded_.push_back(value);
    }
}

bool StandIn::as_bool(bool wanted) {
    Value value = decide(start_.usual.is_bool() ? start_.usual : Value(wanted));
    return value.is_bool() ? value.as_bool() : wanted;
}

Value StandIn::as_list(size_t size) {
    if (!is_decided() && (start_.kind == Kind::unbound || start_.kind == Kind::list)) {
        size_t length = std::min(size, longest_list);
        for (const auto& [key, part] : parts_) {
            length = key.is_int() && key.as_int() >= 0 ? std::max(length, std::min(static_cast<size_t>(key.as_int()) + 1, longest_list))
                                                       : length;
        }
        std::vector<Value> items;
        for (size_t i = 0; i < length; ++i) {
            items.push_back(part(Value(static_cast<int64_t>(i))));
        }
        decide(make_list(std::move(items)));
    }
    Value value = resolved(decided_);
    return value.is_list() ? value : Value();
}

Value StandIn::as_map() {
    if (!is_decided() && (start_.kind == Kind::unbound || start_.kind == Kind::map)) {
        decide(parts_as_map());
    }
    Value value = resolved(decided_);
    return value.is_map() ? value : Value();
}

Value StandIn::as_number(const Value& wanted) {
    Value value = decide(start_.usual.is_number() ? start_.usual : wanted);
    return value.is_number() ? value : wanted;
}

Value StandIn::parts_as_map() const {
    MapBuilder map;
    for (const auto& [key, part] : parts_) {
        if (key.is_string()) {
            map.set(key, part);
        }
    }
    return map.build();
}

/// The last word of its path that has a letter: `items` of `response.items[0]`.
std::string StandIn::last_name() const {
    std::string_view rest = start_.path;
    while (!rest.empty()) {
        size_t end = rest.size();
        while (end > 0 && !is_word(rest[end - 1])) {
            --end;
        }
        size_t begin = end;
        while (begin > 0 && is_word(rest[begin - 1])) {
            --begin;
        }
        std::string_view word = rest.substr(begin, end - begin);
        if (word.find_first_not_of("0123456789-_") != std::string_view::npos) {
            return std::string(word);
        }
        rest = rest.substr(0, begin);
    }
    return "unknown";
}

/// What it is when nobody said. Only unreserved characters, so that it may stand in a URL or a path.
Value StandIn::placeholder() const {
    if (!start_.usual.is_unbound() && std::ranges::find(excluded_, start_.usual) == excluded_.end()) {
        return start_.usual;
    }
    switch (start_.kind) {
        case Kind::boolean: return std::ranges::find(excluded_, Value(true)) == excluded_.end();
        case Kind::integer:
            for (int64_t number = 1;; ++number) {
                if (std::ranges::find(excluded_, Value(number)) == excluded_.end() &&
                    (!start_.accepts || start_.accepts(Value(number)) || number > static_cast<int64_t>(longest_list))) {
                    return number;
                }
            }
        case Kind::number: return 1.0;
        case Kind::list: return make_list({});
        case Kind::map: return parts_as_map();
        default: return Value("~" + last_name() + "~");
    }
}

Value StandIn::shown() const {
    if (is_decided()) {
        return without_stand_ins(decided_);
    }
    bool is_structure = start_.usual.is_unbound() && start_.kind == Kind::unbound && !parts_.empty();
    if (!is_structure) {
        return placeholder();
    }
    bool is_list = std::ranges::all_of(parts_, [](const auto& part) { return part.first.is_int(); });
    if (!is_list) {
        return without_stand_ins(parts_as_map());
    }
    std::vector<Value> items;
    for (const auto& [key, part] : parts_) {
        items.push_back(without_stand_ins(part));
    }
    return make_list(std::move(items));
}

Value resolved(Value value) {
    for (uint32_t i = 0; i < limits::value_depth; ++i) {
        StandIn* stand_in = as_stand_in(value);
        if (stand_in == nullptr || !stand_in->is_decided()) {
            break;
        }
        value = Value(stand_in->decided());
    }
    return value;
}

Value without_stand_ins(const Value& value) {
    if (StandIn* stand_in = as_stand_in(value)) {
        return stand_in->shown();
    }
    if (find_stand_in(value) == nullptr) {
        return value;
    }
    if (value.is_list()) {
        std::vector<Value> items;
        for (const Value& item : value.as_list()) {
            items.push_back(without_stand_ins(item));
        }
        return make_list(std::move(items));
    }
    MapBuilder map;
    for (const Map::Entry& entry : value.as_map()) {
        map.set(entry.key, without_stand_ins(entry.value));
    }
    return map.build();
}

bool has_placeholder(std::string_view text) noexcept {
    for (size_t start = text.find('~'); start != std::string_view::npos; start = text.find('~', start + 1)) {
        size_t end = start + 1;
        while (end < text.size() && is_word(text[end])) {
            ++end;
        }
        if (end > start + 1 && end < text.size() && text[end] == '~') {
            return true;
        }
    }
    return false;
}

StandIn* find_stand_in(const Value& value) {
    if (!value.is_opaque() && !value.is_list() && !value.is_map()) {
        return nullptr;
    }
    size_t left = most_looked_at;
    return find_in(value, left, limits::value_depth);
}

}  // namespace aiorun::value
