#include "workflow/graph.hpp"

#include "workflow/graph/reader.hpp"
#include "workflow/graph/writers.hpp"

namespace aiorun::workflow {

std::string draw_graph(const Workflow& workflow, GraphFormat format) {
    graph::Graph graph = graph::read_graph(workflow);
    switch (format) {
        case GraphFormat::dot: return graph::write_dot(graph);
        case GraphFormat::json: return graph::write_json(graph);
        case GraphFormat::mermaid: break;
    }
    return graph::write_mermaid(graph);
}

}  // namespace aiorun::workflow
