#include "expression/access.hpp"

#include "value/error.hpp"

#include <cmath>
#include <optional>
#include <vector>

#include "document/suggest.hpp"
#include "expression/optional.hpp"
#include "expression/unknown.hpp"

namespace aiorun::expression {

using value::Value;

namespace {

constexpr size_t names_shown = 12;

std::string list_names(std::span<const std::string_view> names) {
    std::string text;
    for (size_t i = 0; i < names.size() && i < names_shown; ++i) {
        text += (i == 0 ? "" : ", ") + show(Value(names[i]));
    }
    return text + (names.size() > names_shown ? ", …" : "");
}

Value no_field(const Evaluation& evaluation, uint32_t position, const Value& key,
               std::span<const std::string_view> names) {
    std::string message = "no field " + show(key);
    message += names.empty() ? ", there are none"
                             : (names.size() == 1 ? ", there is " : ", there are ") + list_names(names);
    if (key.is_string()) {
        message += document::did_you_mean(key.as_string(), names);
    }
    return evaluation.fail(position, std::move(message));
}

Value no_key(const Evaluation& evaluation, uint32_t position, const Value& key, const value::Map& map) {
    std::vector<std::string> owned;
    owned.reserve(map.size());
    std::vector<std::string_view> names;
    for (const value::Map::Entry& entry : map) {
        // Other keys than strings are shown as they are written.
        names.push_back(entry.key.is_string() ? entry.key.as_string() : owned.emplace_back(show(entry.key)));
        if (names.size() > 200) {
            break;
        }
    }
    return no_field(evaluation, position, key, names);
}

Value in_map(const Evaluation& evaluation, uint32_t position, const value::Map& map, const Value& key,
             Access access) {
    const Value* found = key.is_string() ? map.find(key.as_string()) : map.find(key);
    if (found != nullptr && found->is_null()) {
        // Null may stand for what could not be made, such as the JSON of a body that is none.
        if (Value problem = map.problem(key); problem.is_failure()) {
            if (access == Access::required) {
                return evaluation.placed(std::move(problem), position);
            }
            found = nullptr;
        }
    }
    if (access == Access::presence) {
        return found != nullptr;
    }
    if (access == Access::optional) {
        return found != nullptr ? make_optional(*found) : make_none();
    }
    return found != nullptr ? *found : no_key(evaluation, position, key, map);
}

Value in_opaque(const Evaluation& evaluation, uint32_t position, const value::Opaque& object,
                const Value& key, Access access) {
    std::optional<Value> found = key.is_string() ? object.field(key.as_string()) : std::nullopt;
    switch (access) {
        case Access::presence:
            return found.has_value();
        case Access::optional:
            return found ? make_optional(std::move(*found)) : make_none();
        case Access::required:
            break;
    }
    return found ? evaluation.placed(std::move(*found), position)
                 : no_field(evaluation, position, key, object.field_names());
}

std::optional<int64_t> as_index(const Value& key) {
    if (key.is_int()) {
        return key.as_int();
    }
    if (key.is_double() && key.as_double() == std::floor(key.as_double()) &&
        std::fabs(key.as_double()) < 0x1p53) {
        return static_cast<int64_t>(key.as_double());
    }
    return std::nullopt;
}

Value in_list(const Evaluation& evaluation, uint32_t position, const Value& target, const Value& key,
              Access access) {
    const value::List& list = target.as_list();
    std::optional<int64_t> at = as_index(key);
    if (!at) {
        return evaluation.fail(position, "the index of a list is an int, found " + std::string(kind_of(key)),
                               {&key});
    }
    bool inside = *at >= 0 && static_cast<uint64_t>(*at) < list.size();
    if (access == Access::optional) {
        return inside ? make_optional(list[static_cast<size_t>(*at)]) : make_none();
    }
    if (inside) {
        return list[static_cast<size_t>(*at)];
    }
    return evaluation.fail(position, "index " + std::to_string(*at) + " is out of range, the list has " +
                                         std::to_string(list.size()) +
                                         (list.size() == 1 ? " item" : " items"));
}

Value cannot_select(const Evaluation& evaluation, uint32_t position, const Value& target, const Value& key) {
    bool counts =
        (target.is_list() || target.is_string()) && (key == Value("length") || key == Value("size"));
    return evaluation.fail(
        position, "cannot take field " + show(key) + " of " + std::string(kind_of(target)) +
                      (target.is_null() ? "" : ": " + show(target)) + (counts ? " (size(x) counts)" : ""));
}

/// `access` into an optional: of what it holds, and the result is an optional again.
template <class Into>
Value in_optional(const Optional& optional, Access access, Into into) {
    if (access == Access::presence) {
        return optional.has_value() ? into(optional.content(), Access::presence) : Value(false);
    }
    return optional.has_value() ? into(optional.content(), Access::optional) : make_none();
}

/// `access` into a stand-in: of what it was decided to be, or a part of what is not known.
template <class Into>
Value in_stand_in(const Value& target, Into into, const Value& key, Access access) {
    Value known = value::resolved(target);
    value::StandIn* unknown = value::as_unknown(known);
    return unknown != nullptr ? select_unknown(*unknown, key, access) : into(known);
}

/// `target[key]` where the key is a stand-in: it is taken for the first key there is.
Value item_of_unknown_key(Evaluation& evaluation, uint32_t position, const Value& target, value::StandIn& unknown,
                          Access access) {
    if (target.is_list() && !target.as_list().empty()) {
        return index(evaluation, position, target, unknown.as_number(0), access);
    }
    if (unknown.is_firm()) {
        return index(evaluation, position, target, unknown.decide(unknown.usual()), access);
    }
    if (target.is_map() && !target.as_map().empty()) {
        return index(evaluation, position, target, unknown.decide(target.as_map().entries().front().key), access);
    }
    return unknown.derived("item of " + show(target));
}

}  // namespace

Value select(Evaluation& evaluation, uint32_t position, const Value& target, const Value& key,
             Access access) {
    if (target.is_map()) {
        return in_map(evaluation, position, target.as_map(), key, access);
    }
    if (const Optional* optional = as_optional(target)) {
        return in_optional(*optional, access, [&](const Value& content, Access inner) {
            return select(evaluation, position, content, key, inner);
        });
    }
    if (may_be_unknown(target)) {
        return in_stand_in(target, [&](const Value& known) { return select(evaluation, position, known, key, access); },
                           key, access);
    }
    if (target.is_opaque()) {
        return in_opaque(evaluation, position, target.as_opaque(), key, access);
    }
    if (access == Access::presence && target.is_null()) {
        return false;
    }
    Value failure = cannot_select(evaluation, position, target, key);
    if (access == Access::presence && failure.is_failure()) {
        // To ask whether a number has a field is no wrong value but a wrong question, a TypeError as in Python.
        failure.as_failure().type = value::error_type::type;
    }
    return failure;
}

Value index(Evaluation& evaluation, uint32_t position, const Value& target, const Value& key, Access access) {
    if (key.is_string() && !evaluation.spend(key.as_string().size() / 64)) {
        return evaluation.too_expensive(position);
    }
    if (value::StandIn* unknown = value::as_stand_in(key); unknown != nullptr && !may_be_unknown(target)) {
        return item_of_unknown_key(evaluation, position, target, *unknown, access);
    }
    if (target.is_list()) {
        return in_list(evaluation, position, target, key, access);
    }
    if (target.is_map()) {
        return in_map(evaluation, position, target.as_map(), key, access);
    }
    if (const Optional* optional = as_optional(target)) {
        return in_optional(*optional, access, [&](const Value& content, Access inner) {
            return index(evaluation, position, content, key, inner);
        });
    }
    if (may_be_unknown(target)) {
        return in_stand_in(target, [&](const Value& known) { return index(evaluation, position, known, key, access); },
                           key, access);
    }
    if (target.is_opaque()) {
        return in_opaque(evaluation, position, target.as_opaque(), key, access);
    }
    if (target.is_string()) {
        return evaluation.fail(
            position, "a string has no items, charAt(i) and substring(i, j) take parts of it", {&target});
    }
    return evaluation.fail(position, "cannot take an item of " + std::string(kind_of(target)), {&target});
}

}  // namespace aiorun::expression
