"""What a benchmark is made of. Cases are written with these, in tests/bench/cases."""

import dataclasses
from collections.abc import Callable


class Absent(Exception):
    """A program, or what it needs, is not installed; the text says what is missing."""


@dataclasses.dataclass(frozen=True)
class Command:
    arguments: list[str]
    expect: str = ""  # must stand in what it prints, so that no failure is measured as a fast success
    environment: dict[str, str] = dataclasses.field(default_factory=dict)
    # Gives the seconds that the work took and the operations that were done, for a program that decides on them itself.
    work: Callable[[str], tuple[float, float]] | None = None


@dataclasses.dataclass(frozen=True)
class Contender:
    """A program that does a case's work: the first of a case is aiorun, the others are its floor and its peers."""

    name: str
    command: Callable  # (world, count) -> Command; raises Absent
    counts_instructions: bool = False


@dataclasses.dataclass(frozen=True)
class Goal:
    """What aiorun has to reach: a ratio to another contender, or without one a value for each operation.

    metric: cpu (microseconds), wall (microseconds), rate (operations a second), memory (bytes), instructions.
    """

    metric: str
    of: str | None = None
    at_most: float | None = None
    at_least: float | None = None


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    title: str
    unit: str  # of an operation: "request"
    count: int  # operations of a run
    quick: int  # operations of a run with --quick
    contenders: tuple[Contender, ...]
    goals: tuple[Goal, ...] = ()
    repeat: int = 1  # runs of the program that are measured as one, for programs that take little time
    servers: tuple[str, ...] = ()  # that it needs: see servers.py
    memory_base: int | None = None  # memory is what a run has more than one of so many operations
    instructions: tuple[int, int] | None = None  # counted as the difference of runs of so many operations


@dataclasses.dataclass(frozen=True)
class Growth:
    """How the cost of an operation grows with the number of operations."""

    name: str
    title: str
    unit: str
    counts: tuple[int, ...]
    quick: tuple[int, ...]
    contender: Contender
    at_most: float = 2.0  # the last count's cost of an operation, as a multiple of the lowest before it
    servers: tuple[str, ...] = ()
