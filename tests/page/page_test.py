"""The HTML report in headless Chromium: what it shows, that it can be worked with, and that it asks nobody for anything."""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import unittest

import browser

AIORUN = str(pathlib.Path(sys.argv.pop(1)).resolve())
FLOW = """
name: a </script><!-- small & "odd" run
params: { token: { type: string, secret: true } }
vars: { total: 0 }
shared: { counter: lock, jobs: { queue: { maxsize: 1 } } }
tasks:
  work:
    params: { n: ~ }
    do:
      - name: hold the counter
        lock: counter
        sleep: 100ms
      - assign: { total: "${{ total + n }}" }
main:
  - gather:
      for: n
      in: [1, 2, 3, 4]
      do: { work: { n: "${{ n }}" } }
  - try: [ { raise: { type: Handled, message: "of no importance" } } ]
    except: { do: [ { sleep: 10ms } ] }
  - name: two that fail
    task_group:
      - [ { sleep: 50ms }, { raise: { type: Broken, message: "</script><b>${{ token }}</b>" } } ]
      - sleep: 10s
"""
MANY = """
shared: { places: { semaphore: 100 } }
main:
  - gather:
      for: n
      in: ${{ range(10000) }}
      do:
        - sleep: ${{ double(n % 50 + 1) / 1000.0 }}
          semaphore: places
        - if: n % 1000 == 7
          raise: "number ${{ n }}"
      return_exceptions: true
"""


def run(folder, text, *options, status=0):
    """Runs a workflow on the virtual clock; gives the path of its report."""
    flow, report = pathlib.Path(folder, "flow.yaml"), pathlib.Path(folder, "report.html")
    flow.write_text(text, encoding="utf-8")
    result = subprocess.run([AIORUN, "run", "--virtual-time", "--report", str(report), *options, str(flow)],
                            capture_output=True, check=False, encoding="utf-8")
    assert result.returncode == status, (result.returncode, result.stderr)
    return report


def data_of(report):
    """The data in a page, as a program reads it."""
    text = report.read_text(encoding="utf-8")
    return json.loads(re.search(r'<script type="application/json" id="run">(.*?)</script>', text, re.DOTALL)[1])


class TheFile(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def test_needs_nothing_from_elsewhere(self):
        text = run(self.folder, FLOW, "-p", "token=hunter22", status=1).read_text(encoding="utf-8")
        self.assertNotRegex(text, r"""(?:src|href)\s*=\s*["'](?!data:)""")
        self.assertNotIn("url(", text)
        self.assertNotIn("import(", text)
        self.assertIn("default-src 'none'", text)

    def test_lets_no_text_of_the_run_end_a_script_and_shows_no_secret(self):
        report = run(self.folder, FLOW, "-p", "token=hunter22", status=1)
        text = report.read_text(encoding="utf-8")
        self.assertEqual(text.count("</script>"), 2)
        self.assertNotIn("<!--", text)
        self.assertNotIn("hunter22", text)
        read = data_of(report)
        self.assertEqual(read["title"], 'a </script><!-- small & "odd" run')
        self.assertIn("</script><b>***</b>", read["texts"])

    def test_is_there_whatever_became_of_the_run(self):
        ends = [("main: [ { print: x } ]", [], 0, "succeeded"), ("main: [ { raise: x } ]", [], 1, "failed"),
                ("shared: { e: event }\nmain: [ { wait: e } ]", [], 3, "deadlock"),
                ("main: [ { sleep: 1h } ]", ["--timeout", "1s"], 124, "timed out"),
                ("main: [ { spawn: { raise: lost } }, { sleep: 1 } ]", [], 1, "failed")]
        for text, options, status, outcome in ends:
            with self.subTest(text):
                read = data_of(run(self.folder, text, *options, status=status))
                self.assertEqual((read["outcome"], read["exit"]), (outcome, status))
                self.assertEqual(read["error"] == "", status == 0)

    def test_is_there_when_a_signal_ended_the_run(self):
        flow, report = pathlib.Path(self.folder, "flow.yaml"), pathlib.Path(self.folder, "report.html")
        flow.write_text("main: [ { print: here }, { sleep: 1h } ]", encoding="utf-8")
        with subprocess.Popen([AIORUN, "run", "--report", report, flow], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
            self.assertEqual(child.stdout.readline(), b"here\n")
            child.send_signal(signal.SIGTERM)
            self.assertEqual(child.wait(60), 143)
        read = data_of(report)
        self.assertEqual((read["outcome"], read["exit"]), ("stopped by a signal", 143))
        self.assertEqual(read["error"], "CancelledError: the run was stopped by SIGTERM")

    def test_is_not_written_when_its_path_is_wrong_and_nothing_runs(self):
        flow = pathlib.Path(self.folder, "flow.yaml")
        flow.write_text("main: [ { print: was run } ]", encoding="utf-8")
        for path in ("report.pdf", "not/there.html"):
            result = subprocess.run([AIORUN, "--report", path, str(flow)], cwd=self.folder, capture_output=True, check=False)
            self.assertEqual((result.returncode, result.stdout), (2, b""), path)


@unittest.skipUnless(browser.find(), "THE PAGE IS NOT TESTED: Chromium is not installed; scripts/setup installs it")
class InTheBrowser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.browser = browser.Browser()
        cls.small = run(cls.folder.name, FLOW, "-p", "token=hunter22", status=1).rename(cls.folder.name + "/small.html")
        cls.many = run(cls.folder.name, MANY).rename(cls.folder.name + "/many.html")

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.folder.cleanup()

    def open(self, report, **more):
        page = self.browser.open(report, **more)
        page.drawn()
        self.addCleanup(page.close)
        self.addCleanup(lambda: self.assertEqual((page.complaints(), page.requests()), ([], [])))
        return page

    def text(self, page, selector):
        return page.evaluate(f"document.querySelector({json.dumps(selector)}).innerText")

    def column(self, page, number):
        """The texts of a column of the table, as far as rows are drawn."""
        return page.evaluate(f"[...document.querySelectorAll('#table tbody tr:not(.space)')].map((row) => row.cells[{number}].innerText)")

    def tab(self, page, name):
        page.evaluate(f"[...document.querySelectorAll('#tabs button')].find((each) => each.innerText.startsWith({json.dumps(name)})).click()")

    def sort(self, page, name):
        page.evaluate(f"[...document.querySelectorAll('#table th button')].find((each) => each.innerText === {json.dumps(name)}).click()")

    def middle_of(self, page, item):
        """Where the bar of an item is on the screen."""
        return page.evaluate(f"""(() => {{
            const {{ timeline }} = aiorun;
            const item = {item};
            document.getElementById('scroller').scrollIntoView({{ block: 'center' }});
            const box = document.getElementById('chart').getBoundingClientRect();
            const row = timeline.rowOf.get(item.task ?? item);
            const lane = timeline.nested ? item.lane ?? item.depth ?? 0 : 0;
            return [box.left + (timeline.xOf(item.begin) + timeline.xOf(item.end)) / 2,
                    box.top + timeline.tops[row] - timeline.scroller.scrollTop + lane * 18 + 9];
        }})()""")

    def pixels(self, page, selector):
        """How many colours a canvas has, and how light it is (0 to 255)."""
        return page.evaluate(f"""(() => {{
            const canvas = document.querySelector({json.dumps(selector)});
            const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', {{ willReadFrequently: true }});
            copy.drawImage(canvas, 0, 0);
            const data = copy.getImageData(0, 0, canvas.width, canvas.height).data;
            const colors = new Set();
            let sum = 0;
            for (let i = 0; i < data.length; i += 4) {{
                colors.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
                sum += data[i] + data[i + 1] + data[i + 2];
            }}
            return [colors.size, sum / (data.length / 4) / 3];
        }})()""")

    def test_the_summary_tells_how_the_run_ended_and_why(self):
        page = self.open(self.small)
        self.assertEqual(self.text(page, "h1"), 'a </script><!-- small & "odd" run failed')
        self.assertEqual(page.evaluate("document.title"), 'a </script><!-- small & "odd" run: failed')
        self.assertIn("Broken: </script><b>***</b>", self.text(page, "#problem"))
        self.assertIn("- [ { sleep: 50ms }, { raise:", self.text(page, "#problem"))
        cards = self.text(page, "#cards")
        for part in ("460 ms", "virtual time", "7", "2 failed", "600 ms"):
            self.assertIn(part, cards)
        self.assertIn("hold the counter", self.text(page, "#slowest li"))
        self.assertIn("Handled of no importance handled", self.text(page, "#errors"))

    def test_a_click_on_a_bar_shows_where_the_step_stands_and_what_it_waited_for(self):
        page = self.open(self.small)
        step = "aiorun.steps.filter((each) => each.label === 'hold the counter')[2]"
        x, y = self.middle_of(page, step)
        page.click(x + 20, y - 5)
        details = self.text(page, "#details")
        self.assertIn("waits for lock counter", details)
        self.assertIn("gather[2]", details)
        self.assertIn("200 ms", details)
        self.assertIn("gather[0]", details)  # who had it
        page.evaluate("[...document.querySelectorAll('#details .link')].find((each) => each.innerText === 'hold the counter').click()")
        details = self.text(page, "#details")
        for part in ("gather[2]", "work", "flow.yaml:12:9", "sleep: 100ms", "300 ms", "lock counter 200 ms"):
            self.assertIn(part, details)

    def test_a_failed_step_shows_its_error_with_the_line(self):
        page = self.open(self.small)
        page.click(*self.middle_of(page, "aiorun.tasks.find((each) => each.label === 'task_group[0]').steps[0]"))
        self.assertIn("50.0 ms", self.text(page, "#details"))
        page.evaluate("aiorun.select(aiorun.steps.find((each) => each.info.action === 'raise' && each.task.parent))")
        details = self.text(page, "#details")
        self.assertIn("Broken: </script><b>***</b>", details)
        self.assertIn("in step \"raise\" of task task_group[0]", details)

    def test_zooming_by_wheel_buttons_and_keys(self):
        page = self.open(self.small)
        span = lambda: page.evaluate("aiorun.view.span")
        whole = span()
        x, y = self.middle_of(page, "aiorun.tasks[2]")
        before = page.evaluate(f"aiorun.timeline.timeAt({x} - document.getElementById('chart').getBoundingClientRect().left)")
        page.mouse("mouseWheel", x, y, deltaX=0, deltaY=-120, modifiers=2)
        page.wait_for(f"aiorun.view.span < {whole}")
        after = page.evaluate(f"aiorun.timeline.timeAt({x} - document.getElementById('chart').getBoundingClientRect().left)")
        self.assertAlmostEqual(before, after, delta=whole / 1000)  # the time below the pointer stays there
        page.evaluate("document.getElementById('zoom-in').click()")
        zoomed = span()
        page.evaluate("document.getElementById('scroller').focus()")
        page.key("+")
        self.assertLess(span(), zoomed)
        begin = page.evaluate("aiorun.view.from")
        page.key("ArrowRight")
        self.assertGreater(page.evaluate("aiorun.view.from"), begin)
        page.key("0")
        self.assertEqual(span(), whole)

    def test_dragging_moves_what_is_shown(self):
        page = self.open(self.small)
        page.evaluate("aiorun.view.show(100000, 200000)")
        x, y = self.middle_of(page, "aiorun.tasks[0]")
        page.mouse("mousePressed", 700, y, button="left", buttons=1)
        page.mouse("mouseMoved", 600, y, button="left", buttons=1)
        page.mouse("mouseReleased", 600, y, button="left")
        page.drawn()
        self.assertGreater(page.evaluate("aiorun.view.from"), 100000)
        self.assertEqual(self.text(page, "#details"), "")  # a drag is no click

    def test_the_keyboard_alone_is_enough(self):
        page = self.open(self.small)
        page.key("/")
        self.assertEqual(page.evaluate("document.activeElement.id"), "search")
        page.evaluate("document.getElementById('scroller').focus()")
        page.key("ArrowDown")
        page.key("ArrowDown")
        self.assertIn("gather[0]", self.text(page, "#details h3"))
        page.key("Enter")
        self.assertEqual(page.evaluate("document.activeElement.id"), "details")
        page.evaluate("document.getElementById('scroller').focus()")
        page.key("Escape")
        self.assertEqual(self.text(page, "#details"), "")

    def test_the_table_sorts_by_any_column_both_ways(self):
        page = self.open(self.small)
        self.sort(page, "took")
        took = page.evaluate("aiorun.table.items.map((each) => each.end - each.begin)")
        self.assertEqual(took, sorted(took, reverse=True))
        self.assertEqual(page.evaluate("document.querySelector('#table th[aria-sort]').innerText"), "took")
        self.sort(page, "took")
        self.assertEqual(page.evaluate("aiorun.table.items.map((each) => each.end - each.begin)"), sorted(took))
        self.sort(page, "task")
        names = self.column(page, 0)
        self.assertEqual(names, sorted(names))

    def test_the_table_has_sheets_of_all_kinds(self):
        page = self.open(self.small)
        self.assertEqual(self.column(page, 0)[:2], ["main", "gather[0]"])
        self.tab(page, "steps")
        self.assertEqual(self.column(page, 0)[0], "gather")
        self.tab(page, "waits")
        self.sort(page, "took")
        self.assertEqual(self.column(page, 0).count("lock counter"), 3)
        self.tab(page, "errors")
        self.assertEqual(self.column(page, 0), ["Handled", "Broken", "ExceptionGroup"])
        self.assertEqual(self.column(page, 2), ["yes", "no", "no"])

    def test_searching_and_filtering_narrow_timeline_and_table(self):
        page = self.open(self.small)
        page.evaluate("document.getElementById('search').focus()")
        page.type("gather[3]")
        page.wait_for("aiorun.timeline.rows.length === 1")
        self.assertEqual(self.column(page, 0), ["gather[3]"])
        self.assertIn("1 of 7", self.text(page, "#shown"))
        page.evaluate("(() => { const box = document.getElementById('search'); box.value = ''; box.dispatchEvent(new Event('input')); })()")
        page.wait_for("aiorun.timeline.rows.length === 7")
        page.evaluate("(() => { const box = document.getElementById('filter'); box.value = 'failed'; box.dispatchEvent(new Event('change')); })()")
        self.assertEqual(self.column(page, 0), ["main", "task_group[0]"])
        self.tab(page, "steps")
        self.assertEqual(set(self.column(page, 2)), {"failed"})

    def test_a_row_of_the_table_leads_to_the_timeline(self):
        page = self.open(self.many)
        self.tab(page, "errors")
        page.evaluate("document.querySelectorAll('#table tbody tr:not(.space)')[3].click()")
        page.drawn()
        self.assertEqual(page.evaluate("aiorun.timeline.selectedTask.label"), "gather[3007]")
        row, top, high = page.evaluate("[aiorun.timeline.tops[aiorun.timeline.rowOf.get(aiorun.timeline.selectedTask)],"
                                       " aiorun.timeline.scroller.scrollTop, aiorun.timeline.high]")
        self.assertTrue(top < row < top + high)
        self.assertIn("number 3007", self.text(page, "#details"))

    def test_ten_thousand_tasks_are_drawn_sorted_and_searched(self):
        page = self.open(self.many)
        self.assertEqual(page.evaluate("aiorun.tasks.length"), 10_001)
        self.assertGreater(self.pixels(page, "#chart")[0], 5)
        drawn = page.evaluate("aiorun.timeline.drawn")
        self.assertTrue(3 < drawn < 200, drawn)  # what is out of sight costs nothing
        page.evaluate("aiorun.timeline.scroller.scrollTop = 1e9")
        page.drawn()
        x, y = self.middle_of(page, "aiorun.tasks.at(-1)")
        page.click(x, y)
        self.assertIn("gather[9999]", self.text(page, "#details"))
        self.tab(page, "steps")
        self.sort(page, "took")
        took = page.evaluate("aiorun.table.items.map((each) => each.end - each.begin)")
        self.assertEqual((len(took), took), (20_001, sorted(took, reverse=True)))
        self.assertLess(page.evaluate("document.querySelectorAll('#table tr').length"), 200)
        page.evaluate("document.getElementById('search').focus()")
        page.type("gather[77")
        page.wait_for("aiorun.timeline.rows.length === 111")

    def test_the_table_shows_the_rows_it_is_scrolled_to(self):
        page = self.open(self.many)
        page.evaluate("document.getElementById('table-scroller').scrollTop = 28 * 5000")
        page.wait_for("document.querySelector('#table tbody').innerText.includes('gather[5004]')")
        self.assertEqual(page.evaluate("document.getElementById('table').getAttribute('aria-rowcount')"), "10002")

    def test_light_and_dark_follow_the_system_and_the_button(self):
        page = self.open(self.small, dark=False)
        light = self.pixels(page, "#chart")[1]
        page.set_dark(True)
        page.wait_for("document.documentElement.dataset.theme === 'dark'")
        page.drawn()
        dark = self.pixels(page, "#chart")[1]
        self.assertGreater(light, 180)
        self.assertLess(dark, 90)
        page.evaluate("document.getElementById('theme').click()")
        page.drawn()
        self.assertEqual(self.pixels(page, "#chart")[1], light)
        started_dark = self.open(self.small, dark=True)
        self.assertEqual(self.pixels(started_dark, "#chart")[1], dark)

    def test_text_has_enough_contrast_in_both_themes(self):
        for dark in (False, True):
            page = self.open(self.small, dark=dark)
            ratios = page.evaluate("""(() => {
                const parse = (color) => color.match(/[\\d.]+/g).slice(0, 3).map(Number);
                const light = (color) => {
                    const [r, g, b] = parse(color).map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                };
                const behind = (element) => {
                    for (; element; element = element.parentElement) {
                        const color = getComputedStyle(element).backgroundColor;
                        if (!/, 0\\)$/.test(color)) return color;
                    }
                };
                return ['h1', '#facts', '#outcome', '#problem-line', '.card small', '.keys', '#slowest .link', 'td.failed', 'th button',
                        '.bar button', '#errors summary b'].map((selector) => {
                    const element = document.querySelector(selector);
                    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))].sort((x, y) => y - x);
                    return [selector, (a + 0.05) / (b + 0.05)];
                });
            })()""")
            for selector, ratio in ratios:
                self.assertGreater(ratio, 4.5, (selector, dark))  # WCAG 2.2, 1.4.3

    def test_everything_that_can_be_used_has_a_name(self):
        page = self.open(self.small)
        nameless = page.evaluate("""[...document.querySelectorAll('button, input, select, [role=tabpanel], [role=application]')]
            .filter((each) => !(each.getAttribute('aria-label') || each.textContent.trim())).map((each) => each.outerHTML)""")
        self.assertEqual(nameless, [])

    def test_printing_shows_the_rows_without_scrolling(self):
        page = self.open(self.many)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        self.assertEqual(page.evaluate("document.querySelectorAll('#table tbody tr:not(.space)').length"), 300)
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        self.assertLess(page.evaluate("document.querySelectorAll('#table tbody tr').length"), 100)
        self.assertTrue(page.call("Page.printToPDF")["data"].startswith("JVBERi"))

    def test_numbers_in_names_sort_as_numbers_and_errors_that_a_list_took_are_handled(self):
        text = """
main:
  - gather: { for: i, in: "${{ range(12) }}", return_exceptions: true, do: [ { sleep: 1ms }, { raise: "in a list ${{ i }}" } ] }
  - gather: [ { sleep: 5ms }, { sleep: 1ms, name: x }, [ { sleep: 2ms }, { raise: left } ] ]
"""
        page = self.open(run(self.folder.name, text, status=1).rename(self.folder.name + "/taken.html"))
        self.sort(page, "task")
        names = self.column(page, 0)
        self.assertLess(names.index("gather[2]"), names.index("gather[10]"))
        self.tab(page, "errors")
        handled = dict(zip(self.column(page, 1), self.column(page, 2)))
        self.assertEqual({handled[f"in a list {i}"] for i in range(12)}, {"yes"})
        self.assertEqual(handled["left"], "no")

    def test_a_path_that_is_no_utf_8_is_shown_all_the_same(self):
        folder = os.path.join(os.fsencode(self.folder.name), b"d\xff")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, b"flow.yaml"), "w", encoding="utf-8") as flow:
            flow.write("main: [ { print: x } ]")
        result = subprocess.run([os.fsencode(AIORUN), b"--report", b"odd.html", os.path.join(folder, b"flow.yaml")],
                                cwd=self.folder.name, capture_output=True, check=False)
        self.assertEqual(result.returncode, 0, result.stderr)
        (pathlib.Path(self.folder.name) / "odd.html").read_text(encoding="utf-8")
        page = self.open(pathlib.Path(self.folder.name) / "odd.html")
        self.assertIn("flow.yaml", self.text(page, "h1"))

    def test_a_run_that_took_no_time_has_a_page_too(self):
        page = self.open(run(self.folder.name, "main: [ { print: x } ]").rename(self.folder.name + "/short.html"))
        self.assertEqual(page.evaluate("aiorun.timeline.drawn"), 1)
        self.assertIn("no step took any time", self.text(page, "#slowest"))
        self.assertIn("none", self.text(page, "#errors"))
        page.evaluate("document.getElementById('scroller').focus()")
        for key in ("+", "-", "ArrowRight", "ArrowDown", "0"):
            page.key(key)
        self.assertIn("main", self.text(page, "#details h3"))

    def test_the_page_of_a_dry_run_says_that_it_is_one(self):
        text = "main: [ { fetch: 'http://127.0.0.1:1/x' }, { sleep: 2 } ]"
        page = self.open(run(self.folder.name, text, "--dry-run").rename(self.folder.name + "/dry.html"))
        self.assertIn("dry-run", self.text(page, "#facts"))
        self.assertIn("simulated time", self.text(page, "#cards"))
        self.tab(page, "transfers")
        self.assertEqual(self.column(page, 0), ["GET http://127.0.0.1:1/x"])

    def test_a_small_window_keeps_everything_within_its_width(self):
        page = self.open(self.small, width=420, height=800)
        page.click(*self.middle_of(page, "aiorun.tasks[1]"))
        self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), 420)


if __name__ == "__main__":
    unittest.main()
