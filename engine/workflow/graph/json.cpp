#include "value/json.hpp"

#include <array>

#include "workflow/graph/writers.hpp"

namespace aiorun::workflow::graph {
namespace {

using value::MapBuilder;
using value::Value;

constexpr int64_t format_version = 1;

std::string task_id(uint32_t number) { return "t" + std::to_string(number); }
std::string object_id(uint32_t number) { return "o" + std::to_string(number); }
std::string step_id(const Step& step) { return "s" + std::to_string(step.id); }

template <class Items, class Make>
Value list_of(const Items& items, Make make) {
    std::vector<Value> list;
    for (const auto& item : items) {
        list.push_back(make(item));
    }
    return value::make_list(std::move(list));
}

void set_text(MapBuilder& map, std::string_view key, const std::string& text) {
    if (!text.empty()) {
        map.set(key, text);
    }
}

std::string_view word(Part::Role role) {
    constexpr std::array<std::string_view, 10> words{"do",   "case",    "try",  "except", "else",
                                                     "else", "finally", "then", "branch", "branch"};
    return words[static_cast<size_t>(role)];
}

Value step_value(const Step& step);

Value part_value(const Part& part) {
    MapBuilder map;
    map.set("role", word(part.role));
    set_text(map, "label", part.label);
    map.set("concurrent", part.is_branch());
    map.set("generated", part.role == Part::Role::generated);
    map.set("steps", list_of(part.steps, step_value));
    return map.build();
}

Value step_value(const Step& step) {
    MapBuilder map;
    map.set("id", step_id(step)).set("action", step.action);
    set_text(map, "name", step.name);
    set_text(map, "detail", step.detail);
    set_text(map, "if", step.condition);
    if (!step.binds.empty()) {
        map.set("as", list_of(step.binds, [](const std::string& name) { return Value(name); }));
    }
    for (const auto& [word, text] : step.modifiers) {
        map.set(word, text);
    }
    if (step.calls) {
        map.set("calls", task_id(*step.calls));
    }
    map.set("uses", list_of(step.uses, [](const Use& use) {
        return MapBuilder().set("object", object_id(use.object)).set("how", use.how).build();
    }));
    map.set("line", int64_t{step.line}).set("column", int64_t{step.column});
    map.set("parts", list_of(step.parts, part_value));
    return map.build();
}

Value task_value(const Task& task, uint32_t number) {
    MapBuilder map;
    map.set("id", task_id(number)).set("name", task.name).set("main", task.is_main);
    map.set("file", task.file).set("line", int64_t{task.line});
    map.set("params", list_of(task.params, [](const std::string& name) { return Value(name); }));
    map.set("steps", list_of(task.steps, step_value));
    return map.build();
}

/// Lists what the steps say of each other: who calls whom, and who uses what.
class Relations {
  public:
    explicit Relations(const Graph& graph) : uses_(graph.objects.size()) {
        for (uint32_t i = 0; i < graph.tasks.size(); ++i) {
            collect(graph.tasks[i].steps, i, false);
        }
    }
    [[nodiscard]] Value calls() { return value::make_list(std::move(calls_)); }
    [[nodiscard]] Value uses(uint32_t object) { return value::make_list(std::move(uses_[object])); }

  private:
    void collect(const std::vector<Step>& steps, uint32_t task, bool is_concurrent) {
        for (const Step& step : steps) {
            if (step.calls) {
                calls_.push_back(MapBuilder()
                                     .set("from", task_id(task))
                                     .set("to", task_id(*step.calls))
                                     .set("step", step_id(step))
                                     .set("concurrent", is_concurrent)
                                     .build());
            }
            for (const Use& use : step.uses) {
                uses_[use.object].push_back(
                    MapBuilder().set("task", task_id(task)).set("step", step_id(step)).set("how", use.how).build());
            }
            for (const Part& part : step.parts) {
                collect(part.steps, task, is_concurrent || part.is_branch());
            }
        }
    }

    std::vector<Value> calls_;
    std::vector<std::vector<Value>> uses_;
};

Value object_value(const Object& object, uint32_t number, Relations& relations) {
    MapBuilder map;
    map.set("id", object_id(number)).set("name", object.name).set("kind", object.kind);
    set_text(map, "detail", object.detail);
    if (object.lock) {
        map.set("lock", object_id(*object.lock));
    }
    map.set("file", object.file).set("line", int64_t{object.line});
    map.set("uses", relations.uses(number));
    return map.build();
}

Value flow_value(const Graph& graph) {
    Flow flow = make_flow(graph);
    auto cluster_id = [&](std::optional<uint32_t> cluster) { return cluster ? Value(flow.clusters[*cluster].id) : Value(); };
    MapBuilder map;
    map.set("nodes", list_of(flow.nodes, [&](const FlowNode& node) {
        return MapBuilder()
            .set("id", node.id)
            .set("kind", word(node.kind))
            .set("label", list_of(node.lines, [](const std::string& line) { return Value(line); }))
            .set("cluster", cluster_id(node.cluster))
            .build();
    }));
    map.set("edges", list_of(flow.edges, [&](const FlowEdge& edge) {
        MapBuilder each;
        each.set("from", flow.nodes[edge.from].id).set("to", flow.nodes[edge.to].id).set("kind", word(edge.kind));
        set_text(each, "label", edge.label);
        return each.build();
    }));
    map.set("clusters", list_of(flow.clusters, [&](const FlowCluster& cluster) {
        return MapBuilder()
            .set("id", cluster.id)
            .set("label", cluster.label)
            .set("parent", cluster_id(cluster.parent))
            .build();
    }));
    return map.build();
}

}  // namespace

std::string write_json(const Graph& graph) {
    Relations relations(graph);
    MapBuilder map;
    map.set("version", format_version).set("file", graph.file);
    set_text(map, "name", graph.name);
    set_text(map, "description", graph.description);
    std::vector<Value> tasks;
    for (uint32_t i = 0; i < graph.tasks.size(); ++i) {
        tasks.push_back(task_value(graph.tasks[i], i));
    }
    std::vector<Value> shared;
    for (uint32_t i = 0; i < graph.objects.size(); ++i) {
        shared.push_back(object_value(graph.objects[i], i, relations));
    }
    map.set("tasks", value::make_list(std::move(tasks))).set("shared", value::make_list(std::move(shared)));
    map.set("calls", relations.calls()).set("flow", flow_value(graph));
    return value::to_pretty_json(map.build()) + "\n";
}

}  // namespace aiorun::workflow::graph
