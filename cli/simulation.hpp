// One simulated run of a workflow: on the virtual clock, against mocks and stand-ins.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "cli/files.hpp"
#include "cli/options.hpp"
#include "effects/mocks.hpp"
#include "effects/simulated_effects.hpp"
#include "cli/terminal.hpp"
#include "observe/simulation.hpp"
#include "value/secrets.hpp"
#include "workflow/runner.hpp"

namespace aiorun::cli {

/// What all simulated runs of one command share. All borrowed.
struct SimulationSetup {
    const RunArguments& arguments;
    const workflow::Workflow& workflow;
    const workflow::RunSettings& settings;
    const http::ClientOptions& client_options;
    const Environment& environment;
    const std::vector<effects::MockRule>& mocks;
    const value::Secrets& secrets;
};

struct SimulatedRun {
    workflow::RunResult result;
    observe::Simulation simulation;
    int signal = 0;         ///< that asked it to end
    bool chose_by_order = false;  ///< something was chosen that may be chosen otherwise in another schedule
    std::string problem{};  ///< why the trace or a report was not written, or empty
};

/// Whether the trace and the report that were asked for are written.
enum class Watched : uint8_t { by_user, by_nobody };

/// What makes a run another one than the plain one. All borrowed.
struct Variation {
    effects::Weather& weather;
    runtime::TieBreaker* tie_breaker = nullptr;
    effects::SourceProbe* sources = nullptr;
};
/// The error is ready to show: a trace or report that cannot be written.
[[nodiscard]] std::expected<SimulatedRun, std::string> simulate(const SimulationSetup& setup, const Variation& variation,
                                                                Watched watched);

/// The rules of `--mocks`; the errors are ready to show.
[[nodiscard]] std::expected<std::vector<effects::MockRule>, std::string> read_mocks_file(const std::string& path,
                                                                                         const Terminal& terminal,
                                                                                         const value::Secrets& secrets);

}  // namespace aiorun::cli
