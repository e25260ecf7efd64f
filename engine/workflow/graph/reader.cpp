#include "workflow/graph/reader.hpp"

#include <algorithm>
#include <map>

#include "workflow/graph/step_reader.hpp"

namespace aiorun::workflow::graph {
namespace {

class WorkflowReader final : public Index {
  public:
    explicit WorkflowReader(const Workflow& workflow) : workflow_(workflow) { name_tasks(); }

    Graph read() {
        const WorkflowFile& root = workflow_.root();
        graph_.file = root.source->name();
        graph_.name = root.name;
        graph_.description = root.description;
        for (const SharedDefinition& definition : root.shared) {
            (void)object(definition.global);
        }
        if (root.main) {
            (void)task(*root.main);
        }
        for (const auto& each : root.tasks) {
            (void)task(*each);
        }
        // Calls add to the list while it is worked off.
        for (size_t i = 0; i < definitions_.size(); ++i) {
            const steps::TaskDefinition& definition = *definitions_[i];
            std::vector<Step> steps =
                read_steps(definition.body, *definition.scope, nodes_of(file_of(definition)), *this);
            graph_.tasks[i].steps = std::move(steps);
        }
        return std::move(graph_);
    }

    uint32_t task(const steps::TaskDefinition& definition) override {
        auto [found, added] = tasks_.emplace(&definition, static_cast<uint32_t>(definitions_.size()));
        if (added) {
            definitions_.push_back(&definition);
            Task task;
            task.is_main = &definition == workflow_.root().main.get();
            task.name = task.is_main ? "main" : names_.at(&definition);
            task.file = definition.source->name();
            task.line = line_of(definition, task.is_main);
            for (const steps::TaskParam& param : definition.params) {
                task.params.push_back(param.name);
            }
            graph_.tasks.push_back(std::move(task));
        }
        return found->second;
    }

    std::optional<uint32_t> object(uint32_t global) override {
        if (auto found = objects_.find(global); found != objects_.end()) {
            return found->second;
        }
        std::optional<Object> described = describe(global);
        if (!described) {
            return std::nullopt;
        }
        auto number = static_cast<uint32_t>(graph_.objects.size());
        objects_.emplace(global, number);
        std::optional<uint32_t> lock = described->lock;
        graph_.objects.push_back(std::move(*described));
        if (lock) {
            std::optional<uint32_t> shared = object(*lock);
            graph_.objects[number].lock = shared;
        }
        return number;
    }

    uint32_t next_step() override { return next_step_++; }

  private:
    /// A task is named as the file calls it; one of another file as those call it that import it, the file itself first.
    void name_tasks() {
        for (const auto& file : workflow_.files) {
            bool is_root = file == workflow_.files.front();
            for (std::string_view name : file->names.task_order) {
                if (is_root || name.find('.') != std::string_view::npos) {
                    names_.emplace(file->names.tasks.at(name), name);
                }
            }
        }
    }

    [[nodiscard]] const WorkflowFile& file_of(const steps::TaskDefinition& definition) const {
        return **std::ranges::find_if(workflow_.files,
                                      [&](const auto& file) { return file->source.get() == definition.source; });
    }

    /// The line of the task's name; main has no name but the key.
    [[nodiscard]] uint32_t line_of(const steps::TaskDefinition& definition, bool is_main) const {
        document::Node root = workflow_.root().tree->root();
        for (size_t i = 0; is_main && i < root.size(); ++i) {
            if (root.key(i).text() == "main") {
                return definition.source->position(root.key(i).span().begin).line;
            }
        }
        return definition.source->position(definition.span.begin).line;
    }

    [[nodiscard]] StepNodes& nodes_of(const WorkflowFile& file) {
        auto found = nodes_.find(&file);
        return found != nodes_.end() ? found->second : nodes_.emplace(&file, file.tree->root()).first->second;
    }

    [[nodiscard]] std::optional<Object> describe(uint32_t global) const {
        for (const auto& file : workflow_.files) {
            for (const SharedDefinition& definition : file->shared) {
                if (definition.global == global) {
                    return place(definition.name, definition.word, definition.lock, *file);
                }
            }
            for (const Variable& variable : file->variables) {
                if (variable.global == global) {
                    return place(variable.name, "variable", std::nullopt, *file);
                }
            }
        }
        return std::nullopt;  // a param: nobody changes it, so there is nothing to share
    }

    /// Adds where it is declared, and what stands there.
    [[nodiscard]] static Object place(const std::string& name, const std::string& kind, std::optional<uint32_t> lock,
                                      const WorkflowFile& file) {
        bool is_variable = kind == "variable";
        Object object{name, kind, "", lock, file.source->name(), 0};
        document::Node map = *file.tree->root().find(is_variable ? "vars" : "shared");
        for (size_t i = 0; i < map.size(); ++i) {
            if (map.key(i).text() == object.name) {
                object.line = file.source->position(map.key(i).span().begin).line;
                document::Node value = map.entry(i);
                auto inside = value.is_map() ? value.find(object.kind) : std::nullopt;
                object.detail = is_variable ? shown(value) : inside && !inside->is_null() ? shown(*inside) : "";
            }
        }
        return object;
    }

    const Workflow& workflow_;
    Graph graph_;
    std::vector<const steps::TaskDefinition*> definitions_;
    std::map<const steps::TaskDefinition*, uint32_t> tasks_;  // looked up only, never walked
    std::map<const steps::TaskDefinition*, std::string> names_;
    std::map<uint32_t, uint32_t> objects_;                    // by global
    std::map<const WorkflowFile*, StepNodes> nodes_;
    uint32_t next_step_ = 1;
};

}  // namespace

Graph read_graph(const Workflow& workflow) { return WorkflowReader(workflow).read(); }

}  // namespace aiorun::workflow::graph
