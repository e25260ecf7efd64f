"""Very many open connections to a server that answers after 200 ms."""

from harness.model import Case, Command, Contender, Goal, Growth
from harness.servers import PAGE_SIZE

PAGE_BUFFER = 16384
SHARDS = 32


def _aiorun(world, count, in_flight):
    parameters = {"url": world.servers.url("delay"), "count": count, "in_flight": in_flight}
    assignments = [part for name, value in parameters.items() for part in ("-p", f"{name}={value}")]
    arguments = [world.aiorun, world.workload("pages.yaml"), "--max-connections", in_flight, *assignments]
    return Command(arguments, expect=f"{count * PAGE_SIZE} bytes")


def _floor(world, count, in_flight, shards):
    arguments = [world.program("floor_curl_multi"), world.servers.url("delay"), count, in_flight, shards, PAGE_BUFFER]
    return Command(arguments, expect=f"{count * PAGE_SIZE} bytes")


def _aiohttp(world, count, in_flight):
    python = world.python("aiohttp", "uvloop")
    arguments = [python, world.peer("aiohttp_pages.py"), world.servers.url("delay"), count, in_flight]
    return Command(arguments, expect=f"{count * PAGE_SIZE} bytes")


def _connections(quick):
    return 200 if quick else 10_000


CASES = [
    Case(
        name="connections",
        title="30,000 requests on 10,000 connections, answered after 200 ms",
        unit="request",
        count=30_000,
        quick=600,
        contenders=(
            Contender("aiorun", lambda world, count: _aiorun(world, count, _connections(world.quick))),
            Contender("floor", lambda world, count: _floor(world, count, _connections(world.quick), SHARDS)),
            Contender("one multi", lambda world, count: _floor(world, count, _connections(world.quick), 1)),
            Contender("aiohttp", lambda world, count: _aiohttp(world, count, _connections(world.quick))),
        ),
        goals=(
            Goal("cpu", of="floor", at_most=1.2),
            Goal("wall", of="floor", at_most=1.2),
            Goal("rate", of="one multi", at_least=3),
        ),
        servers=("delay",),
    ),
    Case(
        name="memory-of-connections",
        title="one request on each of 10,000 connections: memory",
        unit="connection",
        count=10_000,
        quick=200,
        contenders=(
            Contender("aiorun", lambda world, count: _aiorun(world, count, count)),
            Contender("floor", lambda world, count: _floor(world, count, count, SHARDS)),
        ),
        goals=(Goal("memory", at_most=20 * 1024),),
        servers=("delay",),
        memory_base=1,
    ),
    Growth(
        name="growth-of-connections",
        title="one request on each connection, all open at the same time",
        unit="connection",
        counts=(100, 300, 1_000, 3_000, 10_000),
        quick=(10, 30, 100),
        contender=Contender("aiorun", lambda world, count: _aiorun(world, count, count)),
        servers=("delay",),
    ),
]
