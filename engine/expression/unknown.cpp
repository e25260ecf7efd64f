#include "expression/unknown.hpp"

#include <algorithm>
#include <array>

#include "expression/arithmetic.hpp"
#include "expression/evaluation.hpp"
#include "expression/optional.hpp"
#include "value/json.hpp"

namespace aiorun::expression {

using value::Kind;
using value::resolved;
using value::StandIn;
using value::Value;

namespace {

Operator mirrored(Operator operation) {
    switch (operation) {
        case Operator::less: return Operator::greater;
        case Operator::less_equal: return Operator::greater_equal;
        case Operator::greater: return Operator::less;
        case Operator::greater_equal: return Operator::less_equal;
        default: return operation;
    }
}

Operator opposite(Operator operation) {
    switch (operation) {
        case Operator::less: return Operator::greater_equal;
        case Operator::less_equal: return Operator::greater;
        case Operator::greater: return Operator::less_equal;
        case Operator::greater_equal: return Operator::less;
        case Operator::equal: return Operator::not_equal;
        default: return Operator::equal;
    }
}

/// `a OPERATION b` of two known values, as far as a simulation needs it; what cannot be compared is unequal.
bool holds(Operator operation, const Value& a, const Value& b) {
    bool numbers = a.is_number() && b.is_number();
    bool strings = a.is_string() && b.is_string();
    switch (operation) {
        case Operator::equal: return a == b;
        case Operator::not_equal: return !(a == b);
        case Operator::less: return numbers ? a.to_double() < b.to_double() : strings && a.as_string() < b.as_string();
        case Operator::less_equal: return numbers ? a.to_double() <= b.to_double() : strings && a.as_string() <= b.as_string();
        case Operator::greater: return numbers ? a.to_double() > b.to_double() : strings && a.as_string() > b.as_string();
        default: return numbers ? a.to_double() >= b.to_double() : strings && a.as_string() >= b.as_string();
    }
}

/// The nearest value that is so related to `other`.
Value witness(Operator operation, const Value& other) {
    int step = operation == Operator::less ? -1 : operation == Operator::greater ? 1 : 0;
    if (other.is_int()) {
        return other.as_int() + step;
    }
    if (other.is_double()) {
        return other.as_double() + step;
    }
    if (other.is_string()) {
        return step == 0 ? other : Value(step > 0 ? std::string(other.as_string()) + "~" : std::string());
    }
    return other;
}

Value something_else(const Value& value) {
    switch (value.kind()) {
        case Kind::boolean: return !value.as_bool();
        case Kind::integer: return value.as_int() + 1;
        case Kind::number: return value.as_double() + 1;
        case Kind::type: return Value::type(value.as_string() == "string" ? "int" : "string");
        default: return "~other~";
    }
}

/// Makes `left OPERATION right` hold, when `left` can still be chosen.
bool choose(Operator operation, StandIn& left, const Value& right) {
    if (operation == Operator::not_equal) {
        if (left.is_derived()) {
            return !(left.decide(something_else(right)) == right);
        }
        left.exclude(right);
        if (left.is_firm() && left.usual() == right) {
            (void)left.decide(left.other());  // it cannot be what it usually is
        }
        return !left.is_decided() || !(resolved(left.decided()) == right);
    }
    Value wanted = witness(operation, right);
    Value usual = left.usual();
    // What it is anyhow is better than what is only just right.
    if (!usual.is_unbound() && holds(operation, usual, right) && left.can_be(usual)) {
        wanted = usual;
    }
    return holds(operation, left.decide(wanted), right);
}

/// The truth of a comparison that somebody wants to come out as `wanted`.
bool settle(Operator operation, const Value& first, const Value& second, bool wanted) {
    Value a = resolved(first);
    Value b = resolved(second);
    Operator goal = wanted ? operation : opposite(operation);
    // Of two that are not known, the one that is not firm gives way.
    if (value::as_unknown(a) != nullptr && value::as_unknown(b) != nullptr) {
        a = value::settled(a);
        b = value::settled(b);
    }
    if (value::as_unknown(a) != nullptr && value::as_unknown(a) == value::as_unknown(b)) {
        return holds(operation, Value(0), Value(0));
    }
    if (StandIn* left = value::as_unknown(a)) {
        if (StandIn* right = value::as_unknown(b); right != nullptr && operation != Operator::equal && operation != Operator::not_equal) {
            b = right->as_number(1);
        }
        return choose(goal, *left, b) == wanted;
    }
    if (StandIn* right = value::as_unknown(b)) {
        return choose(mirrored(goal), *right, a) == wanted;
    }
    return holds(operation, a, b);
}

StandIn& either(const Value& a, const Value& b) {
    StandIn* first = value::as_unknown(a);
    return first != nullptr ? *first : *value::as_unknown(b);
}

Value make_test(const StandIn& from, std::string text, const Value& usual, std::function<bool(bool)> decide) {
    return from.following({.path = std::move(text),
                           .kind = Kind::boolean,
                           .usual = usual,
                           .decide = [decide = std::move(decide)](const Value& wanted) {
                               return Value(decide(!wanted.is_bool() || wanted.as_bool()));
                           }});
}

std::string name_of(const Value& value) {
    StandIn* stand_in = value::as_stand_in(value);
    return stand_in != nullptr ? stand_in->path() : show(value);
}

/// `x in list`, of which one is unknown.
bool settle_membership(const Value& first, const Value& second, bool wanted) {
    Value item = resolved(first);
    Value group = resolved(second);
    if (StandIn* unknown = value::as_unknown(group)) {
        if (wanted && item.is_string() && unknown->kind() == Kind::map) {
            unknown->set_presence(item, true);
        } else if (unknown->kind() == Kind::unbound) {
            unknown->decide(value::make_list(wanted ? std::vector<Value>{item} : std::vector<Value>{}));
        }
        return wanted;
    }
    StandIn* unknown = value::as_unknown(item);
    if (unknown == nullptr || !group.is_list()) {
        return wanted;
    }
    for (const Value& candidate : group.as_list()) {
        if (!wanted) {
            unknown->exclude(candidate);
        } else if (unknown->can_be(candidate)) {
            unknown->decide(candidate);
            return true;
        }
    }
    return false;
}

}  // namespace

namespace {

/// What is known of an operand: its value, what it is when it is firm, or nothing (unbound).
Value known_of(const Value& value) {
    StandIn* unknown = value::as_unknown(value);
    return unknown == nullptr ? value : unknown->is_firm() ? unknown->usual() : Value::unbound();
}

/// How a comparison comes out that is settled by what is firm; else unbound.
Value settled_truth(Operator operation, const Value& a, const Value& b) {
    Value left = known_of(a);
    Value right = known_of(b);
    if (left.is_unbound() || right.is_unbound()) {
        return Value::unbound();
    }
    if (operation != Operator::in) {
        return holds(operation, left, right);
    }
    bool is_list = right.is_list() && value::find_stand_in(right) == nullptr;
    for (size_t i = 0; is_list && i < right.as_list().size(); ++i) {
        if (right.as_list()[i] == left) {
            return true;
        }
    }
    return is_list ? Value(false) : Value::unbound();
}

}  // namespace

Value relate_unknown(Operator operation, const Value& a, const Value& b) {
    std::string text = name_of(a) + " " + std::string(symbol(operation)) + " " + name_of(b);
    Value usual = settled_truth(operation, a, b);
    if (operation == Operator::in) {
        return make_test(either(a, b), std::move(text), usual, [a, b](bool wanted) { return settle_membership(a, b, wanted); });
    }
    return make_test(either(a, b), std::move(text), usual,
                     [operation, a, b](bool wanted) { return settle(operation, a, b, wanted); });
}

namespace {

/// Calculations on top of each other that are left open: deciding them recurses.
constexpr uint32_t most_open_calculations = 20;

/// What an operand is when nobody wants anything of it.
Value usual_number(const Value& value) {
    StandIn* unknown = value::as_unknown(value);
    return unknown == nullptr ? value : unknown->usual().is_number() ? unknown->usual() : Value(1);
}

/// The operand as a number. A divisor is not to be 0, when it can be helped.
Value as_number(const Value& value, bool is_divisor) {
    StandIn* unknown = value::as_unknown(value);
    if (unknown == nullptr) {
        return value;
    }
    bool is_zero = is_divisor && unknown->usual().is_number() && unknown->usual().to_double() == 0;
    Value chosen = is_zero ? unknown->decide(1) : unknown->as_number(1);
    return chosen.is_number() ? chosen : Value(1);
}

Value quotient(const Value& a, const Value& b) {
    bool is_exact = a.is_int() && b.is_int() && b.as_int() != 0 && b.as_int() != -1 && a.as_int() % b.as_int() == 0;
    return is_exact ? Value(a.as_int() / b.as_int()) : Value(a.to_double() / b.to_double());
}

Value difference(const Value& a, const Value& b) {
    int64_t result = 0;
    bool is_exact = a.is_int() && b.is_int() && !__builtin_sub_overflow(a.as_int(), b.as_int(), &result);
    return is_exact ? Value(result) : Value(a.to_double() - b.to_double());
}

Value product(const Value& a, const Value& b) {
    int64_t result = 0;
    bool is_exact = a.is_int() && b.is_int() && !__builtin_mul_overflow(a.as_int(), b.as_int(), &result);
    return is_exact ? Value(result) : Value(a.to_double() * b.to_double());
}

/// What the unknown operand has to be for the result to be `wanted`; unbound when that is not to be had.
Value solve(Operator operation, const Value& wanted, const Value& known, bool is_left_unknown) {
    bool is_zero = known.to_double() == 0;
    switch (operation) {
        case Operator::add: return difference(wanted, known);
        case Operator::subtract: return is_left_unknown ? difference(wanted, difference(Value(0), known)) : difference(known, wanted);
        case Operator::multiply: return is_zero ? Value::unbound() : quotient(wanted, known);
        case Operator::divide:
            return is_left_unknown             ? product(wanted, known)
                   : wanted.to_double() == 0 ? Value::unbound()
                                             : quotient(known, wanted);
        default: return Value::unbound();
    }
}

/// What is calculated of a known number and an unknown one stays open: whoever wants it to be something has the unknown one
/// be what it takes.
Value calculate_open(Operator operation, const Value& a, const Value& b) {
    StandIn& unknown = either(a, b);
    auto calculate_with = [operation](const Value& left, const Value& right) {
        const Environment nothing{};
        Evaluation evaluation(nothing, "", nullptr);
        return calculate(evaluation, operation, 0, left, right);
    };
    Value usual = calculate_with(usual_number(a), usual_number(b));
    auto decide = [operation, a, b, usual, calculate_with](const Value& wanted) {
        bool is_left_unknown = value::as_unknown(resolved(a)) != nullptr;
        Value known = resolved(is_left_unknown ? b : a);
        if (StandIn* open = value::as_unknown(resolved(is_left_unknown ? a : b)); open != nullptr && wanted.is_number() && !(wanted == usual)) {
            if (Value needed = solve(operation, wanted, known, is_left_unknown); needed.is_number()) {
                (void)open->decide(needed);
            }
        }
        Value left = as_number(resolved(a), false);  // first, since choices are told in the order in which they are made
        Value result = calculate_with(left, as_number(resolved(b), operation == Operator::divide));
        return result.is_failure() ? wanted : result;
    };
    return unknown.following({.path = name_of(a) + " " + std::string(symbol(operation)) + " " + name_of(b),
                              .kind = Kind::number,
                              .usual = usual.is_number() ? usual : Value::unbound(),
                              .depth = unknown.depth() + 1,
                              .decide = std::move(decide)});
}

bool is_of(const Value& value, Kind kind) {
    StandIn* unknown = value::as_unknown(value);
    return unknown != nullptr ? unknown->kind() == kind : value.kind() == kind;
}

Value join_unknown(const Value& a, const Value& b) {
    std::vector<Value> items;
    for (const Value& side : {a, b}) {
        StandIn* unknown = value::as_unknown(side);
        Value list = unknown != nullptr ? unknown->as_list() : side;
        for (size_t i = 0; list.is_list() && i < list.as_list().size(); ++i) {
            items.push_back(list.as_list()[i]);
        }
    }
    return value::make_list(std::move(items));
}

}  // namespace

Value calculate_unknown(Evaluation& evaluation, Operator operation, uint32_t position, const Value& a, const Value& b) {
    StandIn& unknown = either(a, b);
    const Value& other = &unknown == value::as_unknown(a) ? b : a;
    bool is_other_open = value::as_unknown(other) != nullptr;
    if (operation == Operator::add && (other.is_string() || (is_other_open && (is_of(a, Kind::string) || is_of(b, Kind::string))))) {
        return value::to_text(a) + value::to_text(b);
    }
    if (operation == Operator::add && (is_of(a, Kind::list) || is_of(b, Kind::list))) {
        return join_unknown(a, b);
    }
    if (other.is_number() && operation != Operator::remainder && unknown.depth() < most_open_calculations) {
        return calculate_open(operation, a, b);
    }
    bool is_division = operation == Operator::divide || operation == Operator::remainder;
    Value left = as_number(a, false);  // first, since choices are told in the order in which they are made
    return calculate(evaluation, operation, position, left, as_number(b, is_division));
}

Value select_unknown(StandIn& target, const Value& key, Access access) {
    if (access == Access::presence) {
        Value holder{value::Reference<value::Opaque>(&target)};
        return target.following({.path = "has(" + target.path() + "." + value::to_text(key) + ")",
                                 .kind = Kind::boolean,
                                 .usual = value::is_unusual_part(key) ? Value(false) : Value::unbound(),
                                 .decide = [holder, key](const Value& wanted) {
                                     value::as_stand_in(holder)->set_presence(key, wanted.is_bool() && wanted.as_bool());
                                     return wanted;
                                 }});
    }
    Value part = resolved(target.part(resolved(key)));
    return access == Access::optional ? make_optional(std::move(part)) : part;
}

Value invert_unknown(StandIn& value) {
    Value inner{value::Reference<value::Opaque>(&value)};
    return value.following({.path = "!" + value.path(),
                            .kind = Kind::boolean,
                            .usual = value.usual().is_bool() ? Value(!value.usual().as_bool()) : Value::unbound(),
                            .decide = [inner](const Value& wanted) {
                                return Value(!value::as_stand_in(inner)->as_bool(!(wanted.is_bool() && wanted.as_bool())));
                            }});
}

Value all_unknown(std::vector<Value> tests, bool decisive) {
    StandIn& first = *value::as_stand_in(tests.front());
    std::string text;
    for (const Value& test : tests) {
        text += (text.empty() ? "" : decisive ? " || " : " && ") + name_of(test);
    }
    // When it is settled how all of them come out, or one that is enough, it is how this does.
    auto comes_out = [&](const Value& test, bool as) {
        const Value& usual = value::as_stand_in(test)->usual();
        return usual.is_bool() && usual.as_bool() == as;
    };
    bool is_decisive = std::ranges::any_of(tests, [&](const Value& test) { return comes_out(test, decisive); });
    bool is_settled = std::ranges::all_of(tests, [&](const Value& test) { return comes_out(test, !decisive); });
    Value usual = is_decisive ? Value(decisive) : is_settled ? Value(!decisive) : Value::unbound();
    return make_test(first, std::move(text), usual, [tests = std::move(tests), decisive](bool wanted) {
        // One that comes out as `decisive` settles it; otherwise all have to be tried.
        for (const Value& test : tests) {
            if (value::as_stand_in(test)->as_bool(wanted) == decisive) {
                return decisive;
            }
        }
        return !decisive;
    });
}

}  // namespace aiorun::expression
