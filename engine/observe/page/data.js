// The run as objects, from the rows of numbers that aiorun wrote (engine/observe/report_html_data.cpp). Times are whole
// microseconds since the start of the run.
const run = JSON.parse(document.getElementById("run").textContent);

const OUTCOMES = ["open", "good", "failed", "cancelled", "skipped"];
const OUTCOME_WORDS = { open: "still running", good: "ok", failed: "failed", cancelled: "cancelled", skipped: "skipped" };

const textAt = (index) => (index < 0 ? "" : run.texts[index]);

const infos = run.infos.map(([action, name, file, line, column, source]) => ({
  action, name, file, line, column, source, label: name || action, place: line > 0 ? `${file}:${line}` : "",
}));

const errors = run.errors.map(([type, message, explanation, task, info, at], index) => ({
  kind: "error", index, type: textAt(type), message: textAt(message), explanation: textAt(explanation), task: textAt(task),
  info: infos[info], at, isHandled: true,
}));

const tasks = run.tasks.map(([id, parent, name, origin, begin, end, outcome, error], index) => ({
  kind: "task", index, id, parentIndex: parent, label: textAt(name) || `task ${id}`, origin: infos[origin], begin, end,
  outcome: OUTCOMES[outcome], error: errors[error],
  steps: [], waits: [], operations: [], attempts: [], children: [], level: 0, lanes: 1,
}));

const steps = run.steps.map(([task, info, begin, end, outcome, error, depth, leaf], index) => ({
  kind: "step", index, task: tasks[task], info: infos[info], label: infos[info].label, begin, end, outcome: OUTCOMES[outcome],
  error: errors[error], depth, isLeaf: leaf === 1,
}));

const waits = run.waits.map(([task, subject, begin, end, holder, waker, what], index) => ({
  kind: "wait", index, task: tasks[task], begin, end, holder: tasks[holder], waker: tasks[waker], what,
  subject: textAt(subject), label: waitLabel(what, textAt(subject)), outcome: "good", lane: 0,
}));

const operations = run.operations.map(
  ([task, what, begin, end, outcome, result, status, received, isTransfer, phases], index) => ({
    kind: "operation", index, task: tasks[task], label: textAt(what), begin, end, outcome: OUTCOMES[outcome],
    result: textAt(result), status, received, isTransfer: isTransfer === 1, phases: phasesOf(phases), lane: 0,
  }));

const attempts = run.attempts.map(([task, at, number, of, pause, problem], index) => ({
  kind: "attempt", index, task: tasks[task], at, number, of, pause, problem: textAt(problem),
}));

function phasesOf(numbers) {
  const phases = [];
  for (let i = 0; i < numbers.length; i += 3) {
    phases.push({ name: textAt(numbers[i]), begin: numbers[i + 1], end: numbers[i + 2] });
  }
  return phases;
}

/** Words that stand before the name of what is waited for. */
function waitLabel(what, subject) {
  const words = {
    sleep: "sleep", lock: "lock", semaphore: "semaphore", event: "event", condition: "condition", queue_get: "item of queue",
    queue_put: "room in queue", queue_join: "all items of queue", rate_limit: "rate limit", task: "task", tasks: "tasks",
    gather: "its branches", task_group: "its branches", race: "its branches", as_completed: "the next branch", shield: "shielded step",
    connection: "turn for a connection to", barrier: "barrier",
  };
  return `${words[what] ?? what}${subject ? " " + subject : ""}`;
}

/** Whether others were in the way: what concurrency costs. */
const CONTENTION = new Set(["lock", "semaphore", "event", "condition", "queue_get", "queue_put", "queue_join",
  "rate_limit", "connection", "other", "barrier"]);
const isContention = (wait) => CONTENTION.has(wait.what);

/** Actions that only wait for tasks which they started: their time is that of others. */
const JOINS = new Set(["gather", "task_group", "race", "as_completed", "await", "shield"]);

for (const list of [[steps, "steps"], [waits, "waits"], [operations, "operations"], [attempts, "attempts"]]) {
  for (const item of list[0]) {
    item.task?.[list[1]].push(item);
  }
}
/** Whether the step that waited for the task (a gather with return_exceptions, a race that another branch won) ended well. */
function isTaken(task) {
  const around = (task.parent?.steps ?? []).filter((step) => step.begin <= task.begin && step.end >= task.end);
  const innermost = around.reduce((found, step) => (found && found.depth > step.depth ? found : step), undefined);
  return innermost !== undefined && innermost.outcome === "good" && JOINS.has(innermost.info.action);
}

for (const task of tasks) {
  task.parent = tasks[task.parentIndex];
  if (task.error && !isTaken(task)) {
    task.error.isHandled = false;  // a task ended with it: nobody in the task handled it
  }
  task.parent?.children.push(task);
  task.level = task.parent ? task.parent.level + 1 : 0;
  for (const step of task.steps) {
    task.lanes = Math.max(task.lanes, step.depth + 1);
  }
  setLanes(task);
}

/** Waits and operations are drawn in the lane of the innermost step around their beginning. */
function setLanes(task) {
  const open = [];
  let next = 0;
  const begun = [...task.waits, ...task.operations].sort((a, b) => a.begin - b.begin);
  for (const item of begun) {
    while (next < task.steps.length && task.steps[next].begin <= item.begin) {
      open.length = task.steps[next].depth;
      open.push(task.steps[next++]);
    }
    let lane = open.length - 1;
    while (lane > 0 && !(open[lane]?.end >= item.end && open[lane].begin <= item.begin)) {
      --lane;
    }
    item.lane = Math.max(lane, 0);
    item.step = open[item.lane];
  }
}

/** Tasks as a tree: each followed by those that it made. */
function tasksInTreeOrder() {
  const order = [];
  const stack = tasks.filter((task) => !task.parent).reverse();
  while (stack.length > 0) {
    const task = stack.pop();
    order.push(task);
    for (let i = task.children.length - 1; i >= 0; --i) {
      stack.push(task.children[i]);
    }
  }
  return order;
}

/** What a search looks at, in small letters; made when it is first asked for. */
function haystack(item) {
  if (item.haystack === undefined) {
    const own = [item.label, item.info?.action, item.info?.place, item.info?.source, item.result, item.error?.type,
      item.error?.message, item.type, item.message, item.task?.label ?? (typeof item.task === "string" ? item.task : "")];
    if (item.kind === "task") {
      own.push(...new Set(item.steps.map((step) => step.label)), ...item.operations.map((each) => each.label));
    }
    item.haystack = own.filter(Boolean).join("\n").toLowerCase();
  }
  return item.haystack;
}
