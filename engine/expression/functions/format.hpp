// Format: `"%s: %.2f".format([name, x])`, cel-spec's strings extension.
#pragma once

#include <string>
#include <string_view>

#include "expression/function.hpp"

namespace aiorun::expression::functions {

/// The call's first argument is the text, the second the list of what is filled in.
[[nodiscard]] value::Value format_text(Call& call);
/// What is wrong with the text itself, or with how many things are filled in (`list` may be null: not known).
[[nodiscard]] std::string check_format_text(std::string_view text, const value::Value* list);

}  // namespace aiorun::expression::functions
