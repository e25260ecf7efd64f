#include "cli/completion_command.hpp"

#include "cli/completion.hpp"
#include "cli/exit_status.hpp"
#include "cli/files.hpp"
#include "value/utf8.hpp"
#include "workflow/workflow.hpp"

namespace aiorun::cli {
namespace {

std::string script_for(Shell shell) {
    std::vector<CommandDescription> commands = describe_commands();
    switch (shell) {
        case Shell::zsh: return zsh_completion(commands);
        case Shell::fish: return fish_completion(commands);
        case Shell::bash: break;
    }
    return bash_completion(commands);
}

/// A workflow that is being written may have errors: its params are known all the same.
std::string params_of(const std::string& path, const std::string& text) {
    FileLoader loader;
    document::Diagnostics ignored;
    auto workflow = workflow::read_workflow(std::make_shared<document::Source>(path, text), loader, ignored);
    std::string lines;
    if (workflow) {
        for (const workflow::Param& param : workflow->root().params) {
            lines += param.name + "=" + (param.description.empty() ? "" : "\t" + value::escape_for_terminal(param.description)) + "\n";
        }
    }
    return lines;
}

}  // namespace

int completion_command(const CompletionArguments& arguments, const Terminal& terminal) {
    std::string output;
    if (!arguments.params_of.empty()) {
        auto text = read_file(arguments.params_of);
        if (!text) {
            write_errors(terminal.error_word() + "cannot read " + arguments.params_of + ": " + text.error() + "\n");
            return exit_status::usage;
        }
        output = params_of(arguments.params_of, *text);
    } else {
        output = script_for(*arguments.shell);
    }
    return print_answer(output);
}

}  // namespace aiorun::cli
