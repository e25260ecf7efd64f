#include "cli/check_command.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <tuple>
#include <vector>

#include "cli/diagnostics.hpp"
#include "cli/exit_status.hpp"
#include "cli/files.hpp"
#include "workflow/analysis.hpp"
#include "workflow/workflow.hpp"
#include "workflow/written_secrets.hpp"

namespace aiorun::cli {
namespace {

/// The workflow files that a path stands for, in order of their names.
std::vector<std::string> files_of(const std::string& path) {
    std::error_code problem;
    if (!std::filesystem::is_directory(path, problem)) {
        return {path};
    }
    std::vector<std::string> files;
    for (auto entry = std::filesystem::recursive_directory_iterator(path, problem);
         !problem && entry != std::filesystem::recursive_directory_iterator(); entry.increment(problem)) {
        std::string ending = entry->path().extension().string();
        if ((ending == ".yaml" || ending == ".yml") && entry->is_regular_file(problem)) {
            files.push_back(entry->path().string());
        }
    }
    std::ranges::sort(files);
    return files;
}

/// What was found in one place, whoever led there: a library is read by each file that imports it.
class Seen {
  public:
    [[nodiscard]] bool add(const document::Diagnostic& each) {
        std::string name = std::filesystem::path(each.source->name()).lexically_normal().string();
        return all_.emplace(name, each.span.begin, each.span.end, each.message).second;
    }

  private:
    std::set<std::tuple<std::string, uint32_t, uint32_t, std::string>> all_;
};

/// Checks one file; gives the number of errors.
size_t check_file(const std::string& path, Seen& seen, const Terminal& terminal) {
    auto text = read_file(path);
    if (!text) {
        write_errors(terminal.error_word() + "cannot read " + path + ": " + text.error() + "\n");
        return 1;
    }
    FileLoader loader;
    document::Diagnostics diagnostics;
    auto source = std::make_shared<document::Source>(path == "-" ? "<stdin>" : path, std::move(*text));
    auto workflow = workflow::read_workflow(source, loader, diagnostics);
    if (workflow && !diagnostics.has_errors()) {
        // A run does without these: a deadlock that is certain only when it is reached is no reason to refuse it.
        workflow::analyze(*workflow, diagnostics);
    }
    std::vector<document::Diagnostic> fresh = diagnostics.sorted();
    std::erase_if(fresh, [&](const document::Diagnostic& each) { return !seen.add(each); });
    write_errors(render_all(fresh, terminal, workflow::written_secrets(workflow.get())));
    return static_cast<size_t>(std::ranges::count(fresh, document::Severity::error, &document::Diagnostic::severity));
}

}  // namespace

int check_command(const CheckArguments& arguments, const Terminal& terminal) {
    Seen seen;
    size_t errors = 0;
    size_t files = 0;
    for (const std::string& path : arguments.paths) {
        std::vector<std::string> found = files_of(path);
        if (found.empty()) {
            write_errors(terminal.error_word() + "there is no .yaml or .yml file in " + path + "\n");
            ++errors;
        }
        for (const std::string& file : found) {
            errors += check_file(file, seen, terminal);
            ++files;
        }
    }
    if (errors > 0) {
        write_errors(terminal.error_word() + count_errors(errors) + " in " + std::to_string(files) +
                     (files == 1 ? " file\n" : " files\n"));
        return exit_status::usage;
    }
    return exit_status::success;
}

}  // namespace aiorun::cli
