// Workflow: a workflow file with all files that it imports, read, checked and ready to run.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/diagnostic.hpp"
#include "document/tree.hpp"
#include "steps/fetch_defaults.hpp"
#include "steps/names.hpp"
#include "steps/task_definition.hpp"
#include "workflow/param.hpp"
#include "workflow/shared_definition.hpp"

namespace aiorun::workflow {

struct Variable {
    std::string name;
    uint32_t global = 0;
    expression::Template value;
};

/// One file. Immovable: scopes and calls point into it.
struct WorkflowFile {
    WorkflowFile() = default;
    WorkflowFile(const WorkflowFile&) = delete;

    std::string path;
    std::shared_ptr<const document::Source> source;
    std::optional<document::Tree> tree;  ///< texts that come from it are valid as long as the file
    std::string name;
    std::string description;

    steps::FileNames names;
    std::unique_ptr<steps::Scope> scope;  ///< for expressions outside of tasks: only the file's own names
    std::vector<Param> params;
    std::vector<Variable> variables;
    std::vector<SharedDefinition> shared;
    steps::FetchDefaults http;
    std::vector<std::unique_ptr<steps::TaskDefinition>> tasks;
    std::unique_ptr<steps::TaskDefinition> main;  ///< null in a library
    /// `lib.task`, for names that are views of them.
    std::vector<std::unique_ptr<std::string>> imported_names;
};

class Workflow {
  public:
    Workflow() = default;
    Workflow(const Workflow&) = delete;
    Workflow& operator=(const Workflow&) = delete;

    /// The file itself first, then those that it imports, in order of first mention.
    std::vector<std::unique_ptr<WorkflowFile>> files;
    uint32_t global_count = 0;

    [[nodiscard]] WorkflowFile& root() const { return *files.front(); }
};

/// Where files come from; tests have a loader of their own.
class Loader {
  public:
    virtual ~Loader() = default;
    /// The text of a file, or why it cannot be read ("No such file or directory").
    [[nodiscard]] virtual std::expected<std::string, std::string> load(const std::string& path) = 0;
};

/// Whether the trees of the files can still be looked at afterwards. Those of large files take more memory than what they
/// are read into.
enum class Trees : uint8_t { kept, forgotten };

/// Reads and checks a workflow. What is wrong goes to `diagnostics`; with an error among them the workflow must not be
/// run, and it is null when there is nothing to look at.
[[nodiscard]] std::unique_ptr<Workflow> read_workflow(std::shared_ptr<const document::Source> source, Loader& loader,
                                                      document::Diagnostics& diagnostics,
                                                      Trees trees = Trees::forgotten);

/// The keys of a file's top level, and those of a task.
[[nodiscard]] std::span<const steps::Key> file_keys();
[[nodiscard]] std::span<const steps::Key> task_keys();

}  // namespace aiorun::workflow
