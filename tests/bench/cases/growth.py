"""How the cost of an operation grows with their number: linear, or better."""

from harness.model import Command, Contender, Growth

from .branches import virtual_workflow
from .loading import check_workflow

FEW = (100, 1_000)
UP_TO_100_000 = (100, 1_000, 10_000, 100_000)
UP_TO_A_MILLION = (*UP_TO_100_000, 1_000_000)


def _deadlock(world, count):
    """A deadlock is what is asked for: exit status 3."""
    run = virtual_workflow(world, "deadlock.yaml", count=count)
    return Command(["sh", "-c", '"$@"; test $? = 3', "sh", *run.arguments])


def _workflow(name, parameter):
    return lambda world, count: virtual_workflow(world, name, **{parameter: count})


def _case(name, title, unit, command, counts=UP_TO_100_000):
    return Growth(f"growth-{name}", title, unit, counts, FEW, Contender("aiorun", command))


CASES = [
    _case("branches", "branches that sleep", "sleeper", _workflow("sleep-branches.yaml", "count"), UP_TO_A_MILLION),
    _case("limit", "a gather, 1000 branches at once", "item", _workflow("for-limit.yaml", "count"), UP_TO_A_MILLION),
    _case("loop", "rounds of a loop", "round", _workflow("for-sequential.yaml", "count"), UP_TO_A_MILLION),
    _case("steps", "steps of a workflow that is checked", "step", check_workflow, (*UP_TO_100_000, 200_000)),
    _case("lock", "waiters on one lock", "waiter", _workflow("lock-waiters.yaml", "count"), UP_TO_A_MILLION),
    _case("queue", "items through a queue", "item", _workflow("queue.yaml", "items"), UP_TO_A_MILLION),
    _case("priority-queue", "items in a priority queue", "item", _workflow("priority-queue.yaml", "count"), UP_TO_A_MILLION),
    _case("cancel", "waiters that are cancelled", "waiter", _workflow("cancel-waiters.yaml", "count"), UP_TO_A_MILLION),
    _case("deadlock", "tasks in a deadlock", "task", _deadlock),
    _case("spawn", "spawned tasks, awaited as a list", "task", _workflow("spawn-await.yaml", "count")),
    _case("errors", "errors in one ExceptionGroup", "error", _workflow("errors.yaml", "count")),
    _case("as-completed", "results as they complete", "result", _workflow("as-completed.yaml", "count")),
]
