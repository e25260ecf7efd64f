#include <cstdio>
#include <exception>

#include "cli/check_command.hpp"
#include "cli/completion_command.hpp"
#include "cli/exit_status.hpp"
#include "cli/graph_command.hpp"
#include "cli/options.hpp"
#include "cli/run_command.hpp"
#include "cli/schema_command.hpp"
#include "cli/terminal.hpp"
#include "runtime/signals.hpp"

namespace {

int dispatch(int count, const char* const* arguments) {
    using namespace aiorun::cli;
    reserve_standard_streams();
    aiorun::runtime::end_first_process_by_signals();
    aiorun::runtime::ignore_broken_pipes();
    ParseResult result = parse_options(count, arguments);
    if (!result.parsed) {
        write_errors(result.answer.to_errors);
        return print_answer(result.answer.to_output, result.answer.status);
    }
    Terminal terminal(result.parsed->color);
    switch (result.parsed->command) {
        case Command::check: return check_command(result.parsed->check, terminal);
        case Command::graph: return graph_command(result.parsed->graph, terminal);
        case Command::schema: return schema_command();
        case Command::completion: return completion_command(result.parsed->completion, terminal);
        case Command::run: break;
    }
    return run_command(result.parsed->run, terminal);
}

}  // namespace

int main(int count, char** arguments) {
    try {
        return dispatch(count, arguments);
    } catch (const std::bad_alloc&) {
        std::fputs("error: out of memory\n", stderr);
    } catch (const std::exception& problem) {
        // Our own bug, or a library's: workflows cannot cause it.
        std::fprintf(stderr, "error: internal error, please report it (%s)\n", problem.what());
    }
    return aiorun::cli::exit_status::failed;
}
