// The page: puts the parts together, and answers to the mouse and the keyboard.
const view = new View(run.duration);
const details = new Details(byId("details"), select);
const table = new Table(byId("table-scroller"), byId("table"), byId("tabs"), byId("rows"), select);
const timeline = new Timeline(byId("scroller"), byId("chart"), byId("height"), view, { redraw });
const overview = new Overview(byId("overview"), view, redraw);
const allRows = tasksInTreeOrder();

let isDue = false;
/** Draws once a frame, however often it is asked for. */
function redraw() {
  if (!isDue) {
    isDue = true;
    requestAnimationFrame(draw);
  }
}
function draw() {
  isDue = false;
  timeline.draw();
  overview.draw();
}

function select(item, { reveal = false } = {}) {
  timeline.selected = item;
  const wasOpen = byId("details").childElementCount > 0;
  details.show(item);
  table.setSelected(item);
  if (wasOpen !== Boolean(item)) {
    timeline.layOut();  // the panel takes its room from the timeline
  }
  const shown = item?.kind === "error" ? steps.find((step) => step.error === item) ?? tasks.find((task) => task.error === item) : item;
  if (shown && reveal) {
    timeline.selected = shown;
    timeline.reveal(shown);
  }
  redraw();
}

// ── what is shown ──

const CLOCKS = { real: "", virtual: "virtual time", simulated: "dry-run: nothing was done outside, times are simulated" };

function showSummary() {
  const counts = run.counts;
  document.title = `${run.title}: ${run.outcome}`;
  byId("title").textContent = run.title;
  byId("outcome").textContent = run.outcome;
  byId("outcome").classList.add(run.exit === 0 ? "good" : "failed");
  byId("facts").textContent = [run.file !== run.title && run.file, run.started && `started ${run.started}`,
    CLOCKS[run.clock], run.seed && `seed ${run.seed}`, `exit status ${run.exit}`, `aiorun ${run.version}`]
    .filter(Boolean).join(" · ");
  byId("problem").hidden = !run.error;
  byId("problem-line").textContent = run.error;
  byId("problem-details").textContent = run.details;
  const card = (name, value, ...notes) => element("div", { class: "card" }, element("small", {}, name), element("b", {}, value),
    element("small", {}, ...notes.filter(Boolean).flatMap((note, i) => (i > 0 ? [", ", note] : [note]))));
  const bad = (count, word) => (count > 0 ? element("span", { class: "bad" }, `${showCount(count)} ${word}`) : undefined);
  byId("cards").append(
    card("duration", showTime(run.duration), run.clock === "real" ? "" : `${run.clock} time`),
    card("tasks", showCount(counts.tasks), `${showCount(counts.mostRunning)} at once`, bad(counts.failedTasks, "failed"),
      counts.cancelledTasks > 0 ? `${showCount(counts.cancelledTasks)} cancelled` : undefined),
    card("steps", showCount(counts.steps), `${showCount(infos.length)} places`,
      counts.attempts > 0 ? `${showCount(counts.attempts)} tried again` : undefined),
    card("transfers", showCount(counts.transfers), showBytes(counts.bytes), bad(counts.failedTransfers, "failed")),
    counts.processes > 0 ? card("commands", showCount(counts.processes)) : "",
    card("waited for others", showTime(counts.waited), "all tasks together"));
  byId("omitted").hidden = counts.omitted === 0;
  byId("omitted").textContent = `The run was too large to list all of it: ${showCount(counts.omitted)} entries are counted above but not shown below.`;
}

/** Steps that did something themselves, by their place in the workflow: the longest first. */
function showSlowest() {
  const groups = new Map();
  for (const step of steps) {
    if (!step.isLeaf || JOINS.has(step.info.action) || spanOf(step) === 0) {
      continue;
    }
    const group = groups.get(step.info) ?? { info: step.info, longest: step, count: 0, total: 0 };
    group.count += 1;
    group.total += spanOf(step);
    group.longest = spanOf(step) > spanOf(group.longest) ? step : group.longest;
    groups.set(step.info, group);
  }
  const slowest = [...groups.values()].sort((a, b) => spanOf(b.longest) - spanOf(a.longest)).slice(0, 8);
  for (const { info, longest, count, total } of slowest) {
    const share = (spanOf(longest) / spanOf(slowest[0].longest)) * 100;
    byId("slowest").append(element("li", {},
      element("span", { class: "share", style: `width:${share.toFixed(1)}%` }),
      element("span", {}, details.link(longest, info.label), " ", element("span", { class: "muted" }, info.place)),
      element("span", { class: "time" }, count > 1 ? `${showTime(spanOf(longest))} (${showCount(count)} × ${showTime(total / count)})`
        : showTime(spanOf(longest)))));
  }
  if (slowest.length === 0) {
    byId("slowest").append(element("li", { class: "muted" }, "no step took any time"));
  }
}

function showErrors() {
  const most = 30;
  const first = [...errors].sort((a, b) => a.isHandled - b.isHandled || a.index - b.index);
  for (const error of first.slice(0, most)) {
    byId("errors").append(element("details", {},
      element("summary", {}, element("b", {}, error.type), ` ${error.message} `, element("span", { class: "muted" },
        [error.isHandled && "handled", error.task, error.info?.place, showTime(error.at)].filter(Boolean).join(" · "))),
      element("pre", {}, error.explanation), details.link(error, "show in the timeline")));
  }
  byId("errors").append(element("p", { class: "muted" }, errors.length === 0 ? "none"
    : errors.length > most ? `… and ${showCount(errors.length - most)} more, see the table` : ""));
}

function showLegend() {
  const entries = [["fetch", "fetch"], ["command", "run"], ["sleep", "sleep"], ["other", "other steps"], ["call", "calls and blocks"],
    ["join", "waiting for branches"], ["wait", "waiting for a lock, queue, …"], ["failed", "failed"], ["dns", "dns"],
    ["connect", "connect"], ["tls", "TLS"], ["server", "waiting for the server"], ["receive", "receiving"]];
  byId("legend").append(...entries.map(([color, name]) => element("span", {}, element("i", { style: `background:var(--${color})` }), name)));
}

function applyFilter() {
  const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const outcome = byId("filter").value;
  const fits = (item) => (outcome === "all" || item.kind === "wait" || (item.kind === "error" ? outcome === "failed" : item.outcome === outcome))
    && (words.length === 0 || words.every((word) => haystack(item).includes(word)));
  const rows = words.length === 0 && outcome === "all" ? allRows
    : allRows.filter((task) => fits(task) || (outcome !== "all" && task.steps.some(fits)));
  timeline.setRows(rows);
  table.setFilter(fits);
  byId("shown").textContent = rows.length === allRows.length ? "" : `${showCount(rows.length)} of ${showCount(allRows.length)} tasks`;
  redraw();
}

// ── light and dark ──

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  readPalette();
  redraw();
}
const prefersDark = matchMedia("(prefers-color-scheme: dark)");
prefersDark.addEventListener("change", () => setTheme(prefersDark.matches ? "dark" : "light"));
byId("theme").addEventListener("click", () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));

// ── the mouse ──

const scroller = byId("scroller");
const chart = byId("chart");
let drag;

function place(event) {
  const box = chart.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

scroller.addEventListener("wheel", (event) => {
  const [x] = place(event);
  if (event.ctrlKey || event.metaKey || event.altKey) {
    event.preventDefault();
    view.zoom(Math.exp(Math.max(-100, Math.min(100, event.deltaY)) * 0.008), timeline.timeAt(Math.max(x, timeline.gutter)));
    redraw();
  } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
    event.preventDefault();
    view.moveTo(view.from + ((event.deltaX || event.deltaY) / timeline.wide) * view.span);
    redraw();
  }
}, { passive: false });

chart.addEventListener("pointerdown", (event) => {
  if (event.button === 0) {
    chart.setPointerCapture(event.pointerId);
    drag = { x: event.clientX, y: event.clientY, from: view.from, top: scroller.scrollTop, moved: false };
  }
});
chart.addEventListener("pointermove", (event) => {
  if (!drag) {
    return hover(event);
  }
  const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
  drag.moved ||= Math.hypot(dx, dy) > 4;
  if (drag.moved) {
    scroller.classList.add("dragging");
    view.moveTo(drag.from - (dx / (timeline.wide - timeline.gutter)) * view.span);
    scroller.scrollTop = drag.top - dy;
    redraw();
  }
});
chart.addEventListener("pointerup", (event) => {
  if (drag && !drag.moved) {
    select(timeline.hit(...place(event))?.item);
  }
  drag = undefined;
  scroller.classList.remove("dragging");
});
chart.addEventListener("dblclick", (event) => {
  view.zoom(0.4, timeline.timeAt(place(event)[0]));
  redraw();
});
chart.addEventListener("pointerleave", () => hover());

const tip = byId("tip");
function hover(event) {
  const found = event && timeline.hit(...place(event));
  if (found?.item !== timeline.hovered?.item) {
    timeline.hovered = found;
    redraw();
  }
  tip.hidden = !found;
  if (found) {
    const { item, operation, task } = found;
    const title = item.kind === "wait" ? `waits for ${item.label}` : item.label;
    tip.textContent = [item === task ? title : `${title} — ${task.label}`, operation?.label,
      `${showTime(spanOf(item))}, from ${showTime(item.begin)}${item.kind === "wait" || item.outcome === "good" ? "" : ", " + OUTCOME_WORDS[item.outcome]}`,
      item.error && `${item.error.type}: ${item.error.message}`.slice(0, 200)].filter(Boolean).join("\n");
    tip.style.left = `${Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${Math.min(event.clientY + 16, innerHeight - tip.offsetHeight - 8)}px`;
  }
}

// ── the keyboard ──

function moveSelection(by) {
  const row = timeline.rowOf.get(timeline.selectedTask);
  const next = timeline.rows[row === undefined ? 0 : Math.min(Math.max(row + by, 0), timeline.rows.length - 1)];
  if (next) {
    select(next, { reveal: true });
  }
}

const KEYS = {
  "+": () => view.zoom(0.6), "=": () => view.zoom(0.6), "-": () => view.zoom(1 / 0.6), "0": () => view.all(),
  ArrowLeft: () => view.moveTo(view.from - view.span / 8), ArrowRight: () => view.moveTo(view.from + view.span / 8),
  ArrowUp: () => moveSelection(-1), ArrowDown: () => moveSelection(1),
  PageUp: () => moveSelection(-20), PageDown: () => moveSelection(20),
  Home: () => moveSelection(-timeline.rows.length), End: () => moveSelection(timeline.rows.length),
  Enter: () => byId("details").focus(), Escape: () => select(),
};
scroller.addEventListener("keydown", (event) => {
  if (KEYS[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    KEYS[event.key]();
    redraw();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
    event.preventDefault();
    byId("search").focus();
  }
});

// ── the buttons ──

let searchTimer;
byId("search").addEventListener("input", () => {
  clearTimeout(searchTimer);
  searchTimer = setTimeout(applyFilter, 100);
});
byId("filter").addEventListener("change", applyFilter);
const onClick = (id, action) => byId(id).addEventListener("click", () => { action(); redraw(); });
onClick("zoom-in", () => view.zoom(0.5));
onClick("zoom-out", () => view.zoom(2));
onClick("fit", () => view.all());
function setNested(nested) {
  timeline.nested = nested;
  byId("lanes").setAttribute("aria-pressed", nested);
  timeline.layOut();
}
onClick("lanes", () => setNested(!timeline.nested));
addEventListener("resize", () => { timeline.layOut(); redraw(); });
new ResizeObserver(redraw).observe(scroller);

// A printed page has no scrolling: it shows as many rows as are worth the paper.
addEventListener("beforeprint", () => { table.most = 300; table.update(); });
addEventListener("afterprint", () => { table.most = undefined; table.update(); });

showSummary();
showSlowest();
showErrors();
showLegend();
timeline.nested = tasks.length <= 60;
byId("lanes").setAttribute("aria-pressed", timeline.nested);
setTheme(prefersDark.matches ? "dark" : "light");
applyFilter();
draw();

// For tests, and for the curious: what the page shows, from the browser's console.
window.aiorun = { run, tasks, steps, waits, operations, errors, view, timeline, table, select };
