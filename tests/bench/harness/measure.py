"""Measures one run of a program: bench_measure starts it, since a child of Python would report Python's memory as its own."""

import dataclasses
import os
import pathlib
import re
import subprocess
import tempfile

TIMEOUT = 600


class Failed(Exception):
    """A run that did not do its work."""


@dataclasses.dataclass(frozen=True)
class Sample:
    """Each for one operation, but for the memory, which is that of the whole run at its peak."""

    wall: float  # microseconds
    cpu: float  # microseconds, of user and system together
    system: float  # microseconds, the system's part
    peak: int  # bytes


def run(world, command, count, repeat=1):
    with tempfile.TemporaryDirectory(dir=world.scratch) as folder:
        report = pathlib.Path(folder) / "report"
        text = _output([world.program("bench_measure"), report, str(repeat), *command.arguments], command)
        wall, user, system, peak = report.read_text().split()
    seconds, operations = command.work(text) if command.work else (float(wall), count * repeat)
    scale = 1e6 / max(operations, 1)
    return Sample(seconds * scale, (float(user) + float(system)) * scale, float(system) * scale, int(peak))


def count_instructions(world, command):
    """As valgrind counts them, in user mode."""
    arguments = [world.tool("valgrind"), "--tool=callgrind", "--callgrind-out-file=/dev/null", *command.arguments]
    text = _output(arguments, command)
    found = re.search(r"Collected : (\d+)", text)
    if not found:
        raise Failed(f"valgrind printed no count of instructions for {command.arguments[0]}")
    return int(found[1])


def _output(arguments, command):
    arguments = [str(argument) for argument in arguments]
    try:
        done = subprocess.run(
            arguments,
            env={**os.environ, **command.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Failed(f"{' '.join(arguments)} took more than {TIMEOUT} s") from error
    text = done.stdout.decode(errors="replace")
    if done.returncode != 0 or command.expect not in text:
        raise Failed(
            f"{' '.join(arguments)} ended with {done.returncode}, expected 0 and {command.expect!r}; it printed:\n"
            + text[-2000:]
        )
    return text
