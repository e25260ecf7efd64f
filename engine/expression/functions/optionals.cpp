// Optionals: values that may be absent, as cel-go's optional types.
#include "expression/optional.hpp"

#include "expression/functions/tables.hpp"

namespace aiorun::expression::functions {

using value::Value;

namespace {

bool is_zero(const Value& value) {
    switch (value.kind()) {
        case value::Kind::null:
            return true;
        case value::Kind::boolean:
            return !value.as_bool();
        case value::Kind::integer:
            return value.as_int() == 0;
        case value::Kind::number:
            return value.as_double() == 0;
        case value::Kind::string:
            return value.as_string().empty();
        case value::Kind::list:
            return value.as_list().empty();
        case value::Kind::map:
            return value.as_map().empty();
        default:
            return false;
    }
}

Value of(Call& call) {
    return make_optional(call[0]);
}
Value of_non_zero(Call& call) {
    return is_zero(call[0]) ? make_none() : make_optional(call[0]);
}
Value none(Call&) {
    return make_none();
}
Value has_value(Call& call) {
    return as_optional(call[0])->has_value();
}
Value content(Call& call) {
    const Optional& optional = *as_optional(call[0]);
    return optional.has_value() ? optional.content()
                                : call.fail("the optional has no value, optional.none() dereference");
}
Value or_other(Call& call) {
    return as_optional(call[0])->has_value() ? call[0] : call[1];
}
Value or_value(Call& call) {
    return as_optional(call[0])->has_value() ? as_optional(call[0])->content() : call[1];
}

Value unwrap(Call& call) {
    std::vector<Value> items;
    for (const Value& item : call.list(0)) {
        const Optional* optional = as_optional(item);
        if (!call.evaluation.spend(1)) {
            return call.too_expensive();
        }
        if (optional == nullptr) {
            return call.fail("the items are to be optionals, one is " + std::string(kind_of(item)));
        }
        if (optional->has_value()) {
            items.push_back(optional->content());
        }
    }
    return call.made(std::move(items));
}

}  // namespace

std::span<const Function> optionals() {
    using enum CallStyle;
    constexpr Types optional = types::optional;
    // clang-format off
    static const auto table = std::to_array<Function>({
        {"optional.of", function, {types::any}, 1, 1, optional,
         "optional.of(value)", "an optional that has the value",
         of},
        {"optional.ofNonZeroValue", function, {types::any}, 1, 1, optional,
         "optional.ofNonZeroValue(value)", "one without a value when that is null, false, 0 or empty",
         of_non_zero},
        {"optional.none", function, {types::any}, 0, 0, optional,
         "optional.none()", "an optional without a value",
         none},
        {"optional.unwrap", function, {types::list}, 1, 1, types::list,
         "optional.unwrap(list)", "the values of those optionals that have one",
         unwrap},
        {"unwrapOpt", method, {types::list}, 1, 1, types::list,
         "list.unwrapOpt()", "as `optional.unwrap(list)`",
         unwrap},
        {"hasValue", method, {optional}, 1, 1, types::boolean,
         "optional.hasValue()", "whether it has one",
         has_value},
        {"value", method, {optional}, 1, 1, types::any,
         "optional.value()", "its value; an error when it has none",
         content},
        {"or", method, {optional, optional}, 2, 2, optional,
         "optional.or(other)", "itself when it has a value, else the other optional",
         or_other},
        {"orValue", method, {optional, types::any}, 2, 2, types::any,
         "optional.orValue(default)", "its value, else the default",
         or_value},
    });
    // clang-format on
    return table;
}

}  // namespace aiorun::expression::functions
