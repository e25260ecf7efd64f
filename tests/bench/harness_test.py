"""That the harness computes and says what it should; that programs run at all is for the test `bench` to see."""

import pathlib
import sys
import tempfile
import unittest

from harness import goals, measure, report, runner
from harness.measure import Sample
from harness.model import Absent, Case, Command, Contender, Goal, Growth

OPTIONS = runner.Options(rounds=3, quick=False, instructions=False)


def outcome(name, *figures):
    return runner.Outcome(name, [Sample(wall, cpu, 0, peak) for wall, cpu, peak in figures])


def case(*wanted, **options):
    return Case("a-case", "a title", "request", 10, 1, (), goals=wanted, **options)


class Ratios(unittest.TestCase):
    def test_rounds_are_compared_one_by_one(self):
        ours = outcome("aiorun", (2, 2, 1), (20, 20, 1), (3, 3, 1))
        floor = outcome("floor", (1, 1, 1), (10, 10, 1), (1, 1, 1))
        self.assertEqual(runner.ratio(ours, floor, "cpu"), 2)

    def test_a_rate_is_the_inverse_of_the_time(self):
        self.assertEqual(runner.ratio(outcome("a", (2, 1, 1)), outcome("b", (8, 1, 1)), "rate"), 4)

    def test_without_samples_there_is_none(self):
        self.assertIsNone(runner.ratio(outcome("a", (2, 1, 1)), runner.Outcome("b", absent="gone"), "cpu"))

    def test_instructions_are_compared_when_both_were_counted(self):
        ours, floor = runner.Outcome("a", instructions=30.0), runner.Outcome("b", instructions=20.0)
        self.assertEqual(runner.ratio(ours, floor, "instructions"), 1.5)
        floor.instructions = None
        self.assertIsNone(runner.ratio(ours, floor, "instructions"))


class Goals(unittest.TestCase):
    def test_one_that_is_reached_says_so(self):
        goal = Goal("cpu", of="floor", at_most=1.25)
        outcomes = [outcome("aiorun", (1, 5, 1)), outcome("floor", (1, 4, 1))]
        figure = goals.measured(goal, case(goal), 10, outcomes)
        self.assertEqual(goals.describe(goal, figure, outcomes), "reached: CPU 1.25 × floor's, at most 1.25")

    def test_one_that_is_missed_says_so(self):
        goal = Goal("rate", of="peer", at_least=4)
        outcomes = [outcome("aiorun", (2, 1, 1)), outcome("peer", (6, 1, 1))]
        figure = goals.measured(goal, case(goal), 10, outcomes)
        self.assertEqual(goals.describe(goal, figure, outcomes), "MISSED: rate 3.00 × peer's, at least 4")

    def test_an_absent_peer_is_named_with_its_reason(self):
        goal = Goal("rate", of="wrk", at_least=4)
        outcomes = [outcome("aiorun", (2, 1, 1)), runner.Outcome("wrk", absent="wrk is not installed")]
        figure = goals.measured(goal, case(goal), 10, outcomes)
        self.assertIsNone(figure)
        self.assertIn("not measured", goals.describe(goal, figure, outcomes))
        self.assertIn("(wrk is not installed)", goals.describe(goal, figure, outcomes))

    def test_memory_is_counted_above_the_base(self):
        goal = Goal("memory", at_most=100)
        ours = outcome("aiorun", (1, 1, 1900))
        ours.base = 1000
        self.assertEqual(goals.measured(goal, case(goal, memory_base=1), 10, [ours]), 100)

    def test_short_runs_are_not_judged(self):
        goal = Goal("cpu", at_most=1)
        self.assertTrue(goals.describe(goal, 5.0, [outcome("aiorun", (1, 5, 1))], judges=False).startswith("seen"))


class Reports(unittest.TestCase):
    def test_a_table_has_a_row_for_each_program_and_leaves_out_empty_columns(self):
        outcomes = [outcome("aiorun", (1, 1, 2**20)), outcome("floor", (2, 2, 2**20))]
        text = report.render(case(), outcomes, OPTIONS)
        self.assertRegex(text, r"\| aiorun +\| 1.00 µs ")
        self.assertRegex(text, r"\| floor .* \| 0.50 × +\| 0.50 × ")
        self.assertNotIn("instructions", text)

    def test_an_absent_program_is_said_to_be_absent(self):
        outcomes = [outcome("aiorun", (1, 1, 1)), runner.Outcome("wrk", absent="wrk is not installed")]
        self.assertIn("- wrk is absent: wrk is not installed", report.render(case(), outcomes, OPTIONS))

    def test_growth_compares_the_last_count_with_the_cheapest_before(self):
        steps = [outcome("10", (9, 9, 1)), outcome("100", (2, 2, 1)), outcome("1,000", (3, 3, 1))]
        growing = Growth("g", "a title", "step", (10, 100, 1000), (1,), Contender("aiorun", None), at_most=1.4)
        self.assertIn("MISSED: CPU grows to 1.50 × the lowest", report.render(growing, steps, OPTIONS))


class World:
    """As much of harness.world.World as running Python takes."""

    def __init__(self, scratch, build):
        self.scratch = pathlib.Path(scratch)
        self.build = build

    def program(self, name):
        path = self.build / "tests" / "bench" / name
        if not path.exists():
            raise Absent(f"{name} is not built")
        return path


class Running(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.world = World(folder.name, BUILD)

    def python(self, text, **options):
        return Command([sys.executable, "-c", text], **options)

    def test_a_program_is_measured(self):
        sample = measure.run(self.world, self.python("x = bytearray(64 << 20); print('done')", expect="done"), 10)
        self.assertGreater(sample.peak, 64 << 20)
        self.assertGreater(sample.cpu, 0)
        self.assertGreater(sample.wall, 0)

    def test_runs_are_repeated(self):
        file = self.world.scratch / "runs"
        measure.run(self.world, self.python(f"open({str(file)!r}, 'a').write('x')"), 1, repeat=3)
        self.assertEqual(file.read_text(), "xxx")

    def test_a_program_that_prints_something_else_has_failed(self):
        with self.assertRaisesRegex(measure.Failed, "expected 0 and 'done'"):
            measure.run(self.world, self.python("print('half')", expect="done"), 1)

    def test_a_program_that_ends_badly_has_failed(self):
        with self.assertRaisesRegex(measure.Failed, "ended with"):
            measure.run(self.world, self.python("raise SystemExit(3)"), 1)

    def test_contenders_take_turns_and_absent_ones_are_left_out(self):
        def absent(_world, _count):
            raise Absent("it is not installed")

        contenders = (Contender("aiorun", lambda world, count: self.python("pass")), Contender("peer", absent))
        some = Case("a-case", "a title", "run", 1, 1, contenders)
        ours, peer = runner.run(self.world, some, OPTIONS, lambda text: None)
        self.assertEqual(len(ours.samples), 3)
        self.assertEqual((peer.samples, peer.absent), ([], "it is not installed"))


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv.pop(1))
    unittest.main()
