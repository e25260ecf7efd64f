"""What benchmarks find around them: our programs, those that are installed, servers, and a folder for what they write."""

import functools
import os
import pathlib
import shutil
import subprocess

from .model import Absent
from .servers import Servers

BENCH = pathlib.Path(__file__).resolve().parents[1]


class World:
    def __init__(self, build, scratch, quick):
        self.build = build
        self.scratch = scratch
        self.quick = quick
        self.servers = Servers(self)

    @property
    def aiorun(self):
        return self.build / "aiorun"

    def program(self, name):
        """One of those that tests/bench/CMakeLists.txt builds: bench_measure, floor_NAME …"""
        path = self.build / "tests" / "bench" / name
        if not path.exists():
            raise Absent(f"{name} is not built")
        return path

    def workload(self, name):
        return BENCH / "workloads" / name

    def peer(self, name):
        return BENCH / "peers" / name

    def tool(self, name):
        found = shutil.which(name, path=os.environ.get("PATH", os.defpath) + ":/usr/sbin")
        if found is None:
            raise Absent(f"{name} is not installed")
        return found

    @functools.cache
    def python(self, *modules):
        """A python3 that can import them: the first on the path, or the system's."""
        for name in ("python3", "/usr/bin/python3"):
            found = shutil.which(name)
            if found and _succeeds([found, "-c", f"import {', '.join(('sys', *modules))}"]):
                return found
        raise Absent(f"python3 with {', '.join(modules)} is not installed" if modules else "python3 is not installed")

    @functools.cache
    def node_modules(self, name):
        """The folder that holds a package of node's: what scripts/bench has put into the build, or node's own."""
        node = self.tool("node")
        for folder in (self.build / "bench" / "node_modules", *os.environ.get("NODE_PATH", "").split(":")):
            if folder and (pathlib.Path(folder) / name).is_dir():
                return node, str(folder)
        raise Absent(f"{name} for node is not installed")


def _succeeds(arguments):
    return subprocess.run(arguments, capture_output=True, check=False).returncode == 0
