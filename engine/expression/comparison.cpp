#include "expression/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "expression/optional.hpp"
#include "expression/unknown.hpp"

namespace aiorun::expression {

using value::Kind;
using value::Value;

namespace {

std::partial_ordering order_numbers(int64_t integer, double number) noexcept {
    if (std::isnan(number)) {
        return std::partial_ordering::unordered;
    }
    // Beyond the range of int64 the double decides; within it, comparing whole parts loses nothing.
    if (number >= 0x1p63) {
        return std::partial_ordering::less;
    }
    if (number < -0x1p63) {
        return std::partial_ordering::greater;
    }
    double whole = std::trunc(number);
    auto truncated = static_cast<int64_t>(whole);
    return integer != truncated ? std::partial_ordering(integer <=> truncated) : 0.0 <=> (number - whole);
}

std::partial_ordering reversed(std::partial_ordering ordering) noexcept {
    return 0 <=> ordering;
}

bool lists_equal(Evaluation& evaluation, const value::List& a, const value::List& b) {
    if (a.size() != b.size() || !evaluation.spend(a.size())) {
        return false;
    }
    for (size_t i = 0; i < a.size(); ++i) {
        if (!equal(evaluation, a[i], b[i])) {
            return false;
        }
    }
    return true;
}

bool maps_equal(Evaluation& evaluation, const value::Map& a, const value::Map& b) {
    if (a.size() != b.size() || !evaluation.spend(a.size())) {
        return false;
    }
    for (const value::Map::Entry& entry : a) {
        const Value* other = b.find(entry.key);
        if (other == nullptr || !equal(evaluation, entry.value, *other)) {
            return false;
        }
    }
    return true;
}

bool optionals_equal(Evaluation& evaluation, const Value& a, const Value& b) {
    const Optional* left = as_optional(a);
    const Optional* right = as_optional(b);
    if (left == nullptr || right == nullptr) {
        return a == b;
    }
    return left->has_value() == right->has_value() && equal(evaluation, left->content(), right->content());
}

Value contains(Evaluation& evaluation, uint32_t position, const Value& item, const Value& container) {
    if (container.is_map()) {
        if (item.is_string() && !evaluation.spend(item.as_string().size() / 64)) {
            return evaluation.too_expensive(position);
        }
        return container.as_map().find(item) != nullptr;
    }
    if (!container.is_list()) {
        return evaluation.fail(
            position, "`in` needs a list or a map, found " + std::string(kind_of(container)), {&container});
    }
    for (const Value& each : container.as_list()) {
        if (!evaluation.spend(1)) {
            break;
        }
        if (equal(evaluation, item, each)) {
            return true;
        }
    }
    return evaluation.is_exhausted() ? evaluation.too_expensive(position) : Value(false);
}

}  // namespace

bool equal(Evaluation& evaluation, const Value& a, const Value& b) {
    if (a.kind() != b.kind()) {
        return a.is_number() && b.is_number() && a == b;
    }
    switch (a.kind()) {
        case Kind::string:
            return a.as_string().size() == b.as_string().size() &&
                   evaluation.spend(a.as_string().size() / 64) && a.as_string() == b.as_string();
        case Kind::list:
            return lists_equal(evaluation, a.as_list(), b.as_list());
        case Kind::map:
            return maps_equal(evaluation, a.as_map(), b.as_map());
        case Kind::opaque:
            return optionals_equal(evaluation, a, b);
        default:
            return a == b;
    }
}

bool is_ordered(const Value& a, const Value& b) noexcept {
    return (a.is_number() && b.is_number()) || (a.kind() == b.kind() && (a.is_string() || a.is_bool()));
}

std::partial_ordering order(const Value& a, const Value& b) noexcept {
    switch (a.kind()) {
        case Kind::string:
            return a.as_string() <=> b.as_string();
        case Kind::boolean:
            return a.as_bool() <=> b.as_bool();
        case Kind::integer:
            return b.is_int() ? std::partial_ordering(a.as_int() <=> b.as_int())
                              : order_numbers(a.as_int(), b.as_double());
        default:
            return b.is_double() ? a.as_double() <=> b.as_double()
                                 : reversed(order_numbers(b.as_int(), a.as_double()));
    }
}

uint64_t hash(Evaluation& evaluation, const Value& value) {
    uint64_t result = static_cast<uint64_t>(value.kind());
    auto mix = [](uint64_t seed, uint64_t part) {
        return (seed ^ part) * 0x9E3779B97F4A7C15ULL + (part >> 29U);
    };
    if (!evaluation.spend(1)) {
        return 0;
    }
    switch (value.kind()) {
        case Kind::boolean:
            return value.as_bool() ? 3 : 2;
        case Kind::integer:
        case Kind::number:
            return std::hash<double>{}(value.to_double());
        case Kind::type:
        case Kind::string:
            return std::hash<std::string_view>{}(value.as_string());
        case Kind::list:
            for (const Value& item : value.as_list()) {
                if (evaluation.is_exhausted()) {
                    break;
                }
                result = mix(result, hash(evaluation, item));
            }
            return result;
        case Kind::map:
            for (const value::Map::Entry& entry : value.as_map()) {
                result += mix(hash(evaluation, entry.key), hash(evaluation, entry.value));  // in any order
            }
            return result;
        default:
            return result;
    }
}

Value relate(Evaluation& evaluation, Operator operation, uint32_t position, const Value& a, const Value& b) {
    if (may_be_unknown(a) || may_be_unknown(b)) {
        Value left = value::resolved(a);
        Value right = value::resolved(b);
        bool is_unknown = may_be_unknown(left) || may_be_unknown(right);
        return is_unknown ? relate_unknown(operation, left, right) : relate(evaluation, operation, position, left, right);
    }
    if (operation == Operator::in) {
        return contains(evaluation, position, a, b);
    }
    if (operation == Operator::equal || operation == Operator::not_equal) {
        bool result = equal(evaluation, a, b) == (operation == Operator::equal);
        return evaluation.is_exhausted() ? evaluation.too_expensive(position) : Value(result);
    }
    if (!is_ordered(a, b)) {
        return evaluation.fail(position, "cannot compare " + std::string(kind_of(a)) + " and " +
                                             std::string(kind_of(b)) + ": " + show(a) + " " +
                                             std::string(symbol(operation)) + " " + show(b));
    }
    if (a.is_string() && !evaluation.spend(std::min(a.as_string().size(), b.as_string().size()) / 64)) {
        return evaluation.too_expensive(position);
    }
    // As cel-go and the conformance cases have it, an int is compared with a double as a double.
    std::partial_ordering ordering = a.kind() == b.kind() ? order(a, b) : a.to_double() <=> b.to_double();
    switch (operation) {
        case Operator::less:
            return ordering < 0;
        case Operator::less_equal:
            return ordering <= 0;
        case Operator::greater:
            return ordering > 0;
        default:
            return ordering >= 0;
    }
}

}  // namespace aiorun::expression
