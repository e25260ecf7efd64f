// A simulation for programs: one JSON document, described by docs/dry-run.schema.json.
#pragma once

#include "observe/simulation.hpp"
#include "value/value.hpp"

namespace aiorun::observe {

[[nodiscard]] value::Value to_plan_json(const Simulation& simulation);

}  // namespace aiorun::observe
