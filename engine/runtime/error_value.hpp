// An error as expressions see it: a map.
#pragma once

#include "value/error.hpp"

namespace aiorun::runtime {

/// `{ type, message, data }`, `errors` for a group, and what the type itself brings (`status`, `response`, …): what
/// stands for an error in a list of results.
[[nodiscard]] value::Value error_to_value(const value::Error& error);

/// The same with where it was raised and why: `task, step, line, cause`; what a handler sees, and what `.error` of
/// a handle gives.
[[nodiscard]] value::Value error_to_full_value(const value::Error& error);

}  // namespace aiorun::runtime
