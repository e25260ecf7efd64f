"""Runs the benchmarks and prints a table for each: see README.md. scripts/bench builds what this needs."""

import argparse
import pathlib
import re
import resource
import sys
import tempfile

import cases
from harness import report, runner
from harness.measure import Failed
from harness.world import World

ROOT = pathlib.Path(__file__).resolve().parents[2]


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", metavar="REGEX", default="", help="the cases whose names match")
    parser.add_argument("--list", action="store_true", help="print the names of the cases")
    parser.add_argument("--rounds", type=int, metavar="N", help="9 unless --quick, then 1")
    parser.add_argument("--quick", action="store_true", help="little work: shows that everything runs, not how fast")
    parser.add_argument(
        "--instructions",
        choices=("yes", "no", "only"),
        help="count instructions with valgrind (default: yes, no with --quick; only: one round of the rest)",
    )
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "release", help="where programs are")
    parser.add_argument("--output", type=pathlib.Path, metavar="FILE", help="the tables also go there")
    return parser.parse_args()


def choose_options(arguments):
    default = 1 if arguments.quick or arguments.instructions == "only" else 9
    instructions = arguments.instructions or ("no" if arguments.quick else "yes")
    return runner.Options(arguments.rounds or default, arguments.quick, instructions != "no")


def show_progress(text):
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def run_all(chosen, world, options, write):
    """False when a program failed."""
    good = True
    for case in chosen:
        try:
            text = report.render(case, runner.run(world, case, options, show_progress), options)
        except Failed as failure:
            text = f"### {case.name}: {case.title}\n\nFAILED: {failure}\n"
            good = False
        show_progress("")
        write(text)
    return good


def main():
    arguments = parse_arguments()
    chosen = [case for case in cases.all_cases() if re.search(arguments.only, case.name)]
    if arguments.list:
        print("\n".join(f"{case.name}: {case.title}" for case in chosen))
        return 0
    if not chosen:
        print(f"bench.py: no case matches {arguments.only!r}, --list shows them", file=sys.stderr)
        return 2
    # Ten thousand connections take as many descriptors, in this program's children.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    texts = []

    def write(text):
        print(text, flush=True)
        texts.append(text)

    with tempfile.TemporaryDirectory(prefix="bench-", dir=arguments.build) as scratch:
        world = World(arguments.build.resolve(), pathlib.Path(scratch).resolve(), arguments.quick)
        try:
            good = run_all(chosen, world, choose_options(arguments), write)
        finally:
            world.servers.stop()
    if arguments.output:
        arguments.output.write_text("\n".join(texts))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
