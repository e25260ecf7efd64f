#include "steps/operand.hpp"

#include "value/json.hpp"
#include "value/stand_in.hpp"
#include "value/utf8.hpp"

namespace aiorun::steps {

std::string shown_with_type(const Value& value) {
    if (value.is_null()) {
        return "null";
    }
    std::string shown = value::to_json(value);
    constexpr size_t longest = 60;
    if (shown.size() > longest) {
        shown = value::to_valid_utf8(shown.substr(0, longest)) + "…";
    }
    return std::string(value::type_name(value)) + " " + shown;
}

namespace {

std::string found(std::string_view expected, const Value& value) {
    return std::string(expected) + ", found " + shown_with_type(value);
}

}  // namespace

template <>
std::expected<bool, std::string> convert<bool>(const Value& value) {
    if (value::StandIn* unknown = value::as_stand_in(value)) {
        return unknown->as_bool(true);
    }
    if (!value.is_bool()) {
        return std::unexpected(found("true or false", value));
    }
    return value.as_bool();
}

template <>
std::expected<int64_t, std::string> convert<int64_t>(const Value& value) {
    if (value::StandIn* unknown = value::as_stand_in(value)) {
        return static_cast<int64_t>(unknown->as_number(1).to_double());
    }
    if (!value.is_int()) {
        return std::unexpected(found("an int", value));
    }
    return value.as_int();
}

template <>
std::expected<double, std::string> convert<double>(const Value& value) {
    if (value::StandIn* unknown = value::as_stand_in(value)) {
        return unknown->as_number(1).to_double();
    }
    if (!value.is_number()) {
        return std::unexpected(found("a number", value));
    }
    return value.to_double();
}

template <>
std::expected<std::string, std::string> convert<std::string>(const Value& value) {
    if (value.is_string()) {
        return std::string(value.as_string());
    }
    if (value::as_stand_in(value) != nullptr) {
        return value::to_text(value);
    }
    if (value.is_list() || value.is_map() || value.is_null() || value.is_opaque()) {
        return std::unexpected(found("text", value));
    }
    return value::to_text(value);
}

template <>
std::expected<Duration, std::string> convert<Duration>(const Value& value) {
    value::StandIn* unknown = value::as_stand_in(value);
    auto duration = document::to_duration(unknown == nullptr ? value : unknown->decide(1));
    if (unknown != nullptr && !duration) {
        return std::chrono::seconds(1);
    }
    if (!duration) {
        return std::unexpected("a duration such as 2, 1.5, `150ms` or `1m30s`, found " + value::to_json(value));
    }
    return *duration;
}

}  // namespace aiorun::steps
