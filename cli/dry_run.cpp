#include "cli/dry_run.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "cli/error_report.hpp"
#include "cli/exit_status.hpp"
#include "cli/github.hpp"
#include "cli/masked_document.hpp"
#include "cli/run_ending.hpp"
#include "observe/plan_json.hpp"
#include "observe/plan_text.hpp"

namespace aiorun::cli {

int dry_run(const SimulationSetup& setup, const Terminal& terminal) {
    effects::Weather calm;
    auto run = simulate(setup, {.weather = calm}, Watched::by_user);
    if (!run) {
        write_errors(setup.secrets.mask(terminal.error_word() + run.error() + "\n"));
        return exit_status::usage;
    }
    bool as_json = setup.arguments.dry_run == "json";
    std::string plan = as_json ? to_masked_document(observe::to_plan_json(run->simulation), setup.secrets)
                               : setup.secrets.mask(observe::to_plan_text(run->simulation));
    if (!write_output(plan)) {
        write_errors(terminal.error_word() + "RuntimeError: cannot write to standard output: " + std::strerror(errno) + "\n");
        return exit_status::failed;
    }
    if (value::ErrorReference error = final_error(run->result, setup.arguments, run->signal)) {
        std::string annotations = is_github_actions() ? annotate(run->result, error, setup.workflow, setup.secrets) : "";
        write_errors(annotations + setup.secrets.mask(explain(run->result, setup.workflow) + error_line(*error, terminal)));
    }
    if (!run->problem.empty()) {
        write_errors(setup.secrets.mask(terminal.error_word() + run->problem + "\n"));
        return std::max(run->simulation.exit_status, exit_status::failed);
    }
    return run->simulation.exit_status;
}

}  // namespace aiorun::cli
