"""Outcomes as tables, in Markdown."""

from . import goals, runner
from .model import Growth


def render(case, outcomes, options):
    if isinstance(case, Growth):
        return _render_growth(case, outcomes, options)
    count = case.quick if options.quick else case.count
    lines = [f"### {case.name}: {case.title}", "", f"{_work(case, count, options)}, {_rounds(options)}", ""]
    head = [
        "program", "time", "CPU", "system", "spread", f"{case.unit}s/s", "peak", f"bytes/{case.unit}",
        "instructions", "aiorun's time", "aiorun's CPU", "aiorun's instructions",
    ]  # fmt: skip
    lines += _table(head, [_row(case, count, outcome, outcomes[0]) for outcome in outcomes if outcome.samples])
    lines += [f"- {outcome.name} is absent: {outcome.absent}" for outcome in outcomes if outcome.absent]
    for goal in case.goals:
        figure = goals.measured(goal, case, count, outcomes)
        lines.append("- " + goals.describe(goal, figure, outcomes, judges=not options.quick))
    return "\n".join(lines) + "\n"


def _work(case, count, options):
    repeat = 1 if options.quick else case.repeat
    return f"{count:,} {case.unit}" + ("s" if count != 1 else "") + (f", {repeat} times" if repeat > 1 else "")


def _rounds(options):
    return f"medians of {options.rounds} rounds" if options.rounds > 1 else "one round"


def _row(case, count, outcome, ours):
    bytes_each = f"{goals.memory(case, count, outcome):,.0f}" if case.memory_base is not None else ""
    instructions = f"{outcome.instructions:,.0f}" if outcome.instructions is not None else ""
    row = [
        outcome.name,
        _microseconds(outcome.median("wall")),
        _microseconds(outcome.median("cpu")),
        _microseconds(outcome.median("system")),
        f"± {outcome.spread('cpu') * 50:.0f} %",
        f"{1e6 / outcome.median('wall'):,.0f}" if outcome.median("wall") else "",
        f"{outcome.median('peak') / 2**20:,.1f} MiB",
        bytes_each,
        instructions,
    ]
    for metric in ("wall", "cpu", "instructions"):
        ratio = runner.ratio(ours, outcome, metric) if outcome is not ours else None
        row.append(f"{ratio:.2f} ×" if ratio is not None else "")
    return row


def _microseconds(value):
    for unit, size in (("s", 1e6), ("ms", 1e3)):
        if value >= size:
            return f"{value / size:,.2f} {unit}"
    return f"{value:,.2f} µs"


def _render_growth(case, outcomes, options):
    lines = [f"### {case.name}: {case.title}", ""]
    if outcomes[0].absent:
        return "\n".join([*lines, f"- not measured: {outcomes[0].absent}"]) + "\n"
    rows = [
        [outcome.name, _microseconds(outcome.median("wall")), _microseconds(outcome.median("cpu")),
         f"{outcome.median('peak') / 2**20:,.1f} MiB"]
        for outcome in outcomes
    ]  # fmt: skip
    lines += _table([f"{case.unit}s", "time of each", "CPU of each", "peak"], rows)
    grown = growth(outcomes)
    verdict = goals.verdict(grown <= case.at_most, judges=not options.quick)
    lines.append(f"- {verdict}: CPU grows to {grown:.2f} × the lowest before it, at most {case.at_most:g}")
    return "\n".join(lines) + "\n"


def growth(outcomes):
    """The cost of an operation at the last count as a multiple of the lowest at those before."""
    before = [outcome.median("cpu") for outcome in outcomes[:-1] if outcome.median("cpu")]
    return outcomes[-1].median("cpu") / min(before) if before else 0.0


def _table(head, rows):
    """Columns that are empty in all rows are left out."""
    used = [i for i in range(len(head)) if any(row[i] for row in rows)]
    cells = [[row[i] for i in used] for row in [head, *rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(used))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in cells]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return [*lines, ""]
