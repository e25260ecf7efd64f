// A simulation for people.
#pragma once

#include <string>

#include "observe/simulation.hpp"

namespace aiorun::observe {

/// The plan in order of time, the summary, the warnings. Nothing in it acts on a terminal.
[[nodiscard]] std::string to_plan_text(const Simulation& simulation);
/// `1.250`
[[nodiscard]] std::string show_seconds(runtime::Duration duration);

}  // namespace aiorun::observe
