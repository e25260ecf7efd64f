// Simulation: what came of a simulated run, ready to be written.
#pragma once

#include <string>
#include <vector>

#include "observe/path.hpp"
#include "observe/plan.hpp"
#include "observe/summary.hpp"
#include "value/value.hpp"

namespace aiorun::observe {

/// What could not be known, and what was taken for granted instead.
struct Warning {
    value::Place place{};
    std::string text{};
    uint64_t times = 1;
};

/// A task that waits for ever.
struct StuckTask {
    std::string task;
    std::string step;
    std::string place;
    std::string waits_for;
    std::vector<std::string> holders;
};

struct Simulation {
    std::string workflow;
    std::string ending;  ///< "success", "failed", "deadlock", "stopped"
    int exit_status = 0;
    value::Value result{};
    std::string error{};   ///< `TYPE: message`, or empty
    std::string output{};  ///< where the result would be written, or empty
    runtime::Time total{0};
    std::vector<PlanEvent> events{};
    Numbers numbers{};
    std::vector<PathLink> critical_path{};
    bool critical_path_is_cut = false;
    std::vector<StuckTask> deadlock{};
    std::vector<Warning> lost_updates{};  ///< of variables, seen in this run
    std::vector<Warning> warnings{};
};

}  // namespace aiorun::observe
