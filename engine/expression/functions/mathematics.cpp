// Mathematics: the math extension of cel-go.
#include <algorithm>
#include <cmath>

#include "expression/comparison.hpp"
#include "expression/functions/tables.hpp"

namespace aiorun::expression::functions {

using value::Value;

namespace {

/// The greatest when `sign` is 1, the least when it is -1; the first of equal ones.
template <int sign>
Value extreme(Call& call) {
    bool is_list = call.size() == 1 && call[0].is_list();
    size_t size = is_list ? call.list(0).size() : call.size();
    if (size == 0) {
        return call.fail("the list is empty");
    }
    Value best;
    for (size_t i = 0; i < size; ++i) {
        Value item = is_list ? call.list(0)[i] : call[i];
        if (!item.is_number()) {
            return call.fail("takes numbers, found " + std::string(kind_of(item)));
        }
        if (!call.evaluation.spend(1)) {
            return call.too_expensive();
        }
        auto ordering = best.is_null() ? std::partial_ordering::greater : order(item, best);
        if (best.is_null() || (sign > 0 ? ordering > 0 : ordering < 0)) {
            best = std::move(item);
        }
    }
    return best;
}

std::string check_extreme(std::span<const Value* const> arguments) {
    bool empty = arguments.size() == 1 && arguments[0] != nullptr && arguments[0]->is_list() &&
                 arguments[0]->as_list().empty();
    bool mixed = arguments.size() > 1 && std::ranges::any_of(arguments, [](const Value* value) {
                     return value != nullptr && value->is_list();
                 });
    return empty ? "the list is empty" : mixed ? "this takes numbers, or one list of them" : "";
}

Value absolute(Call& call) {
    if (call[0].is_double()) {
        return std::fabs(call[0].as_double());
    }
    int64_t number = call[0].as_int();
    return number == INT64_MIN ? call.fail("integer overflow") : Value(number < 0 ? -number : number);
}

Value sign(Call& call) {
    if (call[0].is_int()) {
        return (call[0].as_int() > 0 ? 1 : 0) - (call[0].as_int() < 0 ? 1 : 0);
    }
    double number = call[0].as_double();
    return std::isnan(number) ? Value(number) : Value((number > 0 ? 1.0 : 0.0) - (number < 0 ? 1.0 : 0.0));
}

Value ceil(Call& call) {
    return std::ceil(call[0].as_double());
}
Value floor(Call& call) {
    return std::floor(call[0].as_double());
}
Value round(Call& call) {
    return std::round(call[0].as_double());
}
Value truncate(Call& call) {
    return std::trunc(call[0].as_double());
}
Value square_root(Call& call) {
    return std::sqrt(call[0].to_double());
}
Value is_nan(Call& call) {
    return std::isnan(call[0].as_double());
}
Value is_infinite(Call& call) {
    return std::isinf(call[0].as_double());
}
Value is_finite(Call& call) {
    return std::isfinite(call[0].as_double());
}

Value bit_and(Call& call) {
    return call[0].as_int() & call[1].as_int();
}
Value bit_or(Call& call) {
    return call[0].as_int() | call[1].as_int();
}
Value bit_xor(Call& call) {
    return call[0].as_int() ^ call[1].as_int();
}
Value bit_not(Call& call) {
    return ~call[0].as_int();
}

template <bool left>
Value shift(Call& call) {
    auto bits = static_cast<uint64_t>(call[0].as_int());
    int64_t by = call[1].as_int();
    if (by < 0) {
        return call.fail("negative offset");
    }
    // Bits that are shifted out are lost, zeros come in: as cel-go has it for int, too.
    return by > 63 ? Value(0)
                   : Value(static_cast<int64_t>(left ? bits << static_cast<unsigned>(by)
                                                     : bits >> static_cast<unsigned>(by)));
}

}  // namespace

std::span<const Function> mathematics() {
    using enum CallStyle;
    constexpr Types either = types::number;
    constexpr Types whole = types::integer;
    constexpr Types real = types::floating;
    // clang-format off
    static const auto table = std::to_array<Function>({
        {"math.greatest", function, {either | types::list}, 1, 1, either,
         "math.greatest(a, b, …)", "the greatest of numbers, or of a list of them",
         extreme<1>, Purity::pure, true, check_extreme},
        {"math.least", function, {either | types::list}, 1, 1, either,
         "math.least(a, b, …)", "the least of numbers, or of a list of them",
         extreme<-1>, Purity::pure, true, check_extreme},
        {"math.abs", function, {either}, 1, 1, either,
         "math.abs(number)", "without its sign",
         absolute},
        {"math.sign", function, {either}, 1, 1, either,
         "math.sign(number)", "-1, 0 or 1",
         sign},
        {"math.ceil", function, {real}, 1, 1, real,
         "math.ceil(double)", "rounded up",
         ceil},
        {"math.floor", function, {real}, 1, 1, real,
         "math.floor(double)", "rounded down",
         floor},
        {"math.round", function, {real}, 1, 1, real,
         "math.round(double)", "rounded, halves away from 0",
         round},
        {"math.trunc", function, {real}, 1, 1, real,
         "math.trunc(double)", "without its fraction",
         truncate},
        {"math.sqrt", function, {either}, 1, 1, real,
         "math.sqrt(number)", "the square root; NaN of a negative number",
         square_root},
        {"math.isNaN", function, {real}, 1, 1, types::boolean,
         "math.isNaN(double)", "whether it is not a number",
         is_nan},
        {"math.isInf", function, {real}, 1, 1, types::boolean,
         "math.isInf(double)", "whether it is infinite",
         is_infinite},
        {"math.isFinite", function, {real}, 1, 1, types::boolean,
         "math.isFinite(double)", "whether it is neither of the two",
         is_finite},
        {"math.bitAnd", function, {whole, whole}, 2, 2, whole,
         "math.bitAnd(a, b)", "bits that both have",
         bit_and},
        {"math.bitOr", function, {whole, whole}, 2, 2, whole,
         "math.bitOr(a, b)", "bits that one has",
         bit_or},
        {"math.bitXor", function, {whole, whole}, 2, 2, whole,
         "math.bitXor(a, b)", "bits that only one has",
         bit_xor},
        {"math.bitNot", function, {whole}, 1, 1, whole,
         "math.bitNot(a)", "all bits the other way",
         bit_not},
        {"math.bitShiftLeft", function, {whole, whole}, 2, 2, whole,
         "math.bitShiftLeft(a, n)", "bits moved to the left",
         shift<true>},
        {"math.bitShiftRight", function, {whole, whole}, 2, 2, whole,
         "math.bitShiftRight(a, n)", "bits moved to the right, zeros come in",
         shift<false>},
    });
    // clang-format on
    return table;
}

}  // namespace aiorun::expression::functions
