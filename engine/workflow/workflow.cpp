#include "workflow/workflow.hpp"

#include <algorithm>
#include <filesystem>

#include "value/limits.hpp"
#include "workflow/file_reader.hpp"

namespace aiorun::workflow {
namespace {

/// Reads files once each, and sees imports that come back to where they started.
class Files final : public Importer {
  public:
    Files(Workflow& workflow, Loader& loader, document::Diagnostics& diagnostics, Trees trees)
        : workflow_(workflow), loader_(loader), diagnostics_(diagnostics), trees_(trees) {}

    void read(std::shared_ptr<const document::Source> source, std::string path) {
        auto tree = document::Tree::read(source, diagnostics_);
        auto file = std::make_unique<WorkflowFile>();
        file->source = std::move(source);
        file->path = std::move(path);
        file->tree = std::move(tree);
        WorkflowFile& added = *file;
        workflow_.files.push_back(std::move(file));
        if (added.tree) {
            open_.push_back(&added);
            FileReader(workflow_, added, *this, diagnostics_, trees_).read();
            open_.pop_back();
        }
    }

    WorkflowFile* import(const WorkflowFile& from, const document::Node& node) override {
        if (!node.is_string()) {
            report(from, node, "an import is the path of a file, found " + std::string(node.kind_name()), "");
            return nullptr;
        }
        std::filesystem::path path(node.text());
        if (path.is_relative()) {
            path = std::filesystem::path(from.path).parent_path() / path;
        }
        std::string name = path.lexically_normal().string();
        auto found = std::ranges::find_if(workflow_.files, [&](const auto& file) { return file->path == name; });
        if (found != workflow_.files.end()) {
            return is_open(**found) ? report_circle(from, node, **found) : found->get();
        }
        if (open_.size() >= limits::import_depth) {
            report(from, node, "imports are nested more than " + std::to_string(limits::import_depth) + " levels deep", "");
            return nullptr;
        }
        auto text = loader_.load(name);
        if (!text) {
            report(from, node, "cannot read " + name + ": " + text.error(), "paths are relative to the file that imports");
            return nullptr;
        }
        size_t at = workflow_.files.size();
        read(std::make_shared<document::Source>(name, std::move(*text)), name);
        return workflow_.files[at].get();
    }

  private:
    [[nodiscard]] bool is_open(const WorkflowFile& file) const {
        return std::ranges::find(open_, &file) != open_.end();
    }
    WorkflowFile* report_circle(const WorkflowFile& from, const document::Node& node, const WorkflowFile& file) {
        std::string circle;
        for (auto each = std::ranges::find(open_, &file); each != open_.end(); ++each) {
            circle += (*each)->source->name() + " → ";
        }
        report(from, node, "these files import each other: " + circle + file.source->name(),
               "move the tasks that both need into a third file");
        return nullptr;
    }
    void report(const WorkflowFile& from, const document::Node& node, std::string message, std::string hint) {
        diagnostics_.error(*from.source, node.span(), "bad-import", std::move(message), std::move(hint));
    }

    Workflow& workflow_;
    Loader& loader_;
    document::Diagnostics& diagnostics_;
    Trees trees_;
    std::vector<const WorkflowFile*> open_;
};

}  // namespace

std::unique_ptr<Workflow> read_workflow(std::shared_ptr<const document::Source> source, Loader& loader,
                                        document::Diagnostics& diagnostics, Trees trees) {
    auto workflow = std::make_unique<Workflow>();
    std::string path = std::filesystem::path(source->name()).lexically_normal().string();
    Files(*workflow, loader, diagnostics, trees).read(std::move(source), std::move(path));
    return workflow->root().tree ? std::move(workflow) : nullptr;
}

}  // namespace aiorun::workflow
