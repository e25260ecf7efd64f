"""100,000 short tasks, with and without a trace."""

from harness.model import Case, Command, Contender, Goal


def _run(world, count, trace, **parameters):
    assignments = [part for key, value in parameters.items() for part in ("-p", f"{key}={value}")]
    options = ["--trace", str(world.scratch / trace)] if trace else []
    workload = world.workload("short-tasks.yaml")
    return Command([world.aiorun, workload, "-p", f"count={count}", *assignments, *options], expect=f"{count} done")


def _case(ending, name, title, goals, **parameters):
    def contender(label, trace):
        return Contender(label, lambda world, count: _run(world, count, trace, **parameters))

    return Case(
        name=name,
        title=title,
        unit="task",
        count=100_000,
        quick=1_000,
        contenders=(contender(f"traced to {ending}", f"trace{ending}"), contender("no trace", None)),
        goals=goals,
    )


CASES = [
    case
    for ending in (".json", ".jsonl")
    for case in (
        _case(
            ending,
            f"trace-{ending[1:]}",
            f"short tasks, a thousand at a time, each some 10 ms, traced to {ending}",
            (Goal("wall", of="no trace", at_most=1.1),),
        ),
        # Nothing but the runtime's own work: what an event costs, not what a run pays.
        _case(
            ending,
            f"trace-{ending[1:]}-bare",
            f"tasks that sleep 1 ms, all at once, traced to {ending}",
            (),
            in_flight=100_000,
            pause="1ms",
        ),
    )
]
