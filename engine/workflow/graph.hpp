// The structure of a workflow as a graph, for eyes and for programs: tasks with their steps, branches, loops and
// conditions, calls between tasks, and the shared objects with those who use them.
#pragma once

#include <cstdint>
#include <string>

#include "workflow/workflow.hpp"

namespace aiorun::workflow {

enum class GraphFormat : uint8_t { mermaid, dot, json };

/// The graph of a workflow without errors, as a text that ends in a line feed. Of imported files it has the tasks that are
/// called, and what they use. The same workflow gives the same text.
[[nodiscard]] std::string draw_graph(const Workflow& workflow, GraphFormat format);

}  // namespace aiorun::workflow
