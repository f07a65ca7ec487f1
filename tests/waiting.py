"""Waiting for what another process does: until it is so, however long a busy machine takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from syllabus.workspace.stamps import is_settled, stamp_of

HANGS = 12_000
"""Looks, ten milliseconds apart at least: what is not so by then never will be."""


def wait_until(true: Callable[[], object]) -> None:
    """Look again and again until something is true; what never is fails."""
    for _ in range(HANGS):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("waited for minutes in vain")


def living(folder: Path) -> list[str]:
    """Return the commands of all processes that work below `folder`; the dead have none."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink().is_relative_to(folder):
                found.append((process / "cmdline").read_bytes().decode())
        except OSError:
            continue
    return [command for command in found if command]


def wait_until_gone(folder: Path) -> None:
    """Wait until no process works below `folder`; one that was killed may take a moment."""
    wait_until(lambda: not living(folder))


def wait_until_settled(folder: Path) -> None:
    """Wait until no file below `folder` has changed just now: the program relies on none that has.

    A moment more is waited, as clocks are set now and then.
    """
    stamps = [stamp_of(each.lstat()) for each in folder.rglob("*")]
    wait_until(lambda: is_settled(stamps, time.time_ns() - 50_000_000))
