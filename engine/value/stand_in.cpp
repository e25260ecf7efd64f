#include "value/stand_in.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "value/json.hpp"
#include "value/limits.hpp"
#include "value/utf8.hpp"

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
    Value part = make({.assumptions = start_.assumptions, .path = std::move(path), .question = start_.question});
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
    start.path = start.path.empty() ? what : std::move(start.path);
    Value value = following(std::move(start));
    // One that knows where it came from is not kept there: the two would keep each other alive.
    if (!static_cast<StandIn&>(value.as_opaque()).start_.decide) {
        derived_.emplace_back(what, value);
    }
    return value;
}

Value StandIn::following(Start start) const {
    start.assumptions = start_.assumptions;
    start.question = start_.question;
    return make(std::move(start));
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
        tell_choice();
    }
    return decided_;
}

/// What was chosen. Of what follows from another one, that one tells.
void StandIn::tell_choice() const {
    constexpr size_t longest_shown = 60;
    bool is_expected = decided_.is_map() || (start_.is_firm && decided_ == start_.usual);
    if (!start_.assumptions || is_expected) {
        return;
    }
    if (decided_.is_bool()) {
        start_.assumptions->tell("whether `" + start_.path + "` holds is not known: it is taken " +
                                 (decided_.as_bool() ? "to hold" : "not to hold"));
    } else if (decided_.is_list()) {
        size_t size = decided_.as_list().size();
        std::string count = size == 0 ? "none is" : size == 1 ? "one is" : std::to_string(size) + " are";
        start_.assumptions->tell("how many items " + start_.path + " has is not known: " + count + " assumed");
    } else {
        std::string shown = find_stand_in(decided_) != nullptr ? "another value that is not known" : to_json(decided_);
        shown = shown.size() <= longest_shown ? shown : to_valid_utf8(shown.substr(0, longest_shown)) + "…";
        start_.assumptions->tell(start_.path + " is not known: " + shown + " is assumed");
    }
}

void StandIn::exclude(const Value& value) {
    if (!is_decided()) {
        excluded_.push_back(value);
    }
}

bool StandIn::as_bool(bool wanted) {
    bool is_settled = start_.usual.is_bool() && !(start_.assumptions && start_.assumptions->insists());
    Value target = is_settled ? start_.usual : Value(wanted);
    if (!start_.assumptions || is_decided() || !is_derived()) {
        Value value = decide(target);
        return value.is_bool() ? value.as_bool() : wanted;
    }
    Value value;
    {
        Assumptions::Silence silence(start_.assumptions);
        value = decide(target);
    }
    bool holds = value.is_bool() ? value.as_bool() : wanted;
    if (!start_.is_firm || Value(holds) != start_.usual) {
        start_.assumptions->tell("whether `" + start_.path + "` holds is not known: it is taken " + (holds ? "to hold" : "not to hold"));
    }
    return holds;
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
    for (const Value* value : {&start_.usual, &start_.other}) {
        if (!value->is_unbound() && std::ranges::find(excluded_, *value) == excluded_.end()) {
            return *value;
        }
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
        case Kind::number: return 1;
        case Kind::list: return make_list({const_cast<StandIn*>(this)->part(Value(0))});
        case Kind::map: return parts_as_map();
        default: return Value("~" + last_name() + "~");
    }
}

Value StandIn::shown() const {
    if (is_decided()) {
        return without_stand_ins(decided_);
    }
    // A text can show that it is not known, these cannot.
    auto& self = const_cast<StandIn&>(*this);
    switch (start_.kind) {
        case Kind::boolean: return self.as_bool(true);
        case Kind::integer:
        case Kind::number: return without_stand_ins(self.decide(placeholder()));
        case Kind::list: return without_stand_ins(self.as_list());
        default: break;
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

Value settled(Value value) {
    value = resolved(std::move(value));
    StandIn* unknown = as_unknown(value);
    return unknown != nullptr && unknown->is_firm() ? resolved(unknown->decide(unknown->usual())) : value;
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

namespace {

/// The first `~name~` from `from` on: where it begins and how long it is; npos when there is none.
std::pair<size_t, size_t> find_placeholder(std::string_view text, size_t from) noexcept {
    for (size_t start = text.find('~', from); start != std::string_view::npos; start = text.find('~', start + 1)) {
        size_t end = start + 1;
        while (end < text.size() && is_word(text[end])) {
            ++end;
        }
        if (end > start + 1 && end < text.size() && text[end] == '~') {
            return {start, end + 1 - start};
        }
    }
    return {std::string_view::npos, 0};
}

}  // namespace

bool has_placeholder(std::string_view text) noexcept { return find_placeholder(text, 0).second > 0; }

std::string with_numbers(std::string_view text) {
    std::string result;
    size_t at = 0;
    for (auto [start, length] = find_placeholder(text, 0); length > 0; std::tie(start, length) = find_placeholder(text, at)) {
        result += std::string(text.substr(at, start - at)) + "1";
        at = start + length;
    }
    return result + std::string(text.substr(at));
}

StandIn* find_stand_in(const Value& value) {
    if (!value.is_opaque() && !value.is_list() && !value.is_map()) {
        return nullptr;
    }
    size_t left = most_looked_at;
    return find_in(value, left, limits::value_depth);
}

}  // namespace aiorun::value
