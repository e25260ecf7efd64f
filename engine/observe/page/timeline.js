// The timeline: a row a task, its steps as bars, waits, transfers with their phases, failed attempts and errors on them. Only
// what can be seen is drawn, so that ten thousand tasks are no more work than fifty.
const GUTTER = 200;
const AXIS = 24;
const LANE = 18;
const GAP = 6;
const STRIP = 5;  // the phases of a transfer, at the foot of its step

class Timeline {
  constructor(scroller, canvas, spacer, view, events) {
    Object.assign(this, { scroller, canvas, spacer, view, events });
    this.rows = [];
    this.nested = false;
    this.selected = undefined;
    this.hovered = undefined;
    this.matches = undefined;
    scroller.addEventListener("scroll", () => this.events.redraw());
  }

  /** Which tasks have a row, in order. */
  setRows(rows) {
    this.rows = rows;
    this.layOut();
  }

  layOut() {
    this.tops = new Float64Array(this.rows.length + 1);
    this.rowOf = new Map();
    let top = AXIS + GAP;
    for (let i = 0; i < this.rows.length; ++i) {
      this.tops[i] = top;
      this.rowOf.set(this.rows[i], i);
      top += this.lanesOf(this.rows[i]) * LANE + GAP;
    }
    this.tops[this.rows.length] = top;
    // As high as its rows, up to most of the window.
    this.scroller.style.height = `${Math.round(Math.min(Math.max(top + 4, 120), Math.max(260, innerHeight * 0.6)))}px`;
    this.measure();
    this.spacer.style.height = `${Math.max(0, top - this.high)}px`;
  }

  lanesOf(task) { return this.nested ? Math.min(task.lanes, 12) : 1; }
  /** Sizes are asked for once and kept: the browser takes its time to tell them. */
  measure() {
    this.wide = this.scroller.clientWidth;
    this.high = this.scroller.clientHeight;
    this.gutter = Math.min(GUTTER, this.wide * 0.3);
  }
  xOf(time) { return this.gutter + ((time - this.view.from) / this.view.span) * (this.wide - this.gutter); }
  timeAt(x) { return this.view.from + ((x - this.gutter) / (this.wide - this.gutter)) * this.view.span; }

  rowAt(y) {
    let low = 0;
    let high = this.rows.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.tops[middle] <= y) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  draw() {
    this.measure();
    const { wide, high } = this;
    if (wide === 0) {
      return;
    }
    const context = prepareCanvas(this.canvas, wide, high);
    this.context = context;
    context.fillStyle = palette.panel;
    context.fillRect(0, 0, wide, high);
    context.font = "12px system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif";
    context.textBaseline = "middle";
    this.drawGrid();
    const scrolled = this.scroller.scrollTop;
    this.drawn = 0;
    for (let row = this.rowAt(scrolled + AXIS); row < this.rows.length && this.tops[row] - scrolled < high; ++row) {
      this.drawRow(row, this.tops[row] - scrolled);
      ++this.drawn;
    }
    this.drawAxis();
    if (this.rows.length === 0) {
      context.fillStyle = palette.muted;
      context.fillText("nothing fits the search", this.gutter + 12, AXIS + 20);
    }
  }

  /** Round times between the lines, at least some 90 pixels apart. */
  ticks() {
    const least = (this.view.span / (this.wide - this.gutter)) * 90;
    const scale = 10 ** Math.floor(Math.log10(least));
    let step = [1, 2, 5, 10].find((factor) => factor * scale >= least) * scale;
    if (least > SECOND * 5) {
      const units = [10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 43200, 86400].map((n) => n * SECOND);
      step = units.find((unit) => unit >= least) ?? Math.ceil(least / units.at(-1)) * units.at(-1);
    }
    const ticks = [];
    for (let i = Math.ceil(this.view.from / step); i * step <= this.view.to; ++i) {
      ticks.push(i * step);
    }
    return { times: ticks, step };
  }

  drawGrid() {
    this.context.fillStyle = palette.soft;
    for (const time of this.ticks().times) {
      this.context.fillRect(Math.round(this.xOf(time)), AXIS, 1, this.high);
    }
  }

  drawAxis() {
    const { context, wide } = this;
    context.fillStyle = palette.panel;
    context.fillRect(0, 0, wide, AXIS);
    context.fillStyle = palette.edge;
    context.fillRect(0, AXIS - 1, wide, 1);
    context.fillRect(this.gutter - 1, 0, 1, this.high);
    context.fillStyle = palette.muted;
    const { times, step } = this.ticks();
    for (const time of times) {
      const label = showTick(time, step);
      const x = this.xOf(time);
      const width = context.measureText(label).width;
      if (x + width + 6 < wide) {
        context.fillText(label, x + 4, AXIS / 2);
      }
    }
    context.fillText(`${showCount(this.rows.length)} ${this.rows.length === 1 ? "task" : "tasks"}`, 8, AXIS / 2);
  }

  drawRow(row, top) {
    const { context, wide, gutter } = this;
    const task = this.rows[row];
    const height = this.lanesOf(task) * LANE;
    if (task === this.selectedTask || task === this.hovered?.item?.task || task === this.hovered?.item) {
      context.fillStyle = palette.soft;
      context.fillRect(0, top - GAP / 2, wide, height + GAP);
    }
    this.drawLabel(task, top);
    context.save();
    context.beginPath();
    context.rect(gutter, Math.max(AXIS, top - GAP), wide - gutter, height + 2 * GAP);
    context.clip();
    this.bar(task.begin, task.end, top, height, palette.task);
    this.drawSteps(task, top);
    this.drawWaits(task, top);
    this.drawOperations(task, top);
    this.drawNames(task, top);
    this.drawMarks(task, top, height);
    context.restore();
  }

  drawLabel(task, top) {
    const { context, gutter } = this;
    const indent = 8 + Math.min(task.level, 6) * 10;
    context.save();
    context.beginPath();
    context.rect(0, AXIS, gutter - 6, this.high);
    context.clip();
    context.fillStyle = task.outcome === "failed" ? palette.bad : task.outcome === "cancelled" || task.outcome === "open"
      ? palette.warn : palette.ink;
    context.fillText(task.label, indent, top + LANE / 2);
    const first = task.steps[0]?.label;
    if (first && task.level > 0 && first !== task.label) {
      const after = indent + context.measureText(task.label).width + 8;
      context.fillStyle = palette.muted;
      context.fillText(first, after, top + LANE / 2);
    }
    context.restore();
  }

  /** A bar, at least one pixel wide; gives where it was drawn, or nothing when it cannot be seen. */
  bar(begin, end, top, height, color) {
    const left = Math.max(this.xOf(begin), this.gutter - 2);
    const right = Math.min(this.xOf(end), this.wide + 2);
    if (right < this.gutter || left > this.wide) {
      return undefined;
    }
    const width = Math.max(1, right - left);
    this.context.fillStyle = color;
    this.context.fillRect(left, top, width, height);
    return { left, width };
  }

  laneTop(top, lane) { return top + (this.nested ? Math.min(lane, 11) * LANE : 0); }

  drawSteps(task, top) {
    const last = [];  // of each lane: the last pixel that a tiny bar was drawn at
    for (const step of task.steps) {
      if (step.end < this.view.from || step.begin > this.view.to || step.outcome === "skipped") {
        continue;
      }
      const x = Math.floor(this.xOf(step.end));
      const isTiny = this.xOf(step.end) - this.xOf(step.begin) < 1;
      if (isTiny && last[step.depth] === x) {
        continue;
      }
      last[step.depth] = x;
      this.drawStep(step, top);
    }
  }

  drawStep(step, top) {
    const { context } = this;
    const y = this.laneTop(top, step.depth) + 1;
    const drawn = this.bar(step.begin, step.end, y, LANE - 2, palette[stepColor(step)]);
    if (!drawn) {
      return;
    }
    const { left, width } = drawn;
    if (step.outcome === "cancelled" || step.outcome === "open") {
      this.hatch(left, y, width, LANE - 2, palette.panel);
    }
    if (step.outcome === "failed") {
      context.fillStyle = palette.failed;
      context.fillRect(left, y, width, 3);
      context.fillRect(left + width - Math.min(3, width), y, Math.min(3, width), LANE - 2);
    }
    if (step === this.selected) {
      context.strokeStyle = palette.select;
      context.lineWidth = 2;
      context.strokeRect(left, y, width, LANE - 2);
    }
  }

  /** Names on bars that have room for them, beside the waits on them. */
  drawNames(task, top) {
    const { context } = this;
    context.save();
    context.font = "11px system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif";
    const scale = (this.wide - this.gutter) / this.view.span;
    for (const step of task.steps) {
      const isWide = (step.end - step.begin) * scale > 42;
      if (!isWide || (!this.nested && !step.isLeaf) || step.outcome === "skipped") {
        continue;
      }
      const wait = task.waits.findLast((each) => each.step === step && isContention(each));
      const left = Math.max(this.xOf(wait ? wait.end : step.begin), this.gutter);
      const right = Math.min(this.xOf(step.end), this.wide);
      if (right - left < 42) {
        continue;
      }
      const color = stepColor(step);
      const y = this.laneTop(top, step.depth) + 1;
      const hasStrip = color === "fetch" && step.isLeaf;
      context.save();
      context.beginPath();
      context.rect(left, y, right - left - 4, LANE - 2);
      context.clip();
      context.fillStyle = DARK_BARS.has(color) ? "#ffffff" : palette["bar-ink"];
      context.fillText(step.label, left + 5, y + (LANE - 2 - (hasStrip ? STRIP - 1 : 0)) / 2);
      context.restore();
    }
    context.restore();
  }

  /** Slanted lines over a bar. */
  hatch(left, top, width, height, color) {
    const { context } = this;
    context.save();
    context.beginPath();
    context.rect(left, top, width, height);
    context.clip();
    context.strokeStyle = color;
    context.globalAlpha = 0.6;
    context.lineWidth = 2;
    context.beginPath();
    for (let x = left - height; x < left + width; x += 7) {
      context.moveTo(x, top + height);
      context.lineTo(x + height, top);
    }
    context.stroke();
    context.restore();
  }

  drawWaits(task, top) {
    let last = -1;
    for (const wait of task.waits) {
      if (!isContention(wait) || wait.end < this.view.from || wait.begin > this.view.to) {
        continue;
      }
      const x = Math.floor(this.xOf(wait.end));
      if (x === last) {
        continue;
      }
      const y = this.laneTop(top, wait.lane) + 3;
      const drawn = this.bar(wait.begin, wait.end, y, LANE - 6, palette.wait);
      if (drawn && drawn.width > 3) {
        this.hatch(drawn.left, y, drawn.width, LANE - 6, palette.panel);
      }
      if (drawn && wait === this.selected) {
        this.context.strokeStyle = palette.select;
        this.context.lineWidth = 2;
        this.context.strokeRect(drawn.left, y, drawn.width, LANE - 6);
      }
      last = drawn && drawn.width <= 1 ? x : -1;
    }
  }

  drawOperations(task, top) {
    for (const operation of task.operations) {
      if (operation.end < this.view.from || operation.begin > this.view.to) {
        continue;
      }
      const y = this.laneTop(top, operation.lane) + LANE - 1 - STRIP;
      for (const phase of operation.phases) {
        this.bar(operation.begin + phase.begin, operation.begin + phase.end, y, STRIP, palette[phaseColor(phase.name)]);
      }
    }
  }

  drawMarks(task, top, height) {
    const { context } = this;
    context.fillStyle = palette.failed;
    for (const attempt of task.attempts) {
      const x = this.xOf(attempt.at);
      if (x > this.gutter - 6 && x < this.wide + 6) {
        context.beginPath();
        context.moveTo(x, top);
        context.lineTo(x + 5, top - 5);
        context.lineTo(x - 5, top - 5);
        context.fill();
      }
    }
    if (task.outcome === "failed") {
      context.beginPath();
      context.arc(this.xOf(task.end), top + height / 2, 4, 0, 2 * Math.PI);
      context.fill();
    }
  }

  /** What is drawn at a place of the canvas: { task, item }. */
  hit(x, y) {
    const content = y + this.scroller.scrollTop;
    if (y < AXIS || this.rows.length === 0) {
      return undefined;
    }
    const row = this.rowAt(content);
    const task = this.rows[row];
    if (content > this.tops[row + 1]) {
      return undefined;
    }
    if (x < this.gutter) {
      return { task, item: task };
    }
    const slack = (this.view.span / (this.wide - this.gutter)) * 3;
    const time = this.timeAt(x);
    const lane = this.nested ? Math.floor((content - this.tops[row]) / LANE) : undefined;
    const near = (item) => item.begin - slack <= time && item.end + slack >= time;
    const inside = (item) => near(item) && (lane === undefined || item.lane === lane);
    const wait = task.waits.findLast((each) => isContention(each) && inside(each));
    if (wait) {
      return { task, item: wait };
    }
    let best;
    for (const step of task.steps) {
      const fits = near(step) && step.outcome !== "skipped" && (lane === undefined || step.depth === Math.min(lane, 11));
      if (fits && (!best || step.depth > best.depth || (step.depth === best.depth && distance(step, time) < distance(best, time)))) {
        best = step;
      }
    }
    const operation = task.operations.findLast(inside);
    if (best && operation?.step === best) {
      return { task, item: best, operation };
    }
    return { task, item: best ?? task };
  }

  get selectedTask() { return this.selected?.kind === "task" ? this.selected : this.selected?.task; }

  /** Scrolls to the task of an item, and brings its time into view when it is outside of it or too small. */
  reveal(item) {
    const task = item.kind === "task" ? item : item.task;
    const row = this.rowOf.get(task);
    if (row === undefined) {
      return;
    }
    const top = this.tops[row] - AXIS;
    const bottom = this.tops[row + 1];
    if (top < this.scroller.scrollTop || bottom > this.scroller.scrollTop + this.high) {
      this.scroller.scrollTop = top - this.high / 4;
    }
    const begin = item.begin ?? item.at;
    const end = item.end ?? item.at;
    const share = (end - begin) / this.view.span;
    if (end < this.view.from || begin > this.view.to || (share < 0.002 && end > begin)) {
      const room = Math.max((end - begin) * 12, this.view.duration / 200);
      this.view.show(begin - room, end + room);
    }
    this.scroller.scrollIntoView({ block: "nearest" });
  }
}

/** Bars that white letters stand out from, in both themes. */
const DARK_BARS = new Set(["fetch", "command", "other"]);

const distance = (item, time) => (time < item.begin ? item.begin - time : time > item.end ? time - item.end : 0);
