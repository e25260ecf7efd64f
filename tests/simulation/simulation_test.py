"""`aiorun --dry-run=json` and `--explore`: what they write fits the schemas of docs/, and times add up."""

import functools
import json
import os
import pathlib
import subprocess
import sys
import unittest

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
AIORUN = sys.argv.pop(1)


def validator(name):
    return jsonschema.Draft202012Validator(json.loads((ROOT / "docs" / name).read_text(encoding="utf-8")))


PLAN = validator("dry-run.schema.json")
EXPLORATION = validator("explore.schema.json")


@functools.cache
def simulate(path, *options):
    command = [AIORUN, "--dry-run=json", *options, path.name]
    environment = {**os.environ, "API_TOKEN": "token"}
    result = subprocess.run(command, cwd=path.parent, env=environment, capture_output=True, check=False, encoding="utf-8")
    return result.returncode, json.loads(result.stdout)


def workflows():
    programs = ROOT / "tests/programs"
    yield from sorted((ROOT / "workflows").glob("*.yaml"))
    yield from sorted(programs.glob("asyncio/*.yaml"))
    for name in ("dry-run-deadlock", "dry-run-many", "dry-run-stand-ins", "dry-run-locks"):
        yield programs / name / "workflow.yaml"


class ThePlan(unittest.TestCase):
    maxDiff = None

    def test_each_workflow_s_plan_fits_the_schema_and_is_in_order_of_time(self):
        for path in workflows():
            with self.subTest(path=path.name):
                status, plan = simulate(path)
                self.assertEqual([error.message for error in PLAN.iter_errors(plan)], [])
                self.assertEqual(status, plan["exit_status"])
                times = [event["at"] for event in plan["plan"]]
                self.assertEqual(times, sorted(times))
                self.assertTrue(all(event["until"] is None or event["until"] >= event["at"] for event in plan["plan"]))

    def test_the_critical_path_leads_from_the_start_to_the_end_without_a_gap(self):
        for path in workflows():
            with self.subTest(path=path.name):
                _, plan = simulate(path)
                summary = plan["summary"]
                at = 0.0
                for link in summary["critical_path"]:
                    if not link["handed_over"]:
                        self.assertAlmostEqual(link["begin"], at)
                    at = link["end"]
                if plan["ending"] == "success":
                    self.assertLessEqual(at, summary["seconds"] + 1e-9)

    def test_a_large_plan_is_bounded_and_counts_everything(self):
        _, plan = simulate(ROOT / "tests/programs/dry-run-many/workflow.yaml")
        self.assertLess(len(plan["plan"]), 300)
        self.assertEqual(sum(event["count"] for event in plan["plan"] if event["kind"] == "fetch"), 10000)


class TheExploration(unittest.TestCase):
    def test_explorations_fit_the_schema(self):
        for name in ("explore-deadlock", "explore-lost-update", "explore-agrees", "explore-explained"):
            with self.subTest(name=name):
                status, found = simulate(ROOT / "tests/programs" / name / "workflow.yaml", "--explore", "30")
                self.assertEqual([error.message for error in EXPLORATION.iter_errors(found)], [])
                self.assertEqual(status, found["exit_status"])


if __name__ == "__main__":
    unittest.main()
