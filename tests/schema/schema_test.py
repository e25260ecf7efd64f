"""`aiorun schema`: a JSON Schema that takes every workflow which is right, and refuses what is wrong in keys and shapes."""

import json
import pathlib
import re
import subprocess
import sys
import unittest

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
AIORUN = sys.argv.pop(1)


class CoreSchema(yaml.SafeLoader):
    """YAML 1.2's core schema: only `true` and `false` are booleans, no dates, no sexagesimals."""


CoreSchema.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+0123456789."),
    ("merge", r"<<", "<"),
]:
    CoreSchema.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), list(first))


def load(text):
    return yaml.load(text, Loader=CoreSchema)


SCHEMA = json.loads(subprocess.run([AIORUN, "schema"], capture_output=True, check=True, text=True).stdout)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def is_right(path):
    return subprocess.run([AIORUN, "check", path], capture_output=True, check=False).returncode == 0


def problems(document):
    return [f"{error.json_path}: {error.message[:200]}" for error in VALIDATOR.iter_errors(document)]


def program(text):
    return problems(load(text))


def step(text):
    return program("main:\n  - " + text.replace("\n", "\n    "))


class EveryWorkflowOfTheRepository(unittest.TestCase):
    maxDiff = None

    def test_is_accepted_when_the_program_accepts_it(self):
        paths = sorted([*ROOT.glob("workflows/**/*.yaml"), *ROOT.glob("tests/programs/**/*.yaml")])
        self.assertGreater(len(paths), 10)
        refused = {}
        for path in paths:
            if is_right(path) and (found := problems(load(path.read_text(encoding="utf-8")))):
                refused[path.relative_to(ROOT).as_posix()] = found[:3]
        self.assertEqual(refused, {})


class TheSchema(unittest.TestCase):
    def test_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_describes_every_key_of_a_step(self):
        for name, schema in SCHEMA["$defs"]["step"]["properties"].items():
            self.assertTrue(schema.get("description"), name)

    def test_takes_expressions_where_values_are_typed(self):
        self.assertEqual(step("sleep: ${{ n }}"), [])
        self.assertEqual(step("retry: ${{ n }}\ntimeout: ${{ n }}\ndo: []"), [])
        self.assertEqual(step("gather: { for: x, in: '${{ xs }}', limit: '${{ n }}', do: { print: x } }"), [])

    def test_takes_calls_of_tasks(self):
        self.assertEqual(step("fetch_page: { page: 1 }\nas: page\ntimeout: 2s"), [])
        self.assertEqual(step("lib.task:"), [])


WRONG = {
    "an unknown key of the file": "mian: []\nmain: [ { print: x } ]",
    "another version": "aiorun: 2\nmain: [ { print: x } ]",
    "neither main nor tasks": "name: x",
    "an unknown kind of shared object": "shared: { a: lok }\nmain: [ { print: x } ]",
    "a semaphore without a number": "shared: { a: semaphore }\nmain: [ { print: x } ]",
    "an unknown key of a param": "params: { a: { typ: int } }\nmain: [ { print: x } ]",
    "an unknown type of a param": "params: { a: { type: integer } }\nmain: [ { print: x } ]",
    "a task with the name of an action": "tasks: { sleep: { do: [] } }",
    "a task without steps": "tasks: { a: {} }",
    "an unknown option under http": "http: { base: x }\nmain: [ { print: x } ]",
    "steps that are a map": "main: { print: x }",
}

WRONG_STEPS = {
    "no action": "timeout: 2s",
    "two actions": "sleep: 1\nprint: x",
    "an action and a call": "sleep: 1\nfetch_page: {}",
    "a modifier with a typing error": "sleep: 1\ntimeot: 2",
    "an option of fetch with a typing error": "fetch: { url: /x, heders: {} }",
    "a duration that is none": "sleep: soon",
    "a timeout that is none": "print: x\ntimeout: 2 weeks",
    "a loop without steps": "for: x\nin: [1]",
    "a loop without a list": "for: x\ndo: []",
    "a loop without anything": "for: x",
    "a shield that is no boolean": "shield: maybe\nprint: x",
    "an unknown option of retry": "retry: { attempts: 3, dely: 1s }\nprint: x",
    "a retry that is text": "retry: often\nprint: x",
    "an unknown key of a handler": "try: []\nexcept: { typ: ValueError, do: [] }",
    "a handler without steps": "try: []\nexcept: { type: ValueError }",
    "generated branches without a list": "gather: { for: x, do: [] }",
    "an unknown option of gather": "gather: { branches: [], retrn_exceptions: true }",
    "arguments that are no map": "fetch_page: 1",
    "a name that is none": "print: x\nas: a-b",
    "a queue that is a list": "get: [jobs]",
    "an unknown word for race": "race: { branches: [], until: sucess }",
    "a case without steps": "switch: [ { when: true } ]",
}


class ABrokenWorkflow(unittest.TestCase):
    def test_is_refused(self):
        for name, text in WRONG.items():
            with self.subTest(name):
                self.assertNotEqual(program(text), [])

    def test_is_refused_for_a_broken_step(self):
        for name, text in WRONG_STEPS.items():
            with self.subTest(name):
                self.assertNotEqual(step(text), [])


if __name__ == "__main__":
    unittest.main()
