// Params: the inputs of a workflow: their types, and where their values come from.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/diagnostic.hpp"
#include "document/tree.hpp"
#include "steps/context.hpp"
#include "steps/key.hpp"
#include "value/value.hpp"

namespace aiorun::workflow {

using value::Value;

enum class ParamType : uint8_t { string, integer, number, boolean, list, map, duration };

struct Param {
    std::string name;
    uint32_t global = 0;  ///< where its value lies in the run
    ParamType type = ParamType::string;
    std::optional<Value> fallback;  ///< none: required
    std::optional<Value> minimum;
    std::optional<Value> maximum;
    std::vector<Value> choices;
    std::string description;
    std::string env;   ///< a variable that is a further source
    std::string file;  ///< a file that is a further source; relative to the workflow's folder
    bool secret = false;
    document::Span span;
};

/// The name of a type as the language has it: "string", "int", …
[[nodiscard]] std::string_view type_word(ParamType type) noexcept;

/// Reads one declaration: `NAME: DEFAULT` or `NAME: { type, default, … }`.
[[nodiscard]] Param read_param(const document::Node& key, const document::Node& value, const steps::Context& context);
[[nodiscard]] std::span<const steps::Key> param_keys();

/// A text from the command line, the environment or a file as a value of the param's type. The error says what is wrong.
[[nodiscard]] std::expected<Value, std::string> parse_argument(const Param& param, std::string_view text);
/// Checks a value that has a type already, from a params file or a default.
[[nodiscard]] std::expected<Value, std::string> check_argument(const Param& param, Value value);

}  // namespace aiorun::workflow
