// Schemas of steps: actions, what stands beside them, and modifiers.
#pragma once

#include "value/value.hpp"

namespace aiorun::workflow::schema {

/// The definitions of steps, branches, handlers and cases.
void add_steps(value::MapBuilder& definitions);

}  // namespace aiorun::workflow::schema
