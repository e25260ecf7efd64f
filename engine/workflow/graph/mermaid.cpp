#include <array>
#include <cctype>

#include "workflow/graph/writers.hpp"

namespace aiorun::workflow::graph {
namespace {

bool is_word_character(std::string_view text, size_t at) {
    return at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || (text[at] & 0x80) != 0);
}

/// Whether a character could be taken for something else: the end of the label, an entity, HTML, a directive (`%%{`), a
/// line break (`\n`), or the Markdown that labels are rendered as.
bool needs_escape(std::string_view text, size_t at) {
    char character = text[at];
    if (character == '_') {  // inside of a word it is no emphasis
        return !is_word_character(text, at + 1) || at == 0 || !is_word_character(text, at - 1);
    }
    if (character == '.' || character == ')') {  // `1. x` is a list
        return text.substr(0, at).find_first_not_of("0123456789") == std::string_view::npos;
    }
    if (character == '-' || character == '+') {
        return at == 0;
    }
    return std::string_view("\"#&<>%`\\;*~[]").find(character) != std::string_view::npos;
}

/// Words that Mermaid's own preprocessing looks for in whole lines.
bool begins_statement(std::string_view rest) { return rest.starts_with("style") || rest.starts_with("classDef"); }

std::string escape(std::string_view text) {
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
        if (needs_escape(text, i) || begins_statement(text.substr(i))) {
            out += "#" + std::to_string(static_cast<unsigned char>(text[i])) + ";";
            if (text.substr(i).starts_with("\\n")) {
                out += "#8288;";  // a word joiner: also what was an entity is then looked through for `\n`
            }
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string label(const std::vector<std::string>& lines) {
    std::string out = "\"";
    for (size_t i = 0; i < lines.size(); ++i) {
        out += (i > 0 ? "<br>" : "") + escape(lines[i]);
    }
    return out + "\"";
}

/// What stands on both sides of a label gives the shape.
struct Shape {
    std::string_view open;
    std::string_view close;
};

Shape shape_of(FlowNode::Kind kind) {
    constexpr std::array<Shape, 9> shapes{{{"([", "])"}, {"[", "]"}, {"[[", "]]"}, {"{", "}"}, {"{{", "}}"},
                                           {"[/", "\\]"}, {"[\\", "/]"}, {"(", ")"}, {"[(", ")]"}}};
    return shapes[static_cast<size_t>(kind)];
}

std::string_view arrow_of(FlowEdge::Kind kind) {
    constexpr std::array<std::string_view, 6> arrows{"-->", "==>", "-.->", "-.->", "-.->", "-.->"};
    return arrows[static_cast<size_t>(kind)];
}

class Writer {
  public:
    explicit Writer(const Flow& flow) : flow_(flow), nesting_(nest(flow)) {}

    std::string write() {
        out_ = "flowchart TD\n";
        write_contents(nesting_.top, "    ");
        for (const FlowEdge& edge : flow_.edges) {
            out_ += "    " + flow_.nodes[edge.from].id + " " + std::string(arrow_of(edge.kind)) +
                    (edge.label.empty() ? "" : "|" + label({edge.label}) + "|") + " " + flow_.nodes[edge.to].id + "\n";
        }
        return std::move(out_);
    }

  private:
    void write_contents(const FlowContents& contents, const std::string& indent) {
        for (uint32_t node : contents.nodes) {
            Shape shape = shape_of(flow_.nodes[node].kind);
            out_ += indent + flow_.nodes[node].id + std::string(shape.open) + label(flow_.nodes[node].lines) +
                    std::string(shape.close) + "\n";
        }
        for (uint32_t cluster : contents.clusters) {
            out_ += indent + "subgraph " + flow_.clusters[cluster].id + " [" + label({flow_.clusters[cluster].label}) + "]\n";
            write_contents(nesting_.inside[cluster], indent + "    ");
            out_ += indent + "end\n";
        }
    }

    const Flow& flow_;
    FlowNesting nesting_;
    std::string out_;
};

}  // namespace

std::string write_mermaid(const Graph& graph) {
    Flow flow = make_flow(graph);
    return Writer(flow).write();
}

}  // namespace aiorun::workflow::graph
