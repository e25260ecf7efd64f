"""workloads/semaphore.yaml in asyncio."""

import asyncio
import sys


async def branch(places, rounds):
    for _ in range(rounds):
        async with places:
            await asyncio.sleep(0)


async def main(rounds):
    places = asyncio.Semaphore(10)
    await asyncio.gather(*(branch(places, rounds) for _ in range(100)))


asyncio.run(main(int(sys.argv[1])))
