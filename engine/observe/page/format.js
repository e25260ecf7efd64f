// Times, sizes and elements: how values become words.
const SECOND = 1e6;

/** A duration in microseconds, with three digits that matter. */
function showTime(time) {
  if (time < 1000) {
    return `${Math.round(time)} µs`;
  }
  if (time < SECOND) {
    return `${digits(time / 1000)} ms`;
  }
  if (time < 60 * SECOND) {
    return `${digits(time / SECOND)} s`;
  }
  const seconds = Math.round(time / SECOND);
  const pad = (number) => String(number).padStart(2, "0");
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} m ${pad(seconds % 60)} s`;
  }
  if (seconds < 86400) {
    return `${Math.floor(seconds / 3600)} h ${pad(Math.floor(seconds / 60) % 60)} m`;
  }
  return `${Math.floor(seconds / 86400)} d ${Math.floor(seconds / 3600) % 24} h`;
}

/** A time of the axis: as many decimals as tell neighbours apart. */
function showTick(time, step) {
  if (time === 0) {
    return "0";
  }
  if (time >= 60 * SECOND && step >= SECOND) {
    return showTime(time);
  }
  const [unit, name] = step >= 1e5 || time >= 10 * SECOND ? [SECOND, "s"] : time >= 1000 ? [1000, "ms"] : [1, "µs"];
  const decimals = Math.max(0, Math.ceil(-Math.log10(step / unit) - 1e-9));
  return `${(time / unit).toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals })} ${name}`;
}

const digits = (number) => number.toFixed(number < 9.995 ? 2 : number < 99.95 ? 1 : 0);

function showBytes(bytes) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let unit = 0;
  while (bytes >= 999.5 && unit < units.length - 1) {
    bytes /= 1000;
    ++unit;
  }
  return `${unit === 0 ? bytes : digits(bytes)} ${units[unit]}`;
}

const showCount = (number) => number.toLocaleString("en-US");

const spanOf = (item) => item.end - item.begin;

const byId = (id) => document.getElementById(id);

/** An element with attributes and children; texts stay texts, whatever is in them. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") {
      made.addEventListener("click", value);
    } else if (value !== undefined && value !== false) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children.filter((child) => child !== undefined && child !== ""));
  return made;
}

/** The colours of the theme, for canvases. */
let palette = {};
function readPalette() {
  const style = getComputedStyle(document.documentElement);
  const names = ["page", "panel", "ink", "muted", "edge", "soft", "accent", "bad", "warn", "task", "call", "fetch", "command",
    "sleep", "other", "wait", "join", "failed", "redirect", "dns", "connect", "tls", "server", "receive", "bar-ink", "select"];
  palette = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

const PHASES = {
  redirect: ["redirect", "redirects"], dns: ["dns", "name lookup"], connect: ["connect", "connect"], tls: ["tls", "TLS"], wait: ["server", "waiting for the server"],
  receive: ["receive", "receiving"],
};
const phaseColor = (name) => (PHASES[name] ?? ["other"])[0];

/** The name of the colour of a step's bar. */
function stepColor(step) {
  const action = step.info.action;
  if (action === "fetch") {
    return "fetch";
  }
  if (action === "run") {
    return "command";
  }
  if (action === "sleep") {
    return "sleep";
  }
  return JOINS.has(action) ? "join" : step.isLeaf ? "other" : "call";
}

/** Sets up a canvas for sharp lines; gives its context, in CSS pixels. */
function prepareCanvas(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  const wide = Math.round(width * ratio);
  const high = Math.round(height * ratio);
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
    canvas.style.height = `${height}px`;
    canvas.style.width = `${width}px`;
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
