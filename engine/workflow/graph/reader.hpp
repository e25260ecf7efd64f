// A workflow that was read, as the model of a graph.
#pragma once

#include "workflow/graph/model.hpp"
#include "workflow/workflow.hpp"

namespace aiorun::workflow::graph {

/// The tasks of the file itself and those that are called of other files; all shared objects of the file itself, those of
/// others that are used; variables that some step uses.
[[nodiscard]] Graph read_graph(const Workflow& workflow);

}  // namespace aiorun::workflow::graph
