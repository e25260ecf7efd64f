// Parser: tokens → Syntax, by recursive descent along the grammar of cel-spec's langdef.
#pragma once

#include <expected>
#include <string_view>

#include "expression/program.hpp"
#include "expression/syntax.hpp"

namespace aiorun::expression {

/// Parses one expression, all of `text`; what is returned points into it. An error is of code
/// "expression-syntax".
[[nodiscard]] std::expected<SyntaxPointer, ExpressionError> parse(std::string_view text);

}  // namespace aiorun::expression
