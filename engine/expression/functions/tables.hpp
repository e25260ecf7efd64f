// The tables of functions, one a subject; function_table.cpp puts them together.
#pragma once

#include <span>

#include "expression/function.hpp"

namespace aiorun::expression::functions {

[[nodiscard]] std::span<const Function> conversions();
[[nodiscard]] std::span<const Function> collections();
[[nodiscard]] std::span<const Function> lists();
[[nodiscard]] std::span<const Function> strings();
[[nodiscard]] std::span<const Function> regular_expressions();
[[nodiscard]] std::span<const Function> mathematics();
[[nodiscard]] std::span<const Function> optionals();
[[nodiscard]] std::span<const Function> encodings();
[[nodiscard]] std::span<const Function> times();
[[nodiscard]] std::span<const Function> run_state();

}  // namespace aiorun::expression::functions
