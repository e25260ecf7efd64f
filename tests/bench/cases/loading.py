"""A workflow of 100,000 steps, 12 MB: reading and checking it, and running it."""

import functools
import subprocess

from harness.model import Case, Command, Contender, Goal


@functools.cache
def _file(world, steps):
    path = world.scratch / f"large-{steps}.yaml"
    with path.open("wb") as output:
        subprocess.run([world.python(), world.workload("make_large.py"), str(steps)], stdout=output, check=True)
    return path


def check_workflow(world, steps):
    return Command([world.aiorun, "check", _file(world, steps)])


def _run(world, steps):
    return Command([world.aiorun, _file(world, steps)], expect="step 0: ")


def _events(world, steps):
    return Command([world.program("floor_yaml_events"), _file(world, steps)], expect="events")


CASES = [
    Case(
        name=f"load-{name}",
        title=title,
        unit="step",
        count=100_000,
        quick=600,
        contenders=(
            Contender("aiorun", command, counts_instructions=True),
            Contender("yaml-cpp's events", _events, counts_instructions=True),
        ),
        goals=(
            Goal("instructions", of="yaml-cpp's events", at_most=1.5),
            Goal("cpu", of="yaml-cpp's events", at_most=1.5),
            Goal("memory", at_most=850),  # with the 15 MB that any run takes: 100 MB
        ),
        memory_base=6,
        instructions=(600, 3_600),
    )
    for name, title, command in (
        ("check", "checking a workflow of 12 MB", check_workflow),
        ("run", "loading and running a workflow of 12 MB", _run),
    )
]
