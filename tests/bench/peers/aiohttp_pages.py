"""aiohttp_pages.py URL COUNT IN_FLIGHT: as workloads/pages.yaml, with aiohttp on uvloop."""

import asyncio
import sys

import aiohttp
import uvloop


async def main(url, count, in_flight):
    numbers = iter(range(count))

    async def worker(session):
        total = 0
        for _ in numbers:
            async with session.get(url) as response:
                total += len(await response.read())
        return total

    connector = aiohttp.TCPConnector(limit=in_flight)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=None)) as session:
        sizes = await asyncio.gather(*(worker(session) for _ in range(in_flight)))
    print(f"{sum(sizes)} bytes")


uvloop.install()
asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
