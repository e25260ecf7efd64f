"""A small reader of Mermaid's flow charts: as much of the grammar as `aiorun graph` may use, and nothing more."""

import html
import re

SHAPES = {  # what stands on both sides of a label
    "start": ("([", "])"), "step": ("[", "]"), "call": ("[[", "]]"), "decision": ("{", "}"), "loop": ("{{", "}}"),
    "fork": ("[/", "\\]"), "join": ("[\\", "/]"), "end": ("(", ")"), "object": ("[(", ")]"),
}
RESERVED = {"end", "subgraph", "graph", "flowchart", "style", "class", "classDef", "click", "linkStyle", "default", "direction"}
IDENTIFIER = r"[A-Za-z][A-Za-z0-9]*"
# In a quoted label: no quote, no bare # or &, no < but that of <br>, nothing of Markdown or of Mermaid's preprocessor.
LABEL = r'"((?:[^"#&<>%`\\;*~\[\]]|#[0-9]+;|<br>)*)"'
NODE = re.compile(rf"({IDENTIFIER})([\[({{/\\]+){LABEL}([\])}}/\\]+)")
SUBGRAPH = re.compile(rf"subgraph ({IDENTIFIER}) \[{LABEL}\]")
EDGE = re.compile(rf"({IDENTIFIER}) (-->|==>|-\.->)(?:\|{LABEL}\|)? ({IDENTIFIER})")


def text_of(label):
    """The lines of a label as a reader sees them."""
    assert not re.search(r"style.*:\S*#.*;", label), f"Mermaid's preprocessor would cut {label!r}"
    lines = [html.unescape(re.sub(r"#([0-9]+);", r"&#\1;", line)) for line in label.split("<br>")]
    assert not any("\\n" in line for line in lines), f"Mermaid would break the line in {label!r}"
    return [line.replace("\\\u2060", "\\") for line in lines]


def read(text):
    """{"nodes": {id: (kind, lines, cluster)}, "edges": [(from, arrow, label, to)], "clusters": {id: (label, parent)}}."""
    lines = text.split("\n")
    assert lines[0] == "flowchart TD", lines[0]
    assert lines[-1] == "", "the last line ends"
    nodes, edges, clusters, around = {}, [], {}, []
    for number, line in enumerate(lines[1:-1], 2):
        line = line.strip()
        parent = around[-1] if around else None
        if line == "end":
            around.pop()
        elif match := SUBGRAPH.fullmatch(line):
            add(clusters, match[1], (text_of(match[2]), parent))
            around.append(match[1])
        elif match := NODE.fullmatch(line):
            kinds = [kind for kind, shape in SHAPES.items() if shape == (match[2], match[4])]
            assert kinds, f"line {number}: no such shape: {line}"
            add(nodes, match[1], (kinds[0], text_of(match[3]), parent))
        else:
            match = EDGE.fullmatch(line)
            assert match, f"line {number} is nothing known: {line}"
            assert match[1] in nodes and match[4] in nodes, f"line {number}: an edge without a node: {line}"
            edges.append((match[1], match[2], text_of(match[3] or "")[0], match[4]))
    assert not around, "a subgraph is not closed"
    return {"nodes": nodes, "edges": edges, "clusters": clusters}


def add(table, name, entry):
    assert name not in table, f"{name} comes twice"
    assert name not in RESERVED, f"{name} is a word of Mermaid"
    table[name] = entry
