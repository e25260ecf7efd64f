// `--dry-run`: what a run would do, as text or as JSON.
#pragma once

#include "cli/simulation.hpp"
#include "cli/terminal.hpp"

namespace aiorun::cli {

/// Simulates the run and writes its plan to standard output. Gives the exit status of the simulated run.
[[nodiscard]] int dry_run(const SimulationSetup& setup, const Terminal& terminal);

}  // namespace aiorun::cli
