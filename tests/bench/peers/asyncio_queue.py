"""workloads/queue.yaml in asyncio."""

import asyncio
import sys


async def produce(jobs, items):
    for i in range(items):
        await jobs.put(i)


async def consume(jobs, items):
    for _ in range(items):
        item = await jobs.get()  # noqa: F841


async def main(items):
    jobs = asyncio.Queue(100)
    await asyncio.gather(produce(jobs, items), consume(jobs, items))


asyncio.run(main(int(sys.argv[1])))
