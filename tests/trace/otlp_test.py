"""`aiorun --otlp`: spans as a small collector gets them, and `traceparent` as servers see it."""

import collections
import contextlib
import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
import unittest

EVERYTHING = pathlib.Path(__file__).with_name("everything.yaml")
SERVER = sys.argv.pop()
AIORUN = sys.argv.pop()
HEX = "0123456789abcdef"


class Collector:
    """Keeps what is posted to it. `status`, `answer` and `delay` say how it answers."""

    def __init__(self, status=200, answer="{}", delay=0.0):
        self.requests, self.status, self.answer, self.delay = [], status, answer, delay
        collector = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                collector.requests.append((self.path, dict(self.headers), body))
                time.sleep(collector.delay)
                with contextlib.suppress(BrokenPipeError):
                    self.send_response(collector.status)
                    self.send_header("Content-Length", str(len(collector.answer)))
                    self.end_headers()
                    self.wfile.write(collector.answer.encode())

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def spans(self):
        return [
            span
            for _, _, body in self.requests
            for resource in json.loads(body)["resourceSpans"]
            for scope in resource["scopeSpans"]
            for span in scope["spans"]
        ]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def attributes(of):
    """Attributes as a dict; their values have to be of OTLP's JSON."""
    found = {}
    for attribute in of["attributes"]:
        ((kind, value),) = attribute["value"].items()
        if kind == "intValue":
            value = int(value) if isinstance(value, str) else None
        elif kind == "doubleValue":
            assert isinstance(value, float)
        else:
            assert kind == "stringValue" and isinstance(value, str), attribute
        assert attribute["key"] not in found, attribute
        found[attribute["key"]] = value
    return found


class Otlp(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = subprocess.Popen([SERVER], stdout=subprocess.PIPE, text=True)
        cls.url = "http://127.0.0.1:" + cls.server.stdout.readline().strip()

    @classmethod
    def tearDownClass(cls):
        cls.server.kill()
        cls.server.wait()
        cls.server.stdout.close()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def collector(self, **how):
        collector = Collector(**how)
        self.addCleanup(collector.close)
        return collector

    def run_with(self, otlp, workflow, *options, status=0, environment=None):
        if isinstance(workflow, str):
            path = self.folder / "flow.yaml"
            path.write_text(workflow)
            workflow = path
        done = subprocess.run(
            [AIORUN, "--otlp", otlp, *options, str(workflow)], cwd=self.folder, capture_output=True, check=False, text=True,
            timeout=60, env={"PATH": "/usr/bin:/bin", **(environment or {})},
        )
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def check_shape(self, spans):
        ids = {span["spanId"] for span in spans}
        self.assertEqual(len(ids), len(spans))
        self.assertEqual(len({span["traceId"] for span in spans}), 1)
        by_id = {span["spanId"]: span for span in spans}
        for span in spans:
            self.assertEqual((len(span["traceId"]), len(span["spanId"])), (32, 16))
            self.assertLessEqual(set(span["traceId"] + span["spanId"]), set(HEX))
            begin, end = int(span["startTimeUnixNano"]), int(span["endTimeUnixNano"])
            self.assertLessEqual(begin, end)
            self.assertIn(span["kind"], [1, 3])
            attributes(span)
            for event in span.get("events", []):
                attributes(event)
                self.assertTrue(begin <= int(event["timeUnixNano"]) <= end, event)
            if "parentSpanId" in span and span["parentSpanId"] in by_id:
                self.assertLessEqual(int(by_id[span["parentSpanId"]]["startTimeUnixNano"]), begin)
        return by_id

    def test_spans_of_a_run_with_everything_have_their_shape_on_both_clocks(self):
        for clock in ([], ["--virtual-time"]):
            with self.subTest(clock):
                collector = self.collector()
                self.run_with(collector.url, EVERYTHING, "-p", "base_url=" + self.url, *clock)
                ((path, headers, body), *_) = collector.requests
                self.assertEqual((path, headers["Content-Type"]), ("/v1/traces", "application/json"))
                resource = attributes(json.loads(body)["resourceSpans"][0]["resource"])
                self.assertEqual(resource["service.name"], "aiorun")
                self.assertRegex(resource["service.version"], r"^\d+\.\d+")
                spans = collector.spans()
                by_id = self.check_shape(spans)
                roots = [span for span in spans if "parentSpanId" not in span]
                self.assertEqual([attributes(root)["aiorun.status"] for root in roots], ["success"])
                self.assertTrue(all(span["parentSpanId"] in by_id for span in spans if span not in roots))
                now = time.time_ns()
                self.assertTrue(all(abs(now - int(span["startTimeUnixNano"])) < 3600e9 for span in spans))

    def test_fetches_are_client_spans_in_their_steps_with_errors_and_attempts(self):
        collector = self.collector()
        self.run_with(collector.url, EVERYTHING, "-p", "base_url=" + self.url)
        by_id = self.check_shape(collector.spans())
        clients = [span for span in by_id.values() if span["kind"] == 3]
        self.assertEqual({by_id[span["parentSpanId"]]["name"] for span in clients}, {"fetch"})
        statuses = collections.Counter(attributes(span).get("http.response.status_code") for span in clients)
        self.assertEqual(statuses, {200: 4, 503: 2, None: 2})
        busy = next(span for span in clients if attributes(span).get("http.response.status_code") == 503)
        self.assertEqual(attributes(busy)["error.type"], "503")
        self.assertEqual(busy["status"]["code"], 2)
        self.assertEqual(attributes(busy)["server.address"], "127.0.0.1")
        self.assertEqual(attributes(busy)["url.full"], self.url + "/status/503")
        step = by_id[busy["parentSpanId"]]
        self.assertEqual([event["name"] for event in step["events"]], ["attempt failed", "wait", "exception"])
        (raised,) = [span for span in by_id.values() if span["name"] == "raise"]
        self.assertEqual(raised["status"], {"code": 2, "message": "Odd: no ***"})
        self.assertNotIn("swordfish", json.dumps(list(by_id.values())))

    def test_each_fetch_has_a_traceparent_that_names_its_span(self):
        collector = self.collector()
        done = self.run_with(collector.url, f"""
main:
  - {{ fetch: '{self.url}/echo', as: page }}
  - return: ${{{{ page.json.headers.traceparent }}}}
""")
        version, trace, span, flags = json.loads(done.stdout).split("-")
        self.assertEqual((version, flags), ("00", "01"))
        (client,) = [found for found in collector.spans() if found["kind"] == 3]
        self.assertEqual((client["traceId"], client["spanId"]), (trace, span))

    def test_a_traceparent_of_the_workflows_own_stays_and_none_is_sent_without_otlp(self):
        collector = self.collector()
        workflow = f"""
main:
  - {{ fetch: {{ url: '{self.url}/echo', headers: {{ TraceParent: mine }} }}, as: page }}
  - return: ${{{{ page.json.headers.?traceparent.orValue("none") }}}}
"""
        self.assertEqual(self.run_with(collector.url, workflow).stdout, '"mine"\n')
        path = self.folder / "flow.yaml"
        path.write_text(workflow.replace("TraceParent: mine", "X: y"))
        done = subprocess.run([AIORUN, path], capture_output=True, check=True, text=True)
        self.assertEqual(done.stdout, '"none"\n')

    def test_each_process_has_a_traceparent_that_names_its_span(self):
        collector = self.collector()
        around = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        done = self.run_with(collector.url, """
main:
  - { run: [printenv, TRACEPARENT], as: own }
  - { run: { command: [printenv, TRACEPARENT], env: { TRACEPARENT: mine } }, as: mine }
  - { run: { command: [printenv, TRACEPARENT], env: { TRACEPARENT: ~ }, check: false }, as: none }
  - return: [ "${{ own.stdout.trim() }}", "${{ mine.stdout.trim() }}", "${{ none.code }}" ]
""", environment={"TRACEPARENT": around})
        own, mine, none = json.loads(done.stdout)
        version, trace, span, flags = own.split("-")
        self.assertEqual((version, flags, mine, none), ("00", "01", "mine", 1))
        processes = [found for found in collector.spans() if found["name"] == "printenv"]
        self.assertEqual((processes[0]["traceId"], processes[0]["spanId"]), (trace, span))
        self.assertEqual(trace, around.split("-")[1])

    def test_without_otlp_a_process_sees_the_environment_as_it_is(self):
        path = self.folder / "flow.yaml"
        path.write_text("main: [ { run: [printenv, TRACEPARENT], as: own }, { print: '${{ own.stdout }}' } ]")
        done = subprocess.run([AIORUN, path], capture_output=True, check=True, text=True, env=dict(os.environ, TRACEPARENT="around"))
        self.assertEqual(done.stdout.strip(), "around")

    def test_a_run_inside_of_a_trace_belongs_to_it(self):
        collector = self.collector()
        trace = "4bf92f3577b34da6a3ce929d0e0e4736"
        self.run_with(collector.url, "main: [ { print: x } ]", environment={"TRACEPARENT": f"00-{trace}-00f067aa0ba902b7-01"})
        spans = collector.spans()
        self.assertEqual({span["traceId"] for span in spans}, {trace})
        self.assertEqual([span["name"] for span in spans if span["parentSpanId"] == "00f067aa0ba902b7"], [str(self.folder / "flow.yaml")])

    def test_a_run_inside_of_a_trace_that_is_not_recorded_is_not_either(self):
        collector = self.collector()
        trace = "4bf92f3577b34da6a3ce929d0e0e4736"
        workflow = f"""
main:
  - gather: {{ for: i, in: [1, 2], do: [ {{ fetch: '{self.url}/echo', as: page }}, {{ print: "${{{{ page.json.headers.traceparent }}}}" }} ] }}
"""
        done = self.run_with(collector.url, workflow, environment={"TRACEPARENT": f"00-{trace}-00f067aa0ba902b7-00"})
        self.assertEqual((collector.requests, done.stderr), ([], ""))
        parents = done.stdout.split()
        self.assertEqual(len(set(parents)), 2)
        for parent in parents:
            self.assertRegex(parent, rf"\A00-{trace}-[0-9a-f]{{16}}-00\Z")
            self.assertNotIn("00f067aa0ba902b7", parent)

    def test_runs_are_traces_of_their_own_also_with_the_same_seed(self):
        collector = self.collector()
        for _ in range(2):
            self.run_with(collector.url, "main: [ { print: x } ]", "--seed", "1")
        self.assertEqual(len({span["traceId"] for span in collector.spans()}), 2)

    def test_spans_are_sent_while_the_run_goes_on_and_in_batches(self):
        collector = self.collector()
        workflow = "main:\n  - gather: { for: i, in: '${{ range(600) }}', do: { print: '${{ i }}' } }\n  - sleep: 60\n"
        (self.folder / "flow.yaml").write_text(workflow)
        process = subprocess.Popen([AIORUN, "--otlp", collector.url, "flow.yaml"], cwd=self.folder, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and len(collector.spans()) < 1200:
            time.sleep(0.05)
        process.kill()
        process.wait()
        self.assertGreaterEqual(len(collector.spans()), 1200)
        sizes = [len(json.loads(body)["resourceSpans"][0]["scopeSpans"][0]["spans"]) for _, _, body in collector.requests]
        self.assertLessEqual(max(sizes), 2048)

    def test_a_burst_of_spans_reaches_a_collector_that_keeps_up(self):
        collector = self.collector()
        done = self.run_with(collector.url, "main: [ { gather: { for: i, in: '${{ range(5000) }}', do: { sleep: 1ms } } } ]")
        self.assertEqual(done.stderr, "")
        spans = self.check_shape(collector.spans())
        self.assertEqual(len(spans), 10003)
        self.assertEqual(sum(span.get("parentSpanId") not in spans for span in spans.values()), 1)

    def test_what_a_slow_collector_takes_in_time_are_the_spans_that_others_lie_in(self):
        collector = self.collector(delay=0.5)
        done = self.run_with(collector.url, "main: [ { gather: { for: i, in: '${{ range(20000) }}', do: { sleep: 1ms } } } ]")
        self.assertRegex(done.stderr, r"\Awarning: \d+ of 40003 spans did not reach ")
        spans = self.check_shape(collector.spans())
        names = {span["name"] for span in spans.values()}
        self.assertEqual({"main", "gather", str(self.folder / "flow.yaml")} - names, set())
        self.assertEqual(sum(span.get("parentSpanId") not in spans for span in spans.values()), 1)

    def test_a_collector_that_is_down_costs_one_warning_and_nothing_else(self):
        collector = self.collector()
        collector.close()
        done = self.run_with(collector.url, "main: [ { print: x }, { return: 1 } ]")
        self.assertEqual(done.stdout, "x\n1\n")
        self.assertRegex(done.stderr, rf"\Awarning: 4 of 4 spans did not reach {collector.url}/v1/traces: .*connect.*\n\Z")
        self.assertEqual(self.run_with(collector.url, "main: [ { print: x } ]", "--quiet").stderr, "")
        done = self.run_with(collector.url, "main: [ { raise: x } ]", status=1)
        self.assertEqual(done.stderr.splitlines()[-1], "error: RuntimeError: x")

    def test_a_collector_that_hangs_delays_the_end_by_a_few_seconds_at_most(self):
        collector = self.collector(delay=30)
        begin = time.monotonic()
        done = self.run_with(collector.url, "main: [ { sleep: 10ms }, { return: 1 } ]", "--virtual-time")
        self.assertLess(time.monotonic() - begin, 15)
        self.assertIn("did not answer in time", done.stderr)

    def test_a_collector_that_refuses_or_takes_a_part_is_told_of(self):
        self.assertIn("status 404", self.run_with(self.collector(status=404).url, "main: [ { print: x } ]").stderr)
        partial = self.collector(answer='{"partialSuccess":{"rejectedSpans":"1","errorMessage":"too old"}}')
        self.assertIn("warning: 1 of 3 spans did not reach ", self.run_with(partial.url, "main: [ { print: x } ]").stderr)

    def test_what_a_collector_says_that_it_rejects_is_lost_and_what_else_it_says_a_warning(self):
        for rejected, message, expected in [
            ('"2"', '"too old"', r"warning: 2 of 3 spans did not reach \S+: it refused 2: too old\n"),
            ("2", '""', r"warning: 2 of 3 spans did not reach \S+: it refused 2\n"),
            ('"0"', '"slow down"', r"warning: \S+ took all spans, and warns: slow down\n"),
            ("0", '""', ""),
        ]:
            collector = self.collector(answer=f'{{"partialSuccess":{{"rejectedSpans":{rejected},"errorMessage":{message}}}}}')
            self.assertRegex(self.run_with(collector.url, "main: [ { print: x } ]").stderr, rf"\A{expected}\Z")
        self.assertEqual(self.run_with(self.collector(answer='{"partialSuccess":{}}').url, "main: [ { print: x } ]").stderr, "")

    def test_urls_with_a_path_are_taken_as_they_are_and_headers_come_from_the_environment(self):
        collector = self.collector()
        for url, path in {"/": "/v1/traces", "/own/path": "/own/path", "?a=b": "/v1/traces?a=b"}.items():
            self.run_with(collector.url + url, "main: [ { print: x } ]",
                          environment={"OTEL_EXPORTER_OTLP_HEADERS": "x-key=a%20b, x-other=2"})
            found, headers, _ = collector.requests[-1]
            self.assertEqual((found, headers["x-key"], headers["x-other"]), (path, "a b", "2"))

    def test_what_is_no_url_is_refused_before_the_run(self):
        for url in ["collector:4318", "ftp://x/", "http://", "nonsense"]:
            done = self.run_with(url, "main: [ { print: ran } ]", status=2)
            self.assertEqual(done.stdout, "")
            self.assertIn("error: --otlp: ", done.stderr)

    def test_a_dry_run_sends_nothing(self):
        collector = self.collector()
        self.run_with(collector.url, "main: [ { print: ran } ]", "--dry-run")
        self.assertEqual(collector.requests, [])

    def test_the_schedule_of_a_virtual_run_is_the_same(self):
        workflow = "main:\n  - gather: { for: i, in: '${{ range(50) }}', do: [ { sleep: '${{ i % 7 }}' }, { print: '${{ elapsed() }} ${{ i }}' } ] }\n"
        collector = self.collector(delay=0.2)
        with_spans = self.run_with(collector.url, workflow, "--virtual-time").stdout
        without = subprocess.run([AIORUN, "--virtual-time", "flow.yaml"], cwd=self.folder, capture_output=True, check=True, text=True)
        self.assertEqual(with_spans, without.stdout)


if __name__ == "__main__":
    unittest.main()
