"""One large body: to disk, and to nowhere."""

from harness.model import Case, Command, Contender, Goal

LARGE_BUFFER = 256 << 10


def _aiorun(world, path):
    parameters = ["-p", f"url={world.servers.url('pages', '/file')}", "-p", f"path={path}"]
    arguments = [world.aiorun, world.workload("download.yaml"), *parameters]
    return Command(arguments, expect=f"{world.servers.file_size} bytes")


def _curl(world, path):
    return Command([world.tool("curl"), "-sSf", "-o", path, world.servers.url("pages", "/file")])


def _floor(world, buffer):
    arguments = [world.program("floor_curl_multi"), world.servers.url("pages", "/file"), 1, 1, 1, buffer]
    return Command(arguments, expect=f"{world.servers.file_size} bytes")


def _path(world, name):
    return world.scratch / name


CASES = [
    Case(
        name="save-1g",
        title="a body of 1 GiB to a file",
        unit="download",
        count=1,
        quick=1,
        contenders=(
            Contender("aiorun", lambda world, _: _aiorun(world, _path(world, "saved"))),
            Contender("curl", lambda world, _: _curl(world, _path(world, "saved-by-curl"))),
        ),
        goals=(Goal("cpu", of="curl", at_most=0.8),),
        servers=("pages",),
    ),
    Case(
        name="drop-1g",
        title="a body of 1 GiB to nowhere",
        unit="download",
        count=1,
        quick=1,
        contenders=(
            Contender("aiorun", lambda world, _: _aiorun(world, "/dev/null")),
            Contender("floor", lambda world, _: _floor(world, LARGE_BUFFER)),
            Contender("curl", lambda world, _: _curl(world, "/dev/null")),
        ),
        goals=(Goal("cpu", of="floor", at_most=1.1),),
        servers=("pages",),
    ),
]
