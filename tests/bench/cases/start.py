"""The start of a workflow of one step."""

from harness.model import Case, Command, Contender, Goal

from .branches import workflow

CASES = [
    Case(
        name="start",
        title="a workflow of one step",
        unit="run",
        count=1,
        quick=1,
        contenders=(
            Contender("aiorun", lambda world, _: workflow(world, "one-step.yaml")),
            Contender("curl --version", lambda world, _: Command([world.tool("curl"), "--version"], expect="libcurl")),
            Contender("python3", lambda world, _: Command([world.python(), "-c", "import asyncio; print('hello')"])),
        ),
        goals=(Goal("cpu", of="curl --version", at_most=1.2),),
        repeat=50,
    ),
]
