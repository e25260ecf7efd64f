// The strip above the timeline: how many tasks ran and how many transfers were open, and which part of the run is shown.
class Overview {
  constructor(canvas, view, onChange) {
    this.canvas = canvas;
    this.view = view;
    this.onChange = onChange;
    this.drag = undefined;
    canvas.addEventListener("pointerdown", (event) => this.begin(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", () => { this.drag = undefined; });
  }

  /** How many of the items are there in each of `count` columns: the most at any moment of it. */
  static density(items, count, duration) {
    const changes = [];
    for (const item of items) {
      changes.push([item.begin, 1], [item.end, -1]);
    }
    changes.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    const columns = new Float64Array(count);
    let alive = 0;
    let column = 0;
    for (const [time, change] of changes) {
      const at = Math.min(count - 1, Math.floor((time / duration) * count));
      while (column < at) {
        columns[++column] = alive;
      }
      alive += change;
      columns[at] = Math.max(columns[at], alive);
    }
    return columns;
  }

  draw() {
    const width = this.canvas.clientWidth;
    const height = 46;
    if (width === 0) {
      return;
    }
    const context = prepareCanvas(this.canvas, width, height);
    this.canvas.style.width = "";
    if (this.columns?.width !== width) {
      const duration = this.view.duration;
      const tasksOpen = Overview.density(tasks, width, duration);
      const transfersOpen = Overview.density(operations, width, duration);
      this.columns = { width, tasksOpen, transfersOpen, most: Math.max(1, ...tasksOpen) };
    }
    context.fillStyle = palette.panel;
    context.fillRect(0, 0, width, height);
    const { tasksOpen, transfersOpen, most } = this.columns;
    const scale = (height - 6) / most;
    for (const [columns, color] of [[tasksOpen, palette.call], [transfersOpen, palette.fetch]]) {
      context.fillStyle = color;
      for (let x = 0; x < width; ++x) {
        const high = columns[x] > 0 ? Math.max(1, columns[x] * scale) : 0;
        context.fillRect(x, height - high, 1, high);
      }
    }
    const { from, to, duration } = this.view;
    const left = (from / duration) * width;
    const right = (to / duration) * width;
    if (right - left < width - 1) {
      context.fillStyle = palette.page;
      context.globalAlpha = 0.72;
      context.fillRect(0, 0, left, height);
      context.fillRect(right, 0, width - right, height);
      context.globalAlpha = 1;
      context.strokeStyle = palette.accent;
      context.lineWidth = 2;
      context.strokeRect(left + 1, 1, Math.max(2, right - left - 2), height - 2);
    }
    context.fillStyle = palette.muted;
    context.font = "11px system-ui, sans-serif";
    context.textBaseline = "top";
    context.fillText(`${showCount(most)} ${most === 1 ? "task" : "tasks"} at once`, 6, 3);
  }

  timeAt(event) {
    const box = this.canvas.getBoundingClientRect();
    return (Math.min(Math.max(event.clientX - box.left, 0), box.width) / box.width) * this.view.duration;
  }

  begin(event) {
    this.canvas.setPointerCapture(event.pointerId);
    const time = this.timeAt(event);
    const { from, to, duration } = this.view;
    const inside = time >= from && time <= to && to - from < duration * 0.999;
    this.drag = inside ? { moved: time - from } : { start: time };
  }

  /** Inside of what is shown it is moved; elsewhere a new part is chosen. */
  move(event) {
    if (!this.drag) {
      return;
    }
    const time = this.timeAt(event);
    if (this.drag.moved !== undefined) {
      this.view.moveTo(time - this.drag.moved);
    } else if (Math.abs(time - this.drag.start) > this.view.duration / 500) {
      this.view.show(Math.min(time, this.drag.start), Math.max(time, this.drag.start));
    }
    this.onChange();
  }
}

/** The part of the run that is shown. */
class View {
  constructor(duration) {
    this.duration = Math.max(duration, 1);
    this.from = 0;
    this.to = this.duration;
  }
  get span() { return this.to - this.from; }
  show(from, to) {
    const least = Math.min(5, this.duration);
    const span = Math.min(Math.max(to - from, least), this.duration);
    const middle = (from + to) / 2;
    this.from = Math.min(Math.max(middle - span / 2, 0), this.duration - span);
    this.to = this.from + span;
  }
  moveTo(from) {
    const span = this.span;
    this.from = Math.min(Math.max(from, 0), this.duration - span);
    this.to = this.from + span;
  }
  zoom(factor, around = (this.from + this.to) / 2) {
    this.show(around - (around - this.from) * factor, around + (this.to - around) * factor);
  }
  all() { this.show(0, this.duration); }
}
