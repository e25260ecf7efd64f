"""`aiorun --trace`: whole runs, seen by readers that are not ours: JSON, a JSON Schema, a checker of Trace Event files."""

import collections
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import jsonschema

import trace_event_checker as checker

ROOT = pathlib.Path(__file__).resolve().parents[2]
EVERYTHING = pathlib.Path(__file__).with_name("everything.yaml")
SERVER = sys.argv.pop()
AIORUN = sys.argv.pop()
SCHEMA = jsonschema.Draft202012Validator(json.loads((ROOT / "docs/trace.schema.json").read_text()))
SECRET = "swordfish"


class WithFolder(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def workflow(self, text):
        path = self.folder / "flow.yaml"
        path.write_text(text)
        return path

    def run_traced(self, workflow, trace, *options):
        return subprocess.run(
            [AIORUN, *options, "--trace", str(trace), str(workflow)],
            cwd=self.folder, capture_output=True, check=False, text=True, timeout=60,
        )

    def events(self, workflow, *options, status=0):
        trace = self.folder / "t.json"
        done = self.run_traced(workflow, trace, *options)
        self.assertEqual(done.returncode, status, done.stderr)
        text = trace.read_text()
        self.assertTrue(checker.is_complete(text))
        events = json.loads(text)
        self.assertEqual(checker.problems(events), [])
        return events

    def lines(self, workflow, *options, status=0):
        trace = self.folder / "t.jsonl"
        done = self.run_traced(workflow, trace, *options)
        self.assertEqual(done.returncode, status, done.stderr)
        lines = [json.loads(line) for line in trace.read_text().splitlines()]
        for line in lines:
            self.assertEqual([error.message for error in SCHEMA.iter_errors(line)], [], line)
        return lines


class WithServer(WithFolder):
    @classmethod
    def setUpClass(cls):
        cls.server = subprocess.Popen([SERVER], stdout=subprocess.PIPE, text=True)
        cls.url = "http://127.0.0.1:" + cls.server.stdout.readline().strip()

    @classmethod
    def tearDownClass(cls):
        cls.server.kill()
        cls.server.wait()
        cls.server.stdout.close()


def named(events, phase, name):
    return [event for event in events if event["ph"] == phase and event.get("name") == name]


class TraceEvents(WithServer):
    def everything(self, *options):
        return self.events(EVERYTHING, "-p", "base_url=" + self.url, *options)

    def test_of_a_run_with_everything_nest_and_pair_on_both_clocks(self):
        for clock in ([], ["--virtual-time"]):
            with self.subTest(clock):
                events = self.everything(*clock)
                tasks = {event["tid"]: event["args"]["name"] for event in named(events, "M", "thread_name")}
                self.assertEqual(tasks[1], "main")
                self.assertGreater(len(tasks), 20)
                for wait in ["lock guard", "event ready", "queue_put jobs", "semaphore slots"]:
                    self.assertTrue(named(events, "B", wait), wait)
                self.assertTrue(named(events, "i", "cancel requested"))
                self.assertTrue(named(events, "i", "attempt 1 of 2 failed"))
                self.assertTrue(named(events, "i", "printed"))

    def test_say_what_failed_and_what_was_skipped(self):
        events = self.everything()
        ends = [event.get("args", {}) for event in events if event["ph"] == "E"]
        self.assertIn({"error": "Odd: no ***"}, ends)
        self.assertIn({"skipped": True}, ends)
        self.assertIn({"cancelled": True}, ends)

    def test_have_the_place_of_each_step_and_its_name(self):
        events = self.everything()
        (first, *_) = named(events, "B", 'first "one"\n')
        self.assertEqual(first["args"]["action"], "do")
        self.assertRegex(first["args"]["place"], r"everything\.yaml:16:\d+$")

    def test_show_the_phases_of_a_transfer_inside_of_it(self):
        events = self.everything()
        (transfer,) = named(events, "B", f"GET {self.url}/delay/30")
        (end,) = [e for e in events if e["ph"] == "E" and e["tid"] == transfer["tid"] and "status" in e.get("args", {})]
        self.assertEqual(end["args"]["status"], 200)
        phases = [e for e in events if e["ph"] == "X" and e["tid"] == transfer["tid"]]
        self.assertIn("wait", [phase["name"] for phase in phases])
        for phase in phases:
            self.assertGreaterEqual(phase["ts"], transfer["ts"])
            self.assertLessEqual(phase["ts"] + phase["dur"], end["ts"] + 0.0011)
        (wait,) = [phase for phase in phases if phase["name"] == "wait"]
        self.assertGreater(wait["dur"], 25_000)

    def test_show_how_far_a_transfer_came_that_was_cut_off(self):
        events = self.events(self.workflow(f"""
main:
  - gather:
      return_exceptions: true
      branches:
        - {{ fetch: '{self.url}/fault/hang', timeout: 200ms }}
        - {{ timeout: 200ms, fetch: '{self.url}/fault/hang-in-body' }}
        - {{ fetch: 'http://127.0.0.1:1/' }}
"""))
        phases = {tid: [e["name"] for e in events if e["ph"] == "X" and e["tid"] == tid] for tid in (2, 3, 4)}
        self.assertEqual([phases[tid][-1] for tid in (2, 3, 4)], ["wait", "receive", "connect"])
        self.assertGreater(sum(e["dur"] for e in events if e["ph"] == "X" and e["tid"] == 2), 190_000)

    def test_show_the_phases_of_a_stream_where_they_were_however_slow_its_reader_is(self):
        lines = self.lines(self.workflow(f"""
shared: {{ lines: {{ queue: {{ maxsize: 1 }} }} }}
main:
  - gather:
      - [ {{ fetch: {{ url: '{self.url}/stream/lines?count=4&delay=20', stream: lines, into: lines }} }}, {{ shutdown: lines }} ]
      - try: [ {{ while: true, do: [ {{ get: lines, as: x }}, {{ sleep: 100ms }} ] }} ]
        except: {{ type: QueueShutDown, do: [ {{ print: end }} ] }}
"""))
        (began,) = [line for line in lines if line["type"] == "operation_began"]
        (ended,) = [line for line in lines if line["type"] == "operation_ended"]
        phases = ended["phases"]
        self.assertEqual([phase["name"] for phase in phases][-2:], ["wait", "receive"])
        self.assertEqual(phases[0]["begin"], 0)
        self.assertTrue(all(one["end"] == other["begin"] for one, other in zip(phases, phases[1:])))
        self.assertAlmostEqual(phases[-1]["end"], ended["time"] - began["time"], delta=0.01)
        first_got = next(line for line in lines if line["type"] == "step_ended" and line["action"] == "get")
        self.assertLess(began["time"] + phases[-1]["begin"], first_got["time"])

    def test_point_from_who_releases_a_lock_to_who_was_waiting_for_it(self):
        events = self.everything()
        arrows = {(e["ph"], e["id"]): e["tid"] for e in events if e["ph"] in "sf"}
        pairs = [(tid, arrows["f", number]) for (phase, number), tid in arrows.items() if phase == "s"]
        lock, event = (2, 3), (5, 4)  # main is 1, and gather[0] 2
        self.assertIn(lock, pairs)
        self.assertIn(event, pairs)

    def test_count_tasks_and_transfers(self):
        events = self.everything("--virtual-time")
        tasks = [e["args"] for e in named(events, "C", "tasks")]
        self.assertTrue(any(count["waiting"] >= 10 for count in tasks), tasks)
        self.assertEqual(tasks[-1], {"running": 0, "waiting": 0})
        transfers = [e["args"]["open"] for e in named(events, "C", "transfers")]
        self.assertGreaterEqual(max(transfers), 2)
        self.assertEqual(transfers[-1], 0)

    def test_are_at_the_times_of_the_virtual_clock(self):
        events = self.events(self.workflow("main:\n  - sleep: 1h\n  - sleep: 0.0000015\n"), "--virtual-time")
        self.assertEqual([(e["ph"], e["ts"]) for e in events if e["ph"] in "BE"],
                         [("B", 0), ("E", 3.6e9), ("B", 3.6e9), ("E", 3600000001.5)])

    def test_of_a_dry_run_show_the_simulated_schedule(self):
        events = self.events(self.workflow("main:\n  - fetch: http://nowhere.invalid/\n  - sleep: 1h\n"), "--dry-run")
        self.assertTrue(named(events, "B", "GET http://nowhere.invalid/"))
        self.assertGreaterEqual(events[-1]["ts"], 3.6e9)

    def test_end_with_how_the_run_ended(self):
        flow = self.workflow("main:\n  - raise: 'broken \"\\u0001\"'\n")
        events = self.events(flow, status=1)
        self.assertEqual(events[-1]["name"], "run ended")
        self.assertEqual(events[-1]["args"]["status"], "failed")
        self.assertEqual(events[-1]["args"]["exit_status"], 1)
        self.assertEqual(events[-1]["args"]["error"], 'RuntimeError: broken "\\u0001"')

    def test_of_a_deadlock_close_what_was_open(self):
        flow = self.workflow("shared: { a: event }\nmain:\n  - gather: [ { wait: a }, { wait: a } ]\n")
        events = self.events(flow, status=3)
        self.assertEqual(events[-1]["args"]["status"], "deadlock")

    def test_of_a_second_deadlock_close_all_with_how_it_ended(self):
        flow = self.workflow("""
shared: { e: event }
main:
  - try: [ { gather: [ { wait: e }, { try: [ { wait: e } ], finally: [ { name: last, wait: e } ] } ] } ]
    finally: [ { wait: e } ]
""")
        events = self.events(flow, status=3)
        ends = [e.get("args") for e in events if e["ph"] == "E" and e["tid"] == 3]
        self.assertEqual(ends, [None, {"cancelled": True}, None, {"cancelled": True}, {"cancelled": True}])
        self.assertEqual({e["tid"] for e in named(events, "i", "cancelled")}, {1, 2, 3})
        trace = self.folder / "t.jsonl"
        self.run_traced(flow, trace)
        lines = [json.loads(line) for line in trace.read_text().splitlines()]
        self.assertEqual([[error.message for error in SCHEMA.iter_errors(line)] for line in lines], [[]] * len(lines))
        counts = collections.Counter(line["type"] for line in lines)
        for what in ("step", "wait"):
            self.assertEqual(counts[f"{what}_began"], counts[f"{what}_ended"])
        self.assertEqual({line["task"]: line["outcome"] for line in lines if line["type"] == "task_ended"},
                         {1: "cancelled", 2: "cancelled", 3: "cancelled"})
        self.assertEqual(lines[-1]["type"], "run_ended")

    def test_of_a_run_that_was_dropped_where_it_stood_nest(self):
        flow = self.workflow("main:\n  - try: [ { sleep: 10 } ]\n    finally: [ { sleep: 100 } ]\n")
        self.events(flow, "--timeout", "1s", "--virtual-time", status=124)


class Lines(WithServer):
    def everything(self, *options):
        return self.lines(EVERYTHING, "-p", "base_url=" + self.url, *options)

    def test_are_as_the_schema_says_on_both_clocks(self):
        for clock in ([], ["--virtual-time"]):
            with self.subTest(clock):
                lines = self.everything(*clock)
                types = collections.Counter(line["type"] for line in lines)
                self.assertEqual(set(types), {definition["$ref"].split("/")[-1] for definition in SCHEMA.schema["oneOf"]})
                self.assertEqual(lines[0]["type"], "trace")
                self.assertEqual(lines[-1]["type"], "run_ended")
                self.assertEqual(types["task_created"], types["task_ended"])
                self.assertEqual(types["step_began"], types["step_ended"])
                self.assertEqual(types["wait_began"], types["wait_ended"])
                self.assertEqual(types["operation_began"], types["operation_ended"])

    def test_go_forward_in_time_and_name_only_tasks_that_were_created(self):
        created, last = set(), 0
        for line in self.everything():
            if line["type"] == "task_created":
                created.add(line["task"])
            if "task" in line:
                self.assertIn(line["task"], created)
            self.assertGreaterEqual(line.get("time", last), last)
            last = line.get("time", last)

    def test_name_parents_branches_and_where_they_were_written(self):
        (branch,) = [line for line in self.everything() if line.get("name") == "gather[3]" and line["task"] < 10]
        self.assertEqual((branch["parent"], branch["index"], branch["origin"]["action"]), (1, 3, "gather"))

    def test_name_the_parent_of_a_branch_that_had_to_wait_for_its_turn(self):
        flow = self.workflow("main:\n  - gather: { for: i, in: [1, 2, 3], limit: 1, do: { sleep: 1ms } }\n")
        self.assertEqual([line["parent"] for line in self.lines(flow) if line["type"] == "task_created"], [None, 1, 1, 1])

    def test_tell_errors_answers_and_who_woke_whom(self):
        lines = self.everything()
        self.assertTrue(any(line.get("error") == {"type": "Odd", "message": "no ***"} for line in lines))
        answers = {line["answer"] for line in lines if line["type"] == "operation_ended"}
        self.assertLessEqual({"200", "503", "cancelled", "exited with status 3"}, answers)
        self.assertTrue(any(line["type"] == "wait_woken" and line["for"] == "lock" for line in lines))


class Text(WithServer):
    def test_goes_to_standard_error_between_the_lines_of_the_log(self):
        done = self.run_traced(EVERYTHING, "-", "-p", "base_url=" + self.url)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stderr, r"\A +0\.000000  aiorun \S+ runs ")
        self.assertRegex(done.stderr, r"(?m)^ +0\.\d{6}  gather\[1\]  waits: lock guard$")
        self.assertRegex(done.stderr, r"(?m)^ +0\.\d{6}  gather\[1\]  is woken: lock, by gather\[0\]$")
        self.assertRegex(done.stderr, r'(?m)begins do "first "one"\\n" \(.*everything.yaml:16:\d+\)$')
        self.assertRegex(done.stderr, r"(?m)^ +\d+\.\d{6}  the run ends: success, exit status 0\n\Z")
        self.assertRegex(done.stderr, r"(?m)info: round 1 .*\n.*logs round 1$")
        self.assertEqual(done.stdout, "has ***\n")

    def test_is_asked_for_so_quiet_does_not_silence_it(self):
        done = self.run_traced(self.workflow("main:\n  - print: x\n"), "-", "--quiet")
        self.assertIn("begins print", done.stderr)


class Secrets(WithServer):
    def test_are_masked_in_every_form_of_a_trace(self):
        for trace in ["t.json", "t.jsonl", "-"]:
            done = self.run_traced(EVERYTHING, trace, "-p", "base_url=" + self.url)
            text = done.stderr if trace == "-" else (self.folder / trace).read_text()
            self.assertNotIn(SECRET, text)
            self.assertIn("***", text)

    def test_that_look_like_the_format_do_not_break_it(self):
        flow = self.workflow("params: { p: { type: string, secret: true } }\nmain:\n  - print: ${{ p }}\n")
        for secret in ["1", "name", '"', "E", "transfer", "step_began"]:
            with self.subTest(secret):
                self.events(flow, "-p", "p=" + secret)
                self.lines(flow, "-p", "p=" + secret)

    def test_are_masked_where_a_long_text_is_cut(self):
        flow = self.workflow("params: { p: { type: string, secret: true } }\n"
                             "main:\n  - print: \"" + "x" * 4090 + "${{ p }}\"\n")
        self.lines(flow, "-p", "p=" + SECRET)
        self.assertNotIn(SECRET[:3], (self.folder / "t.jsonl").read_text())


class Files(WithFolder):
    def test_with_another_ending_or_that_cannot_be_written_are_refused_before_the_run(self):
        flow = self.workflow("main:\n  - print: ran\n")
        (self.folder / "folder.json").mkdir()
        for trace, message in {
            "trace.txt": 'error: cannot trace to "trace.txt": expected .json, .jsonl or - (text on standard error)\n',
            "trace": 'error: cannot trace to "trace": expected .json, .jsonl or - (text on standard error)\n',
            "no/trace.json": "error: cannot write the trace to no/trace.json: No such file or directory\n",
            "folder.json": "error: cannot write the trace to folder.json: Is a directory\n",
        }.items():
            done = self.run_traced(flow, trace)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (2, "", message))

    def test_leave_the_files_alone_that_are_there_when_another_option_is_wrong_or_names_the_same_one(self):
        flow = self.workflow("main:\n  - print: ran\n")
        trace = self.folder / "old.json"
        trace.write_text("old")
        params = self.folder / "params.json"
        params.write_text("{}")
        (self.folder / "link.json").symlink_to("old.json")
        for options, message in {
            ("--report", "no/x.xml"): "error: cannot write the report to no/x.xml: No such file or directory\n",
            ("--report", "x.txt"): 'error: --report writes FILE.html (a page) or FILE.xml (JUnit), found "x.txt"\n',
            ("--output", "no/x"): "error: cannot write the result to no/x: No such file or directory\n",
            ("--otlp", "nonsense"): "error: --otlp: ",
            ("--output", "./old.json"): "error: --trace and --output are the same file, old.json (./old.json): choose another one for --trace\n",
            ("--output", "link.json"): "error: --trace and --output are the same file, old.json (link.json): choose another one for --trace\n",
            ("--params", "params.json", "--output", "params.json"):
                "error: --output and --params are the same file, params.json: choose another one for --output\n",
        }.items():
            with self.subTest(options):
                done = self.run_traced(flow, "old.json", *options)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertTrue(done.stderr.startswith(message), done.stderr)
                self.assertEqual((trace.read_text(), params.read_text()), ("old", "{}"))
        program = self.folder / "flow.json"
        program.write_text('{"main":[{"print":"ran"}]}')
        self.assertEqual(self.run_traced(program, "flow.json").returncode, 2)
        self.assertIn("print", program.read_text())

    def test_that_are_full_are_told_of_after_a_run_that_went_on(self):
        flow = self.workflow("main:\n  - print: ran\n  - return: 1\n")
        (self.folder / "full.jsonl").symlink_to("/dev/full")
        done = self.run_traced(flow, "full.jsonl")
        self.assertEqual((done.returncode, done.stdout), (1, "ran\n1\n"))
        self.assertEqual(done.stderr, "error: the trace in full.jsonl is incomplete: No space left on device\n")

    def test_that_may_not_grow_end_after_a_whole_event(self):
        flow = self.workflow("main:\n  - gather: { for: i, in: '${{ range(5000) }}', do: { sleep: 1 } }\n")
        for trace in ["t.json", "t.jsonl"]:
            limit = 300_001
            done = subprocess.run([AIORUN, "--trace", trace, flow], cwd=self.folder, capture_output=True, check=False, text=True,
                                  preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn("is incomplete: File too large", done.stderr)
            text = (self.folder / trace).read_text()
            self.assertGreater(len(text), limit / 2)
            if trace.endswith("l"):
                self.assertTrue([json.loads(line) for line in text.splitlines()])
            else:
                self.assertEqual(checker.problems(json.loads(text), complete=False), [])

    def test_of_a_run_that_is_killed_open_and_hold_what_happened_until_then(self):
        flow = self.workflow("main:\n  - gather: { for: i, in: '${{ range(2000) }}', do: [ { sleep: 1ms }, { sleep: 60 } ] }\n")
        for trace in ["t.json", "t.jsonl"]:
            process = subprocess.Popen([AIORUN, "--trace", trace, flow], cwd=self.folder)
            deadline = time.monotonic() + 30
            path = self.folder / trace
            while time.monotonic() < deadline and not (path.exists() and path.read_text().count('"place"') > 6000):
                time.sleep(0.05)
            process.send_signal(signal.SIGKILL)
            process.wait()
            text = path.read_text()
            if trace == "t.jsonl":
                lines = [json.loads(line) for line in text.splitlines()]
                self.assertEqual(sum(line["type"] == "task_created" for line in lines), 2001)
            else:
                events = json.loads(text)
                self.assertEqual(checker.problems(events, complete=False), [])
                self.assertEqual(len(named(events, "M", "thread_name")), 2001)

    def test_of_many_tasks_take_no_more_memory_than_few(self):
        flow = self.workflow("main:\n  - gather: { for: i, in: '${{ range(100000) }}', limit: 10, do: { sleep: 1ms } }\n")
        # AddressSanitizer keeps what was freed for a while, which is no memory of ours.
        environment = os.environ | {"ASAN_OPTIONS": "quarantine_size_mb=0:thread_local_quarantine_size_kb=0"}
        for trace in ["t.json", "t.jsonl"]:
            sizes = []
            for options in ([], ["--trace", trace]):
                process = subprocess.Popen([AIORUN, "--virtual-time", *options, flow], cwd=self.folder, env=environment)
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
                self.assertEqual(process.returncode, 0)
                sizes.append(usage.ru_maxrss)
            self.assertGreater((self.folder / trace).stat().st_size, 20_000_000)
            self.assertLess(sizes[1] - sizes[0], 10_000)  # KiB


if __name__ == "__main__":
    unittest.main()
