"""How long builds take, beside latexmk and what people would use instead: `make bench`.

All cases of all courses alternate, so that a machine that is busy for a while is so for all of
them. Times are wall-clock seconds, the least of all rounds.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from tests.bench.caches import CacheCounts, can_count
from tests.bench.courses import REPOSITORY, copy_handout, copy_with_templates, generate
from tests.bench.others import install, versions
from tests.bench.rounds import Plan, columns
from tests.bench.tables import caches_table, cases_table, machine, targets_table, tricks_table
from tests.bench.watching import watching

PLANS = (
    Plan("handout", 7, copy_handout, tools=7, whole=True),
    Plan("handout", 7, partial(copy_handout, more_entries=10_000), brief=True),
    Plan("generated", 7, partial(generate, meetings=30, entries=100), brief=True),
    Plan("generated", 7, partial(generate, meetings=100, entries=1_000), tools=1),
    Plan("generated", 7, partial(generate, meetings=300, entries=3_000), tools=1),
    Plan("generated", 7, partial(generate, meetings=1_000, entries=10_000)),
)


def main() -> None:
    """Measure, and print the tables; an argument is the most rounds, to try the bench itself."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    tools = install(REPOSITORY / "build" / "bench")
    begun, load = time.monotonic(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name, ExitStack() as watches:
        folder = Path(name)
        measured = columns(PLANS if most > 1 else PLANS[:4], tools, folder)
        watched = copy_handout(folder / "watched")
        watch = watches.enter_context(watching(watched, folder / "cache"))
        measured[0].watch = watch
        rounds = min(most, max(plan.rounds for plan in PLANS))
        for number in range(rounds):
            for column in measured:
                if number < column.plan.rounds:
                    say(f"round {number + 1} of {rounds}: {column.plan.name}")
                    column.carry_out(number)
        counts = [
            CacheCounts(copy_with_templates(folder / "cached"), folder / "caches of the handout"),
            CacheCounts(generate(folder / "cached 100", 100, 1_000), folder / "caches of 100"),
        ]
        counts = counts if can_count() else []
        for each in counts:
            say(f"caches: {each.course.title}")
            each.count()
        say("")
        tables = (
            cases_table(measured),
            tricks_table(measured[0]),
            *map(caches_table, counts),
            targets_table(measured),
        )
    print(*tables, sep="\n\n", end="\n\n")
    print(machine(versions(tools), load))
    if not counts:
        print("What each cache saves was not counted: valgrind is not on this machine.")
    print(f"Measured in {(time.monotonic() - begun) / 60:.0f} minutes.")


def say(progress: str) -> None:
    """Show on a terminal what is being done."""
    if sys.stderr.isatty():
        width = shutil.get_terminal_size().columns - 1
        print(f"\r{progress:{width}}\r", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
