#include "expression/arithmetic.hpp"

#include <vector>

#include "expression/unknown.hpp"

namespace aiorun::expression {

using value::Value;

namespace {

std::string expression_of(Operator operation, const Value& a, const Value& b) {
    return show(a) + " " + std::string(symbol(operation)) + " " + show(b);
}

Value undefined(Evaluation& evaluation, Operator operation, uint32_t position, const Value& a,
                const Value& b) {
    std::string kinds = std::string(kind_of(a)) + " and " + std::string(kind_of(b));
    std::string message;
    switch (operation) {
        case Operator::add:
            message = "cannot add " + kinds;
            break;
        case Operator::subtract:
            message = "cannot subtract " + std::string(kind_of(b)) + " from " + std::string(kind_of(a));
            break;
        case Operator::multiply:
            message = "cannot multiply " + kinds;
            break;
        case Operator::divide:
            message = "cannot divide " + std::string(kind_of(a)) + " by " + std::string(kind_of(b));
            break;
        default:
            message = "`%` needs two ints, found " + kinds;
            break;
    }
    message += ": " + expression_of(operation, a, b);
    if (operation == Operator::add && (a.is_string() || b.is_string())) {
        message += " (string(x) converts)";
    }
    return evaluation.fail(position, std::move(message));
}

Value integers(Evaluation& evaluation, Operator operation, uint32_t position, const Value& left,
               const Value& right) {
    int64_t a = left.as_int();
    int64_t b = right.as_int();
    int64_t result = 0;
    bool overflow = false;
    switch (operation) {
        case Operator::add:
            overflow = __builtin_add_overflow(a, b, &result);
            break;
        case Operator::subtract:
            overflow = __builtin_sub_overflow(a, b, &result);
            break;
        case Operator::multiply:
            overflow = __builtin_mul_overflow(a, b, &result);
            break;
        default:
            if (b == 0) {
                return evaluation.fail(position,
                                       "division by zero: " + expression_of(operation, left, right));
            }
            overflow = a == INT64_MIN && b == -1;
            result = overflow ? 0 : operation == Operator::divide ? a / b : a % b;
    }
    return overflow ? evaluation.fail(position, "integer overflow: " + expression_of(operation, left, right))
                    : Value(result);
}

Value join_strings(Evaluation& evaluation, uint32_t position, const Value& a, const Value& b) {
    std::string_view first = a.as_string();
    std::string_view second = b.as_string();
    if (!evaluation.make(first.size() + second.size())) {
        return evaluation.too_expensive(position);
    }
    std::string text;
    text.reserve(first.size() + second.size());
    text.append(first).append(second);
    return text;
}

Value join_lists(Evaluation& evaluation, uint32_t position, const Value& a, const Value& b) {
    if (a.as_list().empty() || b.as_list().empty()) {
        return a.as_list().empty() ? b : a;
    }
    size_t size = a.as_list().size() + b.as_list().size();
    if (!evaluation.make(size * sizeof(Value)) || !evaluation.spend(size)) {
        return evaluation.too_expensive(position);
    }
    std::vector<Value> items;
    items.reserve(size);
    for (const Value* list : {&a, &b}) {
        for (Value item : list->as_list()) {
            items.push_back(std::move(item));
        }
    }
    return value::make_list(std::move(items));
}

}  // namespace

Value calculate(Evaluation& evaluation, Operator operation, uint32_t position, const Value& a,
                const Value& b) {
    if (a.is_int() && b.is_int()) {
        return integers(evaluation, operation, position, a, b);
    }
    if (a.is_number() && b.is_number()) {
        switch (operation) {
            case Operator::add:
                return a.to_double() + b.to_double();
            case Operator::subtract:
                return a.to_double() - b.to_double();
            case Operator::multiply:
                return a.to_double() * b.to_double();
            case Operator::divide:
                return a.to_double() / b.to_double();
            default:
                return undefined(evaluation, operation, position, a, b);
        }
    }
    if (operation == Operator::add && a.is_string() && b.is_string()) {
        return join_strings(evaluation, position, a, b);
    }
    if (operation == Operator::add && a.is_list() && b.is_list()) {
        return join_lists(evaluation, position, a, b);
    }
    if (may_be_unknown(a) || may_be_unknown(b)) {
        Value left = value::settled(a);
        Value right = value::settled(b);
        bool is_unknown = may_be_unknown(left) || may_be_unknown(right);
        return is_unknown ? calculate_unknown(evaluation, operation, position, left, right)
                          : calculate(evaluation, operation, position, left, right);
    }
    return undefined(evaluation, operation, position, a, b);
}

Value negate(Evaluation& evaluation, uint32_t position, const Value& value) {
    if (value.is_double()) {
        return -value.as_double();
    }
    if (may_be_unknown(value)) {
        Value known = value::resolved(value);
        value::StandIn* unknown = value::as_unknown(known);
        return negate(evaluation, position, unknown != nullptr ? unknown->as_number(1) : known);
    }
    if (!value.is_int()) {
        return evaluation.fail(position, "cannot negate " + std::string(kind_of(value)), {&value});
    }
    if (value.as_int() == INT64_MIN) {
        return evaluation.fail(position, "integer overflow: -(" + show(value) + ")");
    }
    return -value.as_int();
}

Types result_types(Operator operation, Types a, Types b) noexcept {
    Types result = 0;
    if ((a & b & types::integer) != 0) {
        result |= types::integer;
    }
    bool numbers = (a & types::number) != 0 && (b & types::number) != 0;
    if (numbers && ((a | b) & types::floating) != 0 && operation != Operator::remainder) {
        result |= types::floating;
    }
    if (operation == Operator::add) {
        result |= static_cast<Types>(a & b & (types::string | types::list));
    }
    return result;
}

}  // namespace aiorun::expression
