// The details of what is selected: where it stands in the workflow, how long it took, what it waited for, what went wrong.
class Details {
  constructor(panel, select) {
    this.panel = panel;
    this.select = select;
  }

  show(item) {
    this.panel.replaceChildren();
    if (!item) {
      return;
    }
    const parts = { task: this.ofTask, step: this.ofStep, wait: this.ofWait, operation: this.ofOperation, error: this.ofError };
    const close = element("button", { type: "button", class: "close", "aria-label": "close details", onclick: () => this.select() }, "×");
    this.panel.append(close, ...parts[item.kind].call(this, item).filter(Boolean));
    this.panel.scrollTop = 0;
  }

  link(item, text = item.label) {
    return element("button", { type: "button", class: "link", onclick: () => this.select(item, { reveal: true }) }, text);
  }

  head(item, title) {
    const badge = element("span", { class: `badge ${item.outcome}` }, OUTCOME_WORDS[item.outcome]);
    return element("h3", {}, title, " ", item.kind === "wait" ? "" : badge);
  }

  facts(entries) {
    const list = element("dl");
    for (const [name, value] of entries) {
      if (value !== undefined && value !== "") {
        list.append(element("dt", {}, name), element("dd", {}, value));
      }
    }
    return list;
  }

  times(item) {
    return [["from", showTime(item.begin)], ["to", showTime(item.end)], ["took", showTime(spanOf(item))]];
  }

  source(info) {
    return info?.source ? element("code", { class: "source" }, info.source.trim()) : undefined;
  }

  list(title, items, write, most = 60) {
    if (items.length === 0) {
      return undefined;
    }
    const list = element("ul");
    for (const item of items.slice(0, most)) {
      list.append(element("li", {}, ...write(item)));
    }
    if (items.length > most) {
      list.append(element("li", { class: "muted" }, `… and ${showCount(items.length - most)} more, see the table`));
    }
    return element("div", {}, element("h4", {}, title), list);
  }

  problem(error) {
    if (!error) {
      return undefined;
    }
    return element("div", {}, element("h4", {}, "Error"), element("b", {}, `${error.type}${error.message ? ": " + error.message : ""}`),
      element("pre", {}, error.explanation));
  }

  ofTask(task) {
    const held = task.waits.filter(isContention);
    return [
      this.head(task, task.label),
      this.facts([...this.times(task), ["made by", task.parent ? this.link(task.parent) : ""],
        ["at", task.origin?.place], ["waited", held.length > 0 ? showTime(held.reduce((sum, each) => sum + spanOf(each), 0)) : ""],
        ["made", task.children.length > 0 ? `${showCount(task.children.length)} tasks` : ""]]),
      this.source(task.origin),
      this.problem(task.error),
      this.attempts(task.attempts),
      this.list("Steps", task.steps, (step) => ["\u00a0\u00a0".repeat(step.depth), this.link(step), ` ${showTime(spanOf(step))}`,
        step.outcome === "good" ? "" : ` ${OUTCOME_WORDS[step.outcome]}`]),
      this.waits(held),
    ];
  }

  ofStep(step) {
    const inside = (item) => item.begin >= step.begin && item.end <= step.end;
    const around = step.task.steps.filter((each) => each.depth < step.depth && each.begin <= step.begin && each.end >= step.end &&
      each.index < step.index);
    const attempts = step.task.attempts.filter((each) => each.at >= step.begin && each.at <= step.end);
    return [
      this.head(step, step.label),
      this.facts([["action", step.info.action], ["task", this.link(step.task)],
        ["inside of", around.length > 0 ? this.link(around.at(-1)) : ""],
        ["at", `${step.info.place}${step.info.line > 0 ? ":" + step.info.column : ""}`], ...this.times(step)]),
      this.source(step.info),
      this.problem(step.error),
      ...step.task.operations.filter(inside).slice(0, 20).map((each) => this.operation(each)),
      this.attempts(attempts),
      this.waits(step.task.waits.filter((wait) => inside(wait) && isContention(wait))),
      this.list("Other waits", step.task.waits.filter((wait) => inside(wait) && !isContention(wait)),
        (wait) => [`${wait.label}: ${showTime(spanOf(wait))}`], 10),
    ];
  }

  operation(operation) {
    const size = operation.received > 0 ? `, ${showBytes(operation.received)}` : "";
    const phases = element("div", { class: "phases", role: "img", "aria-label": "phases of the transfer" });
    const names = element("ul");
    for (const phase of operation.phases) {
      const share = (phase.end - phase.begin) / Math.max(1, spanOf(operation));
      phases.append(element("i", { style: `width:${(share * 100).toFixed(2)}%;background:var(--${phaseColor(phase.name)})` }));
      names.append(element("li", {}, element("i", { class: "swatch", style: `background:var(--${phaseColor(phase.name)})` }),
        `${(PHASES[phase.name] ?? [, phase.name])[1]}: ${showTime(phase.end - phase.begin)}`));
    }
    return element("div", {}, element("h4", {}, operation.isTransfer ? "Transfer" : "Command"), element("code", {}, operation.label),
      element("div", {}, `${operation.result || OUTCOME_WORDS[operation.outcome]}, ${showTime(spanOf(operation))}${size}`),
      operation.phases.length > 0 ? phases : undefined, names);
  }

  attempts(list) {
    return this.list("Failed attempts", list, (each) => [`${each.number} of ${each.of}: ${each.problem}; `,
      `the next one after ${showTime(each.pause)}`]);
  }

  waits(list) {
    return this.list("Waited for", list, (wait) => [this.link(wait), ` ${showTime(spanOf(wait))}`,
      ...(wait.holder ? [", held by ", this.link(wait.holder)] : []), ...(wait.waker ? [", woken by ", this.link(wait.waker)] : [])]);
  }

  ofWait(wait) {
    return [
      this.head(wait, `waits for ${wait.label}`),
      this.facts([["task", this.link(wait.task)], ["step", wait.step ? this.link(wait.step) : ""], ...this.times(wait),
        ["held by", wait.holder ? this.link(wait.holder) : ""], ["woken by", wait.waker ? this.link(wait.waker) : ""],
        ["at", wait.step?.info.place]]),
      this.source(wait.step?.info),
    ];
  }

  ofOperation(operation) {
    return [
      this.head(operation, operation.isTransfer ? "transfer" : "command"),
      this.facts([["task", this.link(operation.task)], ["step", operation.step ? this.link(operation.step) : ""],
        ...this.times(operation), ["at", operation.step?.info.place]]),
      this.source(operation.step?.info),
      this.operation(operation),
    ];
  }

  ofError(error) {
    return [element("h3", {}, error.type), this.facts([["task", error.task], ["at", error.info?.place], ["when", showTime(error.at)]]),
      this.source(error.info), this.problem(error)];
  }
}
