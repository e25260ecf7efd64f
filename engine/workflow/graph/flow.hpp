// The flow chart of a workflow: boxes and arrows, for the writers that draw.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/graph/model.hpp"

namespace aiorun::workflow::graph {

struct FlowNode {
    enum class Kind : uint8_t {
        start,     ///< of a task
        step,
        call,      ///< of a task
        decision,  ///< if, switch
        loop,      ///< for, while, the results of as_completed
        fork,      ///< branches start
        join,      ///< branches have ended
        end,       ///< return, raise
        object,    ///< shared by tasks
    } kind = Kind::step;
    std::string id;                  ///< letters and digits, never a word that a format reserves
    std::vector<std::string> lines;  ///< the label
    std::optional<uint32_t> cluster;
};

struct FlowEdge {
    enum class Kind : uint8_t {
        next,    ///< the same task goes on
        branch,  ///< a task of its own starts
        error,   ///< an error is handled
        call,    ///< from a step to the start of a task
        use,     ///< from a step to a shared object
        lock,    ///< from a condition to the lock it shares
    } kind = Kind::next;
    uint32_t from = 0;
    uint32_t to = 0;
    std::string label;
};

/// What is drawn with a frame around it: a task, or a branch of several steps.
struct FlowCluster {
    std::string id;
    std::string label;
    std::optional<uint32_t> parent;
};

struct Flow {
    std::vector<FlowNode> nodes;
    std::vector<FlowEdge> edges;
    std::vector<FlowCluster> clusters;
};

[[nodiscard]] Flow make_flow(const Graph& graph);

/// What stands directly in a frame, or outside of all.
struct FlowContents {
    std::vector<uint32_t> nodes;
    std::vector<uint32_t> clusters;
};
struct FlowNesting {
    FlowContents top;
    std::vector<FlowContents> inside;  ///< by cluster
};
[[nodiscard]] FlowNesting nest(const Flow& flow);

/// "start", "step", … and "next", "branch", …, for formats that name them.
[[nodiscard]] std::string_view word(FlowNode::Kind kind);
[[nodiscard]] std::string_view word(FlowEdge::Kind kind);

}  // namespace aiorun::workflow::graph
