#include "workflow/graph/flow.hpp"

#include <array>

#include "workflow/graph/flow_builder.hpp"

namespace aiorun::workflow::graph {
namespace {

std::string signature(const Task& task) {
    std::string text = task.name;
    for (size_t i = 0; i < task.params.size(); ++i) {
        text += (i == 0 ? "(" : ", ") + task.params[i];
    }
    return text + (task.params.empty() ? "" : ")");
}

FlowNode draw_object(const Object& object, uint32_t number) {
    return {FlowNode::Kind::object,
            "o" + std::to_string(number),
            {object.name, object.kind + (object.detail.empty() ? "" : " " + object.detail)},
            std::nullopt};
}

}  // namespace

Flow make_flow(const Graph& graph) {
    Flow flow;
    // Starts and objects come first, so that steps can point to them.
    for (uint32_t i = 0; i < graph.tasks.size(); ++i) {
        flow.clusters.push_back({"c" + std::to_string(i), graph.tasks[i].name, std::nullopt});
        flow.nodes.push_back({FlowNode::Kind::start, "t" + std::to_string(i), {signature(graph.tasks[i])}, i});
    }
    FlowPlaces places{.first_object = static_cast<uint32_t>(flow.nodes.size())};
    for (uint32_t i = 0; i < graph.objects.size(); ++i) {
        flow.nodes.push_back(draw_object(graph.objects[i], i));
    }
    for (uint32_t i = 0; i < graph.objects.size(); ++i) {
        if (graph.objects[i].lock) {
            flow.edges.push_back({FlowEdge::Kind::lock, places.first_object + i,
                                  places.first_object + *graph.objects[i].lock, "shares"});
        }
    }
    for (uint32_t i = 0; i < graph.tasks.size(); ++i) {
        FlowBuilder(flow, places).lay_task(graph.tasks[i], i, i);
    }
    return flow;
}

FlowNesting nest(const Flow& flow) {
    FlowNesting nesting{{}, std::vector<FlowContents>(flow.clusters.size())};
    auto contents = [&](std::optional<uint32_t> cluster) -> FlowContents& {
        return cluster ? nesting.inside[*cluster] : nesting.top;
    };
    for (uint32_t i = 0; i < flow.nodes.size(); ++i) {
        contents(flow.nodes[i].cluster).nodes.push_back(i);
    }
    for (uint32_t i = 0; i < flow.clusters.size(); ++i) {
        contents(flow.clusters[i].parent).clusters.push_back(i);
    }
    return nesting;
}

std::string_view word(FlowNode::Kind kind) {
    constexpr std::array<std::string_view, 9> words{"start", "step", "call", "decision", "loop",
                                                    "fork",  "join", "end",  "object"};
    return words[static_cast<size_t>(kind)];
}

std::string_view word(FlowEdge::Kind kind) {
    constexpr std::array<std::string_view, 6> words{"next", "branch", "error", "call", "use", "lock"};
    return words[static_cast<size_t>(kind)];
}

}  // namespace aiorun::workflow::graph
