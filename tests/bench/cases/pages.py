"""1 KiB GETs from nginx on loopback, by numbers in flight."""

import re

from harness.model import Case, Command, Contender, Goal
from harness.servers import PAGE_SIZE

PAGE_BUFFER = 16384


def pages(world, count, in_flight):
    parameters = {"url": world.servers.url("pages", "/page"), "count": count, "in_flight": in_flight}
    assignments = [part for name, value in parameters.items() for part in ("-p", f"{name}={value}")]
    return Command([world.aiorun, world.workload("pages.yaml"), *assignments], expect=_bytes(count))


def _bytes(count):
    return f"{count * PAGE_SIZE} bytes"


def _floor(world, count, in_flight):
    url = world.servers.url("pages", "/page")
    return Command(
        [world.program("floor_curl_multi"), url, count, in_flight, max(1, in_flight // 64), PAGE_BUFFER],
        expect=_bytes(count),
    )


def _aiohttp(world, count, in_flight):
    python = world.python("aiohttp", "uvloop")
    url = world.servers.url("pages", "/page")
    return Command([python, world.peer("aiohttp_pages.py"), url, count, in_flight], expect=_bytes(count))


def _undici(world, count, in_flight):
    node, modules = world.node_modules("undici")
    url = world.servers.url("pages", "/page")
    return Command([node, world.peer("undici_pages.mjs"), modules, url, count, in_flight], expect=_bytes(count))


def _curl(world, count, in_flight):
    url = world.servers.url("pages", f"/page?[1-{count}]")
    # curl takes no more than 300 at a time.
    return Command([world.tool("curl"), "-sSfZ", "--parallel-max", min(in_flight, 300), "-o", "/dev/null", url])


def _wrk(world, _count, in_flight):
    url = world.servers.url("pages", "/page")
    arguments = [world.tool("wrk"), "-t1", f"-c{in_flight}", "-d", "1s" if world.quick else "2s", url]
    return Command(arguments, work=_read_wrk)


def _read_wrk(text):
    """wrk runs for a time and says how many requests that made."""
    done, seconds = re.search(r"(\d+) requests in ([\d.]+)s", text).groups()
    return float(seconds), float(done)


def _case(in_flight):
    def contender(name, command, **options):
        return Contender(name, lambda world, count: command(world, count, in_flight), **options)

    return Case(
        name=f"pages-{in_flight}",
        title=f"1 KiB GETs, {in_flight} in flight",
        unit="request",
        count=20_000,
        quick=2 * in_flight,
        contenders=(
            contender("aiorun", pages, counts_instructions=True),
            contender("floor", _floor, counts_instructions=True),
            contender("aiohttp", _aiohttp),
            contender("undici", _undici),
            contender("curl -Z", _curl),
            contender("wrk", _wrk),
        ),
        goals=(
            Goal("instructions", of="floor", at_most=1.25),
            Goal("cpu", of="floor", at_most=1.25),
            Goal("rate", of="aiohttp", at_least=4),
            Goal("rate", of="undici", at_least=2),
        ),
        servers=("pages",),
        instructions=(2 * in_flight, 2 * in_flight + 4000),
    )


CASES = [_case(in_flight) for in_flight in (64, 256, 1000)]
