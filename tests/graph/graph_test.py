"""`aiorun graph`: each format read by a reader of its own, and all of them say the same."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import jsonschema

import mermaid

ROOT = pathlib.Path(__file__).resolve().parents[2]
AIORUN = sys.argv.pop(1)
SCHEMA = json.loads((ROOT / "docs/graph.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
ARROWS = {"next": "-->", "branch": "==>"}
DOT = shutil.which("dot")


def graph(path, *arguments, text=None):
    command = [AIORUN, "graph", str(path), *arguments]
    return subprocess.run(command, input=text, capture_output=True, check=False, encoding="utf-8")


def drawn(path, form, text=None):
    result = graph(path, "--format", form, text=text)
    assert result.returncode == 0, result.stderr
    return result.stdout


def workflows():
    """All that the program accepts, of the whole repository."""
    for path in sorted([*ROOT.glob("workflows/**/*.yaml"), *ROOT.glob("tests/programs/**/*.yaml")]):
        result = graph(path, "--format", "json")
        if result.returncode == 0:
            yield path, result.stdout


def flow_as_mermaid_has_it(flow):
    cluster = {each["id"]: each for each in flow["clusters"]}
    return {
        "nodes": {node["id"]: (node["kind"], node["label"], node["cluster"]) for node in flow["nodes"]},
        "edges": [(e["from"], ARROWS.get(e["kind"], "-.->"), e.get("label", ""), e["to"]) for e in flow["edges"]],
        "clusters": {name: ([each["label"]], each["parent"]) for name, each in cluster.items()},
    }


def read_by_graphviz(text):
    """Nodes with their labels and edges, as Graphviz itself understood them."""
    result = subprocess.run([DOT, "-Tjson0"], input=text, capture_output=True, check=True, encoding="utf-8")
    read = json.loads(result.stdout)
    objects = read.get("objects", [])
    names = {each["_gvid"]: each["name"] for each in objects}
    nodes = {each["name"]: each["label"] for each in objects if not each["name"].startswith("cluster_")}
    clusters = {each["name"]: each["label"] for each in objects if each["name"].startswith("cluster_")}
    edges = [(names[e["tail"]], names[e["head"]], e.get("label", "")) for e in read.get("edges", [])]
    return nodes, clusters, edges


def as_graphviz_shows(lines):
    """Labels come back as they were written: quotes are unescaped, other escapes are not."""
    return "\\n".join(line.replace("&", "&amp;").replace("\\", "\\\\") for line in lines)


class EveryWorkflowOfTheRepository(unittest.TestCase):
    maxDiff = None

    def test_is_drawn_in_all_formats_alike(self):
        count = 0
        for path, text in workflows():
            with self.subTest(path.relative_to(ROOT).as_posix()):
                read = json.loads(text)
                VALIDATOR.validate(read)
                self.assertEqual(mermaid.read(drawn(path, "mermaid")), flow_as_mermaid_has_it(read["flow"]))
                count += 1
        self.assertGreater(count, 30)

    @unittest.skipUnless(DOT, "Graphviz is not installed; scripts/setup installs it")
    def test_is_understood_by_graphviz(self):
        for path in sorted(ROOT.glob("workflows/*.yaml")):
            with self.subTest(path.name):
                flow = json.loads(drawn(path, "json"))["flow"]
                nodes, clusters, edges = read_by_graphviz(drawn(path, "dot"))
                self.assertEqual(nodes, {n["id"]: as_graphviz_shows(n["label"]) for n in flow["nodes"]})
                self.assertEqual(clusters, {f"cluster_{c['id']}": c["label"] for c in flow["clusters"]})
                self.assertEqual(sorted(edges), sorted(
                    (e["from"], e["to"], as_graphviz_shows([e.get("label", "")])) for e in flow["edges"]))


# What could be taken for a part of the format: quotes, entities, tags, directives, Markdown, escapes, reserved words.
HOSTILE = [
    'say "hello"', "it's", "a & b &amp; &lt;", "<b>x</b></script><script>", "#quot; #35; # 1", "%%{init: {}}%% %% x",
    "`code` **bold** _x_ ~~y~~", "1. one", "- two", "a\\nb \\l \\\\", "style:x#35;y", "classDef a:b#c;", "end", "graph TD",
    "a[b](c){d}|e|", "--> ==> -.->", "é 漢字 🎈", "; } ]", "x: y", "\u202eabc", "tab\there", "two\nlines", "[[x]]",
]


class TextOfTheAuthor(unittest.TestCase):
    """Names and texts stay what they are, whatever the format makes of such characters."""

    def setUp(self):
        steps = [{"name": text, "print": text} for text in HOSTILE]
        steps += [{"if": json.dumps(text, ensure_ascii=False) + " != ''", "print": "x"} for text in HOSTILE]
        self.text = json.dumps({"name": HOSTILE[0], "main": steps}, ensure_ascii=False)
        self.flow = json.loads(drawn("-", "json", self.text))["flow"]

    def test_in_mermaid(self):
        self.assertEqual(mermaid.read(drawn("-", "mermaid", self.text)), flow_as_mermaid_has_it(self.flow))

    @unittest.skipUnless(DOT, "Graphviz is not installed; scripts/setup installs it")
    def test_in_dot(self):
        nodes, _, _ = read_by_graphviz(drawn("-", "dot", self.text))
        self.assertEqual(nodes, {n["id"]: as_graphviz_shows(n["label"]) for n in self.flow["nodes"]})

    def test_in_json(self):
        labels = [node["label"][0] for node in self.flow["nodes"] if node["kind"] == "step"][: len(HOSTILE)]
        expected = {"\u202eabc": "\\u202eabc", "tab\there": "tab here", "two\nlines": "two lines"}
        self.assertEqual(labels, [expected.get(text, text) for text in HOSTILE])


class TheCommand(unittest.TestCase):
    def test_draws_mermaid_unless_told_otherwise(self):
        path = ROOT / "workflows/crawler.yaml"
        self.assertEqual(graph(path).stdout, drawn(path, "mermaid"))

    def test_of_a_path_that_is_no_utf_8_is_utf_8(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(os.fsencode(folder), b"d\xff.yaml")
            with open(path, "w", encoding="utf-8") as flow:
                flow.write("main: [ { print: x } ]")
            for form in ("json", "dot", "mermaid"):
                result = subprocess.run([os.fsencode(AIORUN), b"graph", b"--format", form.encode(), path], capture_output=True, check=True)
                self.assertIn("print", result.stdout.decode("utf-8"))

    def test_gives_the_same_text_for_the_same_workflow(self):
        path = ROOT / "workflows/crawler.yaml"
        self.assertEqual(drawn(path, "json"), drawn(path, "json"))

    def test_refuses_what_is_no_workflow(self):
        result = graph("-", text="main: [ { slep: 1 } ]")
        self.assertEqual(result.returncode, 2)
        self.assertEqual(result.stdout, "")
        self.assertIn('<stdin>:1:11: error: unknown action "slep", did you mean "sleep"?', result.stderr)

    def test_refuses_a_file_that_is_not_there_and_an_unknown_format(self):
        self.assertEqual(graph("not-there.yaml").returncode, 2)
        self.assertEqual(graph("-", "--format", "svg", text="main: [ { sleep: 1 } ]").returncode, 2)

    def test_draws_a_library(self):
        read = json.loads(drawn("-", "json", "tasks: { a: { do: [ { b: {} } ] }, b: { do: [] } }"))
        self.assertEqual([(task["name"], task["main"]) for task in read["tasks"]], [("a", False), ("b", False)])
        self.assertEqual(read["calls"], [{"from": "t0", "to": "t1", "step": "s1", "concurrent": False}])

    def test_draws_what_is_used_of_imported_files(self):
        with tempfile.TemporaryDirectory() as folder:
            library = "shared: { own: lock, idle: lock }\ntasks:\n" \
                      "  greet: { do: [ { lock: own, helper: {} } ] }\n  helper: { do: [] }\n  unused: { do: [] }\n"
            pathlib.Path(folder, "lib.yaml").write_text(library, encoding="utf-8")
            main = pathlib.Path(folder, "main.yaml")
            main.write_text("import: { lib: lib.yaml }\nmain: [ { lib.greet: {} } ]\n", encoding="utf-8")
            read = json.loads(drawn(main, "json"))
        self.assertEqual([task["name"] for task in read["tasks"]], ["main", "lib.greet", "lib.helper"])
        self.assertEqual([each["name"] for each in read["shared"]], ["own"])
        self.assertEqual(read["shared"][0]["uses"], [{"task": "t1", "step": "s2", "how": "holds"}])

    def test_is_quick_with_ten_thousand_steps(self):
        text = json.dumps({"main": [{"print": f"{i}"} for i in range(10_000)]})
        self.assertEqual(len(json.loads(drawn("-", "json", text))["flow"]["nodes"]), 10_001)


if __name__ == "__main__":
    unittest.main()
