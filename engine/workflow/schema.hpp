// The language as a JSON Schema (draft 2020-12), made of the tables that the parser reads: for editors, which
// complete keys and show what they mean.
#pragma once

#include "value/value.hpp"

namespace aiorun::workflow {

/// A schema can be no stricter than what it sees: names of tasks are only known to be names, expressions only
/// to be text. It accepts every workflow that is right, and refuses what is wrong in its keys and shapes.
[[nodiscard]] value::Value make_schema();

}  // namespace aiorun::workflow
