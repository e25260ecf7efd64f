"""workloads/lock-handoffs.yaml in asyncio."""

import asyncio
import sys


async def branch(turn, rounds):
    for _ in range(rounds):
        async with turn:
            await asyncio.sleep(0)


async def main(rounds):
    turn = asyncio.Lock()
    await asyncio.gather(*(branch(turn, rounds) for _ in range(10)))


asyncio.run(main(int(sys.argv[1])))
