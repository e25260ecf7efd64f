"""The checker of Trace Event files sees what is wrong with one."""

import unittest

import trace_event_checker as checker

NAME = {"ph": "M", "pid": 1, "tid": 1, "name": "thread_name", "args": {"name": "main"}}


def begin(ts, name="a", **more):
    return {"ph": "B", "pid": 1, "tid": 1, "ts": ts, "name": name, **more}


def end(ts):
    return {"ph": "E", "pid": 1, "tid": 1, "ts": ts}


def arrow(phase, ts, **more):
    return {"ph": phase, "pid": 1, "tid": 1, "ts": ts, "name": "wake", "id": 1, **more}


class Checker(unittest.TestCase):
    def complains(self, word, *events):
        found = checker.problems([NAME, *events])
        self.assertTrue(any(word in problem for problem in found), found)

    def test_takes_nested_slices_with_an_arrow_between_them(self):
        events = [begin(1), begin(1, "b"), arrow("s", 1), end(2), begin(2), arrow("f", 2, bp="e"), end(3), end(3)]
        self.assertEqual(checker.problems([NAME, *events]), [])

    def test_sees_slices_without_an_end_and_ends_without_a_slice(self):
        self.complains("has no end", begin(1))
        self.complains("none is open", end(1))

    def test_sees_time_that_goes_back(self):
        self.complains("goes back", begin(2), end(1))
        self.complains("goes back", {"ph": "X", "pid": 1, "tid": 1, "ts": 1, "dur": 5, "name": "x"}, begin(3), end(9))

    def test_sees_arrows_without_a_partner_or_a_slice(self):
        self.complains("half of", begin(1), arrow("s", 1), end(1))
        self.complains("outside", arrow("s", 1), begin(1), arrow("f", 1, bp="e"), end(1))
        self.complains("does not point", begin(1), arrow("s", 1), arrow("f", 1), end(1))

    def test_sees_counters_below_zero(self):
        self.complains("less than nothing", {"ph": "C", "pid": 1, "ts": 1, "name": "c", "args": {"n": -1}})

    def test_sees_tracks_without_a_name(self):
        self.assertTrue(checker.problems([begin(1), end(1)]))

    def test_sees_spans_without_an_end(self):
        self.complains("has no end", {"ph": "b", "pid": 1, "tid": 1, "ts": 1, "name": "c", "cat": "x", "id": 1})

    def test_reads_files_whose_writer_was_killed(self):
        self.assertEqual(checker.read('[\n{"a":1},\n{"a":2},\n'), [{"a": 1}, {"a": 2}])


if __name__ == "__main__":
    unittest.main()
