// FlowBuilder: the steps of a task as boxes and arrows. Each function takes the ends that lead to what it draws, and gives
// the ends from which the chart goes on.
#pragma once

#include <string>
#include <vector>

#include "workflow/graph/flow.hpp"

namespace aiorun::workflow::graph {

/// Where nodes lie that are there before steps are drawn: the start of task N is node N.
struct FlowPlaces {
    uint32_t first_object = 0;
};

class FlowBuilder {
  public:
    FlowBuilder(Flow& flow, const FlowPlaces& places) : flow_(flow), places_(places) {}
    void lay_task(const Task& task, uint32_t start, uint32_t cluster);

  private:
    /// An arrow that has no head yet.
    struct Exit {
        uint32_t node = 0;
        std::string label{};
        FlowEdge::Kind kind = FlowEdge::Kind::next;
    };
    using Exits = std::vector<Exit>;
    /// What stands around a step; each borrowed, null when there is none.
    struct Around {
        uint32_t cluster = 0;
        const uint32_t* loop = nullptr;  ///< where `continue` goes
        Exits* breaks = nullptr;
        Exits* returns = nullptr;  ///< of a branch that is awaited
        Exits* spawned = nullptr;  ///< the ends of what a task_group waits for
    };

    Exits lay_steps(const std::vector<Step>& steps, Exits in, const Around& around);
    Exits lay_step(const Step& step, Exits in, const Around& around);
    Exits lay_action(const Step& step, Exits in, const Around& around);
    Exits lay_jump(const Step& step, Exits in, const Around& around);
    Exits lay_loop(const Step& step, Exits in, const Around& around);
    Exits lay_switch(const Step& step, Exits in, const Around& around);
    Exits lay_try(const Step& step, Exits in, const Around& around);
    Exits lay_block(const Step& step, Exits in, const Around& around);
    Exits lay_group(const Step& step, Exits in, const Around& around);
    Exits lay_branches(const Step& step, Exits in, const Around& around);
    Exits lay_results(const Step& step, Exits in, const Around& around);
    Exits lay_spawn(const Step& step, Exits in, const Around& around);
    Exits lay_branch(const Step& step, const Part& part, uint32_t fork, const Around& around);

    uint32_t add_node(FlowNode::Kind kind, std::string id, std::vector<std::string> lines, const Exits& in,
                      const Around& around);
    uint32_t add_step(FlowNode::Kind kind, const Step& step, const Exits& in, const Around& around);
    void connect(const Exits& in, uint32_t to);

    Flow& flow_;
    const FlowPlaces& places_;
};

}  // namespace aiorun::workflow::graph
