#include <array>

#include "workflow/graph/labels.hpp"
#include "workflow/graph/writers.hpp"

namespace aiorun::workflow::graph {
namespace {

/// A quoted string of DOT. In labels a backslash begins an escape, and `&amp;` is an entity.
std::string quoted(const std::vector<std::string>& lines) {
    std::string out = "\"";
    for (size_t i = 0; i < lines.size(); ++i) {
        out += i > 0 ? "\\n" : "";
        for (char character : lines[i]) {
            if (character == '&') {
                out += "&amp;";
                continue;
            }
            if (character == '"' || character == '\\') {
                out += '\\';
            }
            out += character;
        }
    }
    return out + "\"";
}

std::string_view attributes_of(FlowNode::Kind kind) {
    constexpr std::array<std::string_view, 9> attributes{
        "shape=box, style=\"rounded,bold\"",  // start
        "shape=box",                          // step
        "shape=box, peripheries=2",           // call
        "shape=diamond",                      // decision
        "shape=hexagon",                      // loop
        "shape=trapezium",                    // fork
        "shape=invtrapezium",                 // join
        "shape=box, style=rounded",           // end
        "shape=cylinder",                     // object
    };
    return attributes[static_cast<size_t>(kind)];
}

std::string_view attributes_of(FlowEdge::Kind kind) {
    constexpr std::array<std::string_view, 6> attributes{
        "",                              // next
        "style=bold",                    // branch
        "style=dashed, color=red3",      // error
        "style=dashed",                  // call
        "style=dotted",                  // use
        "style=dotted, arrowhead=none",  // lock
    };
    return attributes[static_cast<size_t>(kind)];
}

class Writer {
  public:
    Writer(const Graph& graph, const Flow& flow) : graph_(graph), flow_(flow), nesting_(nest(flow)) {}

    std::string write() {
        const std::string& title = graph_.name.empty() ? graph_.file : graph_.name;
        out_ = "digraph workflow {\n    label=" + quoted({shown(title)}) +
               "\n    labelloc=t\n    fontname=\"sans-serif\"\n    node [fontname=\"sans-serif\", fontsize=11]\n"
               "    edge [fontname=\"sans-serif\", fontsize=10]\n";
        write_contents(nesting_.top, "    ");
        for (const FlowEdge& edge : flow_.edges) {
            write_edge(edge);
        }
        return out_ + "}\n";
    }

  private:
    void write_contents(const FlowContents& contents, const std::string& indent) {
        for (uint32_t number : contents.nodes) {
            const FlowNode& node = flow_.nodes[number];
            out_ += indent + node.id + " [label=" + quoted(node.lines) + ", " + std::string(attributes_of(node.kind)) + "]\n";
        }
        for (uint32_t number : contents.clusters) {
            const FlowCluster& cluster = flow_.clusters[number];
            out_ += indent + "subgraph cluster_" + cluster.id + " {\n" + indent + "    label=" + quoted({cluster.label}) + "\n";
            write_contents(nesting_.inside[number], indent + "    ");
            out_ += indent + "}\n";
        }
    }

    void write_edge(const FlowEdge& edge) {
        std::string attributes = edge.label.empty() ? "" : "label=" + quoted({edge.label});
        std::string_view style = attributes_of(edge.kind);
        attributes += (attributes.empty() || style.empty() ? "" : ", ") + std::string(style);
        out_ += "    " + flow_.nodes[edge.from].id + " -> " + flow_.nodes[edge.to].id +
                (attributes.empty() ? "" : " [" + attributes + "]") + "\n";
    }

    const Graph& graph_;
    const Flow& flow_;
    FlowNesting nesting_;
    std::string out_;
};

}  // namespace

std::string write_dot(const Graph& graph) {
    Flow flow = make_flow(graph);
    return Writer(graph, flow).write();
}

}  // namespace aiorun::workflow::graph
