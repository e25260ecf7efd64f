// FileReader: one file's tree as a WorkflowFile. First the names that it declares, then the steps that use them.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "workflow/workflow.hpp"

namespace aiorun::workflow {

/// Finds the file that `import` names; null when it could not be read (which is reported at `node`).
class Importer {
  public:
    virtual ~Importer() = default;
    [[nodiscard]] virtual WorkflowFile* import(const WorkflowFile& from, const document::Node& node) = 0;
};

/// Params that a variable of the same name hides: the variable's first value may be made of them.
using HiddenParams = std::unordered_map<std::string_view, steps::Global>;

class FileReader {
  public:
    FileReader(Workflow& workflow, WorkflowFile& file, Importer& importer, document::Diagnostics& diagnostics, Trees trees)
        : workflow_(workflow), file_(file), importer_(importer), diagnostics_(diagnostics), trees_(trees) {}

    /// Reads the whole file.
    void read();

  private:
    void read_header(const document::Node& root);
    void read_imports(const document::Node& node);
    void read_params(const document::Node& node);
    void declare_variables(const document::Node& node);
    void read_variables(const document::Node& node);
    void declare_shared(const document::Node& node);
    void read_shared(const document::Node& node);
    void declare_tasks(const document::Node& node);
    void declare_task(const document::Node& key, const document::Node& node);
    void read_task_params(steps::TaskDefinition& task, const document::Node& node);
    void read_tasks(const document::Node& node);
    void read_main(const document::Node& node);
    [[nodiscard]] steps::Block read_body(const document::Node& list, const steps::Context& context, std::string_view what);
    void report_bad_name(const document::Node& key, std::string_view what, std::string_view rule);
    bool declare(const document::Node& key, steps::Global global);
    [[nodiscard]] bool expect_map(const document::Node& node, std::string_view key);
    [[nodiscard]] steps::Context context() const { return {*file_.scope, diagnostics_}; }

    Workflow& workflow_;
    WorkflowFile& file_;
    Importer& importer_;
    document::Diagnostics& diagnostics_;
    Trees trees_;
    HiddenParams hidden_params_;
};

}  // namespace aiorun::workflow
