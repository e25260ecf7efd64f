"""workloads/event.yaml in asyncio."""

import asyncio
import sys


async def pings(ping, pong, rounds):
    for _ in range(rounds):
        ping.set()
        await pong.wait()
        pong.clear()


async def pongs(ping, pong, rounds):
    for _ in range(rounds):
        await ping.wait()
        ping.clear()
        pong.set()


async def main(rounds):
    ping, pong = asyncio.Event(), asyncio.Event()
    await asyncio.gather(pings(ping, pong, rounds), pongs(ping, pong, rounds))


asyncio.run(main(int(sys.argv[1])))
