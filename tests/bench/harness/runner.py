"""Runs the contenders of a case beside each other, round after round, so that what else the machine does meets them all."""

import dataclasses
import statistics

from . import measure
from .model import Absent, Growth


@dataclasses.dataclass
class Outcome:
    """What came of one contender."""

    name: str
    samples: list = dataclasses.field(default_factory=list)
    absent: str = ""  # why there are none
    base: int = 0  # bytes at the peak of a run with next to nothing to do
    instructions: float | None = None  # for each operation

    def median(self, metric):
        return statistics.median(getattr(sample, metric) for sample in self.samples)

    def spread(self, metric):
        """Between the quartiles, as a part of the median."""
        values = [getattr(sample, metric) for sample in self.samples]
        if len(values) < 4 or not self.median(metric):
            return 0.0
        lower, _, upper = statistics.quantiles(values, n=4)
        return (upper - lower) / self.median(metric)


@dataclasses.dataclass(frozen=True)
class Options:
    rounds: int
    quick: bool
    instructions: bool


def ratio(one, other, metric):
    """The median of the rounds' ratios: what slows the machine for a while slows both of a round."""
    if metric == "instructions":
        known = one.instructions is not None and other.instructions is not None
        return one.instructions / other.instructions if known else None
    if metric == "rate":
        return ratio(other, one, "wall")
    pairs = [
        (getattr(a, metric), getattr(b, metric)) for a, b in zip(one.samples, other.samples, strict=False)
    ]
    return statistics.median(a / b for a, b in pairs) if pairs and all(b for _, b in pairs) else None


def run(world, case, options, progress):
    """The outcomes, in the order of the case's contenders."""
    if isinstance(case, Growth):
        return _run_growth(world, case, options, progress)
    outcomes = [Outcome(contender.name) for contender in case.contenders]
    count = case.quick if options.quick else case.count
    commands = _commands(world, case, count, outcomes)
    for number in range(options.rounds):
        for index in _rotated(len(outcomes), number):
            if commands[index]:
                progress(f"{case.name}: round {number + 1} of {options.rounds}, {outcomes[index].name}")
                sample = measure.run(world, commands[index], count, 1 if options.quick else case.repeat)
                outcomes[index].samples.append(sample)
    for contender, outcome, command in zip(case.contenders, outcomes, commands, strict=True):
        if command and case.memory_base is not None:
            base = contender.command(world, case.memory_base)
            outcome.base = measure.run(world, base, case.memory_base).peak
        if command and options.instructions and case.instructions and contender.counts_instructions:
            progress(f"{case.name}: instructions of {outcome.name}")
            outcome.instructions = _instructions(world, contender, case.instructions)
    return outcomes


def _commands(world, case, count, outcomes):
    commands = []
    for contender, outcome in zip(case.contenders, outcomes, strict=True):
        try:
            for server in case.servers:
                world.servers.start(server)
            commands.append(contender.command(world, count))
        except Absent as absent:
            outcome.absent = str(absent)
            commands.append(None)
    return commands


def _rotated(length, number):
    return [(start + number) % length for start in range(length)]


def _instructions(world, contender, counts):
    few, many = sorted(counts)
    less = measure.count_instructions(world, contender.command(world, few))
    more = measure.count_instructions(world, contender.command(world, many))
    return (more - less) / (many - few)


def _run_growth(world, case, options, progress):
    """An outcome for each count."""
    counts = case.quick if options.quick else case.counts
    outcomes = [Outcome(f"{count:,}") for count in counts]
    try:
        for server in case.servers:
            world.servers.start(server)
        commands = [case.contender.command(world, count) for count in counts]
    except Absent as absent:
        for outcome in outcomes:
            outcome.absent = str(absent)
        return outcomes
    rounds = max(1, options.rounds // 3)
    for number in range(rounds):
        for count, command, outcome in zip(counts, commands, outcomes, strict=True):
            progress(f"{case.name}: round {number + 1} of {rounds}, {count:,}")
            outcome.samples.append(measure.run(world, command, count))
    return outcomes
