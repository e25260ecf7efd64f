"""`aiorun completion`: the scripts, tried in the shells that are installed."""

import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

AIORUN = str(pathlib.Path(sys.argv.pop(1)).resolve())
BASH = """
source <({aiorun} completion bash)
compopt() {{ :; }}  # there is no line that is being edited
COMP_WORDS=({words})
COMP_CWORD={index}
_aiorun
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def run(command, **more):
    return subprocess.run(command, capture_output=True, check=False, encoding="utf-8", **more)


class InBash(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for name in ("flow.yaml", "with space.yml", "notes.txt"):
            (self.folder / name).write_text("", encoding="utf-8")
        (self.folder / "flows").mkdir()
        (self.folder / "flow.yaml").write_text(
            "params:\n  base_url: x\n  count: { type: int, description: 'how many: 3' }\nmain: [ { print: x } ]\n",
            encoding="utf-8")

    def complete(self, *words, at=None):
        """What is offered for the last word, or for the word `at`."""
        index = len(words) if at is None else at
        script = BASH.format(aiorun=shlex.quote(AIORUN), words=shlex.join([AIORUN, *words]), index=index)
        result = run(["bash", "-c", script], cwd=self.folder)
        self.assertEqual(result.stderr, "")
        return sorted(line for line in result.stdout.split("\n") if line)

    def test_commands_and_workflows_come_first(self):
        self.assertEqual(self.complete(""), sorted(
            ["run", "check", "graph", "schema", "completion", "flow.yaml", "with space.yml", "flows"]))
        self.assertEqual(self.complete("ch"), ["check"])
        self.assertEqual(self.complete("flow"), ["flow.yaml", "flows"])

    def test_options_are_those_of_the_command(self):
        self.assertEqual(self.complete("run", "--log"), ["--log-format", "--log-level"])
        self.assertEqual(self.complete("check", "--"), ["--color", "--help"])
        self.assertEqual(self.complete("graph", "flow.yaml", "--f"), ["--format"])
        self.assertEqual(self.complete("flow.yaml", "--virt"), ["--virtual-time"])
        self.assertEqual(self.complete("--ver"), ["--version"])

    def test_every_option_of_the_help_is_offered(self):
        for command in ("run", "check", "graph", "schema", "completion"):
            text = run([AIORUN, command, "--help"]).stdout
            for option in self.complete(command, "--"):
                self.assertIn(option, text)
        self.assertGreater(len(self.complete("run", "--")), 12)

    def test_choices_of_an_option(self):
        self.assertEqual(self.complete("run", "--log-level", ""), ["debug", "error", "info", "warning"])
        self.assertEqual(self.complete("run", "--log-level", "w"), ["warning"])
        self.assertEqual(self.complete("flow.yaml", "--color", "a"), ["always", "auto"])
        self.assertEqual(self.complete("graph", "--format", ""), ["dot", "json", "mermaid"])
        self.assertEqual(self.complete("completion", ""), ["bash", "fish", "zsh"])

    def test_choices_behind_an_equals_sign_which_bash_splits_off(self):
        self.assertEqual(self.complete("run", "--log-format", "="), ["json", "text"])
        self.assertEqual(self.complete("run", "--log-format", "=", "j"), ["json"])

    def test_files_of_options_are_all_files(self):
        self.assertEqual(self.complete("run", "--output", ""), ["flow.yaml", "flows", "notes.txt", "with space.yml"])
        self.assertEqual(self.complete("run", "--env-file", "no"), ["notes.txt"])

    def test_nothing_is_offered_where_nothing_is_known(self):
        self.assertEqual(self.complete("run", "--seed", ""), [])
        self.assertEqual(self.complete("schema", ""), [])

    def test_params_of_the_workflow_on_the_line(self):
        self.assertEqual(self.complete("flow.yaml", "-p", ""), ["base_url=", "count="])
        self.assertEqual(self.complete("run", "--param", "c", "flow.yaml", at=3), ["count="])
        self.assertEqual(self.complete("run", "--seed", "1", "flow.yaml", "-p", "b"), ["base_url="])
        self.assertEqual(self.complete("run", "-p", ""), [])


class TheScripts(unittest.TestCase):
    def script(self, shell):
        result = run([AIORUN, "completion", shell])
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def test_are_read_without_complaint(self):
        for shell in ("bash", "zsh", "fish"):
            if shutil.which(shell):
                with self.subTest(shell):
                    result = run([shell, "-n", "/dev/stdin"], input=self.script(shell))
                    self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_name_every_command(self):
        for shell in ("bash", "zsh", "fish"):
            for command in ("run", "check", "graph", "schema", "completion"):
                self.assertIn(command, self.script(shell))

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish_completes(self):
        text = "aiorun completion fish | source; complete -C 'aiorun run --log-level '"
        folder = str(pathlib.Path(AIORUN).parent)
        result = run(["fish", "--no-config", "-c", f"set -x PATH {shlex.quote(folder)} $PATH; {text}"])
        offered = {line.split("\t")[0] for line in result.stdout.splitlines()}
        self.assertEqual(offered, {"debug", "info", "warning", "error"}, result.stderr)

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh_registers_it(self):
        text = f"autoload -U compinit; compinit -D -u; source <({shlex.quote(AIORUN)} completion zsh); print $_comps[aiorun]"
        result = run(["zsh", "-f", "-c", text])
        self.assertEqual(result.stdout.strip(), "_aiorun", result.stderr)


class TheCommand(unittest.TestCase):
    def test_needs_a_shell_that_it_knows(self):
        for arguments in ([], ["tcsh"], ["bash", "zsh"]):
            result = run([AIORUN, "completion", *arguments])
            self.assertEqual((result.returncode, result.stdout), (2, ""), arguments)
            self.assertTrue(result.stderr.startswith("error: "), result.stderr)

    def test_tells_the_params_of_a_workflow(self):
        root = pathlib.Path(__file__).resolve().parents[2]
        result = run([AIORUN, "completion", "--params-of", str(root / "workflows/crawler.yaml")])
        self.assertEqual(result.stdout, "base_url=\twhere the pages are\npages=\thow many pages there are\n")


if __name__ == "__main__":
    unittest.main()
