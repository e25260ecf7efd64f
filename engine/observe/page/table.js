// The table: all tasks, steps, transfers, waits or errors, sorted by any column. Only the rows in view are elements.
const ROW = 28;

/** `gather[2]` stands before `gather[1000]`. */
const words = new Intl.Collator("en", { numeric: true });

const outcomeColumn = { name: "outcome", value: (item) => item.outcome, show: (item) => OUTCOME_WORDS[item.outcome] };
const beginColumn = { name: "from", number: true, value: (item) => item.begin, show: (item) => showTime(item.begin) };
const tookColumn = { name: "took", number: true, value: spanOf, show: (item) => showTime(spanOf(item)) };
const labelColumn = (name) => ({ name, value: (item) => item.label });
const taskColumn = { name: "task", value: (item) => item.task?.label ?? "" };
const phaseColumn = (phase) => ({
  name: PHASES[phase][0], number: true, value: (item) => phaseTime(item, phase),
  show: (item) => (phaseTime(item, phase) > 0 ? showTime(phaseTime(item, phase)) : ""),
});
function phaseTime(item, name) {
  const phase = item.phases.find((each) => each.name === name);
  return phase ? phase.end - phase.begin : 0;
}
const waitedTime = (task) => task.waits.reduce((sum, wait) => sum + (isContention(wait) ? spanOf(wait) : 0), 0);

const SHEETS = [
  { name: "tasks", items: tasks, columns: [
    labelColumn("task"), outcomeColumn, beginColumn, tookColumn,
    { name: "waited", number: true, value: waitedTime, show: (task) => (waitedTime(task) > 0 ? showTime(waitedTime(task)) : "") },
    { name: "steps", number: true, value: (task) => task.steps.length },
    { name: "made by", value: (task) => task.parent?.label ?? "" },
    { name: "at", value: (task) => task.origin?.place ?? "" },
    { name: "error", value: (task) => (task.error ? `${task.error.type}: ${task.error.message}` : "") }] },
  { name: "steps", items: steps, columns: [
    labelColumn("step"), { name: "action", value: (step) => step.info.action }, outcomeColumn, beginColumn, tookColumn, taskColumn,
    { name: "at", value: (step) => step.info.place }, { name: "line", value: (step) => step.info.source.trim() },
    { name: "error", value: (step) => (step.error ? `${step.error.type}: ${step.error.message}` : "") }] },
  { name: "transfers, commands", items: operations, columns: [
    labelColumn("what"), { name: "answer", value: (item) => item.result }, outcomeColumn, beginColumn, tookColumn,
    { name: "size", number: true, value: (item) => item.received, show: (item) => (item.received > 0 ? showBytes(item.received) : "") },
    ...Object.keys(PHASES).map(phaseColumn), taskColumn] },
  { name: "waits", items: waits, columns: [
    labelColumn("for"), beginColumn, tookColumn, taskColumn, { name: "held by", value: (wait) => wait.holder?.label ?? "" },
    { name: "woken by", value: (wait) => wait.waker?.label ?? "" },
    { name: "at", value: (wait) => wait.step?.info.place ?? "" }] },
  { name: "errors", items: errors, columns: [
    { name: "type", value: (error) => error.type }, { name: "message", value: (error) => error.message },
    { name: "handled", value: (error) => (error.isHandled ? "yes" : "no") },
    { name: "when", number: true, value: (error) => error.at, show: (error) => showTime(error.at) },
    { name: "task", value: (error) => error.task }, { name: "at", value: (error) => error.info?.place ?? "" }] },
];

class Table {
  constructor(scroller, table, tabs, status, select) {
    Object.assign(this, { scroller, table, tabs, status, select });
    this.fits = () => true;
    this.most = undefined;
    scroller.addEventListener("scroll", () => this.drawRows());
    this.makeTabs();
    this.open(SHEETS[0]);
  }

  makeTabs() {
    this.buttons = SHEETS.map((sheet) => element("button", {
      type: "button", role: "tab", "aria-controls": "table-scroller", onclick: () => this.open(sheet),
    }, `${sheet.name} ${showCount(sheet.items.length)}`));
    this.tabs.replaceChildren(...this.buttons);
    this.tabs.addEventListener("keydown", (event) => {
      const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (move) {
        const at = (SHEETS.indexOf(this.sheet) + move + SHEETS.length) % SHEETS.length;
        this.open(SHEETS[at]);
        this.buttons[at].focus();
      }
    });
  }

  open(sheet) {
    this.sheet = sheet;
    this.sort = undefined;
    this.buttons.forEach((button, i) => {
      button.setAttribute("aria-selected", SHEETS[i] === sheet);
      button.tabIndex = SHEETS[i] === sheet ? 0 : -1;
    });
    const heads = sheet.columns.map((column) => element("th", { scope: "col", class: column.number ? "number" : undefined },
      element("button", { type: "button", onclick: () => this.sortBy(column) }, column.name)));
    this.table.tHead.replaceChildren(element("tr", {}, ...heads));
    this.update();
    this.scroller.scrollTop = 0;
  }

  /** The first click sorts times and sizes from the largest, all else from the smallest; the second turns it round. */
  sortBy(column) {
    const first = column.number ? -1 : 1;
    const order = this.sort?.column === column ? -this.sort.order : first;
    this.sort = { column, order };
    this.sheet.columns.forEach((each, i) => {
      const head = this.table.tHead.rows[0].cells[i];
      if (each === column) {
        head.setAttribute("aria-sort", order > 0 ? "ascending" : "descending");
      } else {
        head.removeAttribute("aria-sort");
      }
    });
    this.update();
    this.scroller.scrollTop = 0;
  }

  setFilter(fits) {
    this.fits = fits;
    this.update();
  }

  update() {
    const items = this.sheet.items.filter(this.fits);
    if (this.sort) {
      const { column, order } = this.sort;
      const keyed = items.map((item) => [column.value(item), item]);
      const compare = (a, b) => (typeof a === "string" ? words.compare(a, b) : a < b ? -1 : a > b ? 1 : 0);
      keyed.sort(([a, first], [b, second]) => compare(a, b) * order || first.index - second.index);
      keyed.forEach(([, item], i) => { items[i] = item; });
    }
    this.items = items;
    this.table.setAttribute("aria-rowcount", items.length + 1);
    const all = this.sheet.items.length;
    this.status.textContent = items.length === all ? `${showCount(all)} rows` : `${showCount(items.length)} of ${showCount(all)} rows`;
    this.first = undefined;
    this.drawRows();
  }

  /** The rows in view, with room above and below for those that are not. */
  drawRows() {
    const shown = this.most ?? Math.ceil(this.scroller.clientHeight / ROW) + 12;
    const first = this.most ? 0 : Math.max(0, Math.min(Math.floor(this.scroller.scrollTop / ROW) - 6, this.items.length - shown));
    if (first === this.first && this.drawn === shown) {
      return;
    }
    this.first = first;
    this.drawn = shown;
    const rows = this.items.slice(first, first + shown).map((item, i) => this.row(item, first + i));
    const below = this.items.length - first - rows.length;
    const space = (count) => element("tr", { class: "space", "aria-hidden": "true" },
      element("td", { colspan: this.sheet.columns.length, style: `height:${count * ROW}px` }));
    this.table.tBodies[0].replaceChildren(...(first > 0 ? [space(first)] : []), ...rows, ...(below > 0 && !this.most ? [space(below)] : []));
  }

  row(item, position) {
    const cells = this.sheet.columns.map((column) => {
      const text = String((column.show ?? column.value)(item));
      const kind = column === outcomeColumn ? item.outcome : column.number ? "number" : undefined;
      return element("td", { class: kind, title: text.length > 40 ? text : undefined }, text);
    });
    const row = element("tr", {
      "aria-rowindex": position + 2, tabindex: "0", class: item === this.selected ? "selected" : undefined,
      onclick: () => this.select(item, { reveal: true }),
    }, ...cells);
    row.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        this.select(item, { reveal: true });
      }
    });
    return row;
  }

  setSelected(item) {
    this.selected = item;
    this.first = undefined;
    this.drawRows();
  }
}
