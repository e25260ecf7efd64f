"""Steps on locks, semaphores, events and queues, beside the same program in asyncio."""

from harness.model import Case, Contender, Goal

from .branches import asyncio, workflow


def _case(name, title, unit, parameter, count, operations):
    """`operations` is how many of them one of the workflow's `parameter` stands for."""

    def rounds(count):
        return max(1, count // operations)

    return Case(
        name=name,
        title=title,
        unit=unit,
        count=count,
        quick=operations * 2,
        contenders=(
            Contender(
                "aiorun",
                lambda world, count: workflow(world, f"{name}.yaml", **{parameter: rounds(count)}),
                counts_instructions=True,
            ),
            Contender("asyncio", lambda world, count: asyncio(world, name.replace("-", "_"), rounds(count))),
        ),
        goals=(Goal("cpu", of="asyncio", at_most=1 / 10),),
        instructions=(operations * 10, operations * 10 + 20_000),
    )


CASES = [
    _case("lock-handoffs", "a lock that ten tasks hand on", "hand-off", "rounds", 1_000_000, 10),
    _case("semaphore", "ten places that a hundred tasks share", "use", "rounds", 1_000_000, 100),
    _case("event", "two tasks that wake each other by events", "event", "rounds", 400_000, 2),
    _case("queue", "items through a queue of a hundred places", "item", "items", 1_000_000, 1),
]
