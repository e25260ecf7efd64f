// JSON in and out. RapidJSON parses; writing is ours, since integral doubles keep their `.0`.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "value/value.hpp"

namespace aiorun::value {

struct JsonError {
    std::string message;
    size_t offset = 0;  ///< in bytes
};

/// Parses one JSON document (RFC 8259). Integers that fit 64 bits stay exact, others become doubles; of a key that
/// comes twice the last value counts. Nesting is bounded by limits::json_depth.
[[nodiscard]] std::expected<Value, JsonError> parse_json(std::string_view text);

/// Compact JSON: no spaces, order of insertion, non-ASCII as it is. Opaque values show as their type name in quotes.
[[nodiscard]] std::string to_json(const Value& value);
/// JSON over several lines, indented by two spaces.
[[nodiscard]] std::string to_pretty_json(const Value& value);
void append_json(std::string& out, const Value& value);
void append_json_string(std::string& out, std::string_view text);
/// The shortest digits that read back as the same double; integral ones end in `.0`.
void append_double(std::string& out, double number);

/// How a value stands inside text: strings (and the names of types) as they are, all else as compact JSON.
[[nodiscard]] std::string to_text(const Value& value);

}  // namespace aiorun::value
