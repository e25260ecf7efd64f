// `--explore N`: N simulated runs, each with other latencies, orders and failures.
#pragma once

#include "cli/simulation.hpp"
#include "cli/terminal.hpp"

namespace aiorun::cli {

/// Writes what was found to standard output. Status 0 when all runs agree, 3 when one ends in a deadlock, else 1.
[[nodiscard]] int explore(const SimulationSetup& setup, const Terminal& terminal);

}  // namespace aiorun::cli
