"""Whether goals are reached."""

from . import runner

NAMES = {"cpu": "CPU", "wall": "time", "rate": "rate", "memory": "memory", "instructions": "instructions"}


def measured(goal, case, count, outcomes):
    """The figure that the goal is about; None when it was not measured."""
    ours = outcomes[0]
    if not ours.samples:
        return None
    if goal.of is not None:
        theirs = next(outcome for outcome in outcomes if outcome.name == goal.of)
        return runner.ratio(ours, theirs, "peak" if goal.metric == "memory" else goal.metric)
    if goal.metric == "memory":
        return memory(case, count, ours)
    if goal.metric == "instructions":
        return ours.instructions
    return 1e6 / ours.median("wall") if goal.metric == "rate" else ours.median(goal.metric)


def memory(case, count, outcome):
    """Bytes for each operation that a run had more than the base."""
    if case.memory_base is None:
        return outcome.median("peak")
    return (outcome.median("peak") - outcome.base) / max(count - case.memory_base, 1)


def verdict(reached, judges):
    """Runs that are too short to mean anything are not judged."""
    return ("reached" if reached else "MISSED") if judges else "seen"


def describe(goal, figure, outcomes, judges=True):
    """`reached: CPU 1.10 × floor's, at most 1.25`"""
    unit = f" × {goal.of}'s" if goal.of else {"memory": " bytes", "rate": "/s", "instructions": ""}.get(goal.metric, " µs")
    limit = f"at most {goal.at_most:g}" if goal.at_most is not None else f"at least {goal.at_least:g}"
    what = f"{NAMES[goal.metric]}{{}}{unit}, {limit}"
    if figure is None:
        absent = next((o.absent for o in outcomes if o.name == goal.of and o.absent), outcomes[0].absent)
        return "not measured: " + what.format("") + (f" ({absent})" if absent else "")
    reached = figure <= goal.at_most if goal.at_most is not None else figure >= goal.at_least
    return f"{verdict(reached, judges)}: " + what.format(f" {figure:,.2f}")
