// Conversions between types: cel-spec langdef, "Standard Definitions".
#include <charconv>
#include <cmath>

#include "expression/functions/tables.hpp"
#include "value/json.hpp"

namespace aiorun::expression::functions {

using value::Value;

namespace {

Value to_bool(Call& call) {
    if (call[0].is_bool()) {
        return call[0];
    }
    std::string_view text = call.text(0);
    for (std::string_view word : {"true", "True", "TRUE", "t", "1"}) {
        if (text == word) {
            return true;
        }
    }
    for (std::string_view word : {"false", "False", "FALSE", "f", "0"}) {
        if (text == word) {
            return false;
        }
    }
    return call.fail("cannot convert to bool");
}

Value to_int(Call& call) {
    const Value& value = call[0];
    if (value.is_int()) {
        return value;
    }
    if (value.is_bool()) {
        return value.as_bool() ? 1 : 0;
    }
    if (value.is_double()) {
        // The largest double below 2^63 is 2^63 - 1024.
        double number = std::trunc(value.as_double());
        bool fits = number > -0x1p63 && number < 0x1p63;
        return fits ? Value(static_cast<int64_t>(number)) : call.fail("integer overflow");
    }
    std::string_view text = value.as_string();
    if (text.starts_with('+') && !text.starts_with("+-")) {
        text.remove_prefix(1);
    }
    int64_t number = 0;
    auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    if (result.ec == std::errc::result_out_of_range) {
        return call.fail("integer overflow");
    }
    bool whole = result.ec == std::errc() && result.ptr == text.data() + text.size();
    return whole ? Value(number) : call.fail("cannot convert to int");
}

Value to_double(Call& call) {
    const Value& value = call[0];
    if (value.is_number()) {
        return value.to_double();
    }
    std::string_view text = value.as_string();
    if (text.starts_with('+') && !text.starts_with("+-")) {
        text.remove_prefix(1);
    }
    double number = 0;
    auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    bool whole = !text.empty() && result.ptr == text.data() + text.size();
    if (whole && result.ec == std::errc::result_out_of_range) {
        number = std::strtod(std::string(text).c_str(), nullptr);  // infinity, or what is left near 0
    } else if (!whole || result.ec != std::errc()) {
        return call.fail("cannot convert to double");
    }
    return number;
}

Value to_string(Call& call) {
    if (call[0].is_string()) {
        return call[0];
    }
    return call.evaluation.spend_on(call[0]) ? call.made(value::to_text(call[0])) : call.too_expensive();
}

Value type_of(Call& call) {
    Types type = types_of(call[0]);
    return Value::type(type == types::null ? "null_type" : value::type_name(call[0]));
}

Value dynamic(Call& call) {
    return call[0];
}

}  // namespace

std::span<const Function> conversions() {
    using enum CallStyle;
    // clang-format off
    static const auto table = std::to_array<Function>({
        {"bool", function, {types::boolean | types::string}, 1, 1, types::boolean,
         "bool(value)", "of the texts `true`, `True`, `TRUE`, `t`, `1` and their opposites",
         to_bool},
        {"int", function, {types::number | types::string | types::boolean}, 1, 1, types::integer,
         "int(value)", "of a double without its fraction, of a decimal text, of a bool 0 or 1",
         to_int},
        {"double", function, {types::number | types::string}, 1, 1, types::floating,
         "double(value)", "of an int or a text",
         to_double},
        {"string", function, {types::any}, 1, 1, types::string,
         "string(value)", "the value as text; lists and maps as JSON",
         to_string},
        {"type", function, {types::any}, 1, 1, types::type,
         "type(value)", "its type: `bool`, `int`, `double`, `string`, `list`, `map`, `null_type`, …",
         type_of},
        {"dyn", function, {types::any}, 1, 1, types::any,
         "dyn(value)", "the value itself, whose type is then left to the run",
         dynamic},
    });
    // clang-format on
    return table;
}

}  // namespace aiorun::expression::functions
