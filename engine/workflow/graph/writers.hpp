// One function for each format that a graph is written in.
#pragma once

#include <string>

#include "workflow/graph/flow.hpp"
#include "workflow/graph/model.hpp"

namespace aiorun::workflow::graph {

/// A flow chart in the language of Mermaid (mermaid.js.org), as GitHub, GitLab and many wikis draw it.
[[nodiscard]] std::string write_mermaid(const Graph& graph);
/// The same for Graphviz: `dot -Tsvg`.
[[nodiscard]] std::string write_dot(const Graph& graph);
/// All of the model, and the flow chart's nodes and edges; docs/graph.md describes it.
[[nodiscard]] std::string write_json(const Graph& graph);

}  // namespace aiorun::workflow::graph
