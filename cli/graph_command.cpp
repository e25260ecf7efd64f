#include "cli/graph_command.hpp"

#include "cli/diagnostics.hpp"
#include "cli/exit_status.hpp"
#include "cli/files.hpp"
#include "value/utf8.hpp"
#include "workflow/workflow.hpp"
#include "workflow/written_secrets.hpp"

namespace aiorun::cli {

int graph_command(const GraphArguments& arguments, const Terminal& terminal) {
    auto fail = [&](const std::string& message) {
        write_errors(terminal.error_word() + value::escape_for_terminal(message) + "\n");
        return exit_status::usage;
    };
    auto text = read_file(arguments.file);
    if (!text) {
        return fail("cannot read " + arguments.file + ": " + text.error());
    }
    std::string name = arguments.file == "-" ? "<stdin>" : arguments.file;
    FileLoader loader;
    document::Diagnostics diagnostics;
    auto source = std::make_shared<document::Source>(name, std::move(*text));
    auto workflow = workflow::read_workflow(source, loader, diagnostics, workflow::Trees::kept);
    write_errors(render_all(diagnostics, terminal, workflow::written_secrets(workflow.get())));
    if (diagnostics.has_errors() || !workflow) {
        return fail(count_errors(diagnostics.error_count()) + " in " + name + ", there is no graph of it");
    }
    // A path may be no UTF-8; what reads graphs expects it.
    return print_answer(value::to_valid_utf8(workflow::draw_graph(*workflow, arguments.format)));
}

}  // namespace aiorun::cli
