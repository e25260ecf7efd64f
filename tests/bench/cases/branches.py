"""Branches that sleep, and a `for` over ten million items: what a branch costs."""

from harness.model import Case, Command, Contender, Goal


def workflow(world, name, **parameters):
    assignments = [part for key, value in parameters.items() for part in ("-p", f"{key}={value}")]
    return Command([world.aiorun, world.workload(name), *assignments])


def virtual_workflow(world, name, **parameters):
    """On the virtual clock, where that is what is to be measured: sleeps cost no time."""
    command = workflow(world, name, **parameters)
    return Command([command.arguments[0], "--virtual-time", *command.arguments[1:]])


def asyncio(world, name, *parameters):
    return Command([world.python(), world.peer(f"asyncio_{name}.py"), *parameters])


def _floor(world, count):
    return Command([world.program("floor_sleeping_coroutines"), count])


def _limited(world, count):
    return workflow(world, "for-limit.yaml", count=count)


CASES = [
    Case(
        name="sleep-branches",
        title="branches that sleep 1 s, all at once",
        unit="sleeper",
        count=1_000_000,
        quick=1_000,
        contenders=(
            Contender("aiorun", lambda world, count: workflow(world, "sleep-branches.yaml", count=count),
                      counts_instructions=True),
            Contender("floor", _floor, counts_instructions=True),
            Contender("asyncio", lambda world, count: asyncio(world, "sleep_branches", count)),
        ),
        goals=(
            Goal("cpu", at_most=1.5),
            Goal("cpu", of="asyncio", at_most=1 / 20),
            Goal("memory", at_most=400),
        ),
        memory_base=1,
        instructions=(2_000, 22_000),
    ),
    Case(
        name="for-limit",
        title="a generated gather, 1000 branches at once, results not kept",
        unit="item",
        count=10_000_000,
        quick=20_000,
        contenders=(Contender("aiorun", _limited),),
        goals=(Goal("memory", at_most=0.5),),
        memory_base=10_000,
    ),
    Case(
        name="for-sequential",
        title="a loop over a range",
        unit="item",
        count=10_000_000,
        quick=20_000,
        contenders=(
            Contender("aiorun", lambda world, count: workflow(world, "for-sequential.yaml", count=count)),
            Contender("python", lambda world, count: asyncio(world, "for_sequential", count)),
        ),
        goals=(Goal("memory", at_most=0.5),),
        memory_base=10_000,
    ),
]
