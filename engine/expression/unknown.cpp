#include "expression/unknown.hpp"

#include <algorithm>
#include <array>

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

Value make_test(const StandIn& from, std::string text, std::function<bool(bool)> decide) {
    return StandIn::make({.assumptions = from.assumptions(),
                          .path = std::move(text),
                          .kind = Kind::boolean,
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

Value relate_unknown(Operator operation, const Value& a, const Value& b) {
    std::string text = name_of(a) + " " + std::string(symbol(operation)) + " " + name_of(b);
    if (operation == Operator::in) {
        return make_test(either(a, b), std::move(text), [a, b](bool wanted) { return settle_membership(a, b, wanted); });
    }
    return make_test(either(a, b), std::move(text),
                     [operation, a, b](bool wanted) { return settle(operation, a, b, wanted); });
}

Value calculate_unknown(Operator operation, const Value& a, const Value& b) {
    StandIn& unknown = either(a, b);
    const Value& other = &unknown == value::as_unknown(a) ? b : a;
    if (operation == Operator::add && other.is_string()) {
        return value::to_text(a) + value::to_text(b);
    }
    if (operation == Operator::add && other.is_list()) {
        std::vector<Value> items;
        for (const Value& side : {a, b}) {
            Value list = value::as_unknown(side) != nullptr ? unknown.as_list() : side;
            for (size_t i = 0; list.is_list() && i < list.as_list().size(); ++i) {
                items.push_back(list.as_list()[i]);
            }
        }
        return value::make_list(std::move(items));
    }
    // Of a known number and an unknown one the result says what the unknown one is, for + and -.
    bool reversible = other.is_int() && (operation == Operator::add || (operation == Operator::subtract && &other == &b));
    if (!reversible) {
        Kind kind = operation == Operator::add ? Kind::unbound : Kind::number;
        return unknown.derived(name_of(a) + " " + std::string(symbol(operation)) + " " + name_of(b), {.kind = kind});
    }
    int64_t change = operation == Operator::add ? -other.as_int() : other.as_int();
    Value source = &other == &b ? a : b;
    return StandIn::make({.assumptions = unknown.assumptions(),
                          .path = unknown.path(),
                          .kind = Kind::number,
                          .usual = 1,
                          .decide = [source, change](const Value& wanted) {
                              StandIn* from = value::as_unknown(resolved(source));
                              Value start = wanted.is_int() ? Value(wanted.as_int() + change) : Value(1);
                              Value chosen = from != nullptr ? from->decide(start) : resolved(source);
                              return chosen.is_int() ? Value(chosen.as_int() - change) : wanted;
                          }});
}

Value select_unknown(StandIn& target, const Value& key, Access access) {
    if (access == Access::presence) {
        Value holder{value::Reference<value::Opaque>(&target)};
        return StandIn::make({.assumptions = target.assumptions(),
                              .path = "has(" + target.path() + "." + value::to_text(key) + ")",
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

Value negate_unknown(StandIn& value) { return value.derived("-" + value.path()); }

Value invert_unknown(StandIn& value) {
    Value inner{value::Reference<value::Opaque>(&value)};
    return StandIn::make({.assumptions = value.assumptions(),
                          .path = "!" + value.path(),
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
    return make_test(first, std::move(text), [tests = std::move(tests), decisive](bool wanted) {
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
