"""One command: how long it took, and what it spent on TeX."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

SYLLABUS = (str(Path(sys.executable).with_name("syllabus")),)
PROBE = Path(__file__).with_name("probe.py")
LONGEST = 240
"""Seconds that one command may take."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Wall-clock and processor seconds; for builds also those in TeX, its passes, and peak MB."""

    seconds: float
    cpu: float = 0.0
    tex: float = 0.0
    passes: int = 0
    memory: float = 0.0


class Failed(Exception):
    """A command that did not do what is to be measured."""


def run(folder: Path, *command: str | Path, cache: Path | None = None) -> Sample:
    """Run a command in a folder and take its time; raises `Failed`.

    `cache` is the user's folder of caches for it.
    """
    begun, spent = time.perf_counter(), _spent()
    # Into a file: what reads a pipe meanwhile would take part of the machine.
    with (folder / ".printed").open("wb") as printed:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment(cache),
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        # `wait` with a time limit looks only every so often whether the process has ended.
        alarm = Timer(LONGEST, os.killpg, (process.pid, signal.SIGKILL))
        alarm.start()
        try:
            status = process.wait()
        finally:
            alarm.cancel()
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    seconds = time.perf_counter() - begun
    if status != 0:
        said = (folder / ".printed").read_text(encoding="utf-8", errors="replace")
        raise Failed(f"{' '.join(map(str, command))}\nended with {status}\n{said[-2000:]}")
    return Sample(seconds, _spent() - spent)


def build(project: Path, cache: Path, as_of: str, without: str = "") -> Sample:
    """Run `syllabus build` without some of its means, and take its time apart."""
    note = project / ".note"
    options = ("-q", "build", "--as-of", as_of)
    # -P: the folder of the probe is no place to import from.
    taken = run(project, sys.executable, "-P", PROBE, note, without, *options, cache=cache)
    return Sample(taken.seconds, taken.cpu, **json.loads(note.read_text(encoding="utf-8")))


def _spent() -> float:
    """Return the processor time of all commands that have ended, and of what they started."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def environment(cache: Path | None) -> Mapping[str, str]:
    """Return ours without what would make Python compile its modules anew each time."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "XDG_CACHE_HOME": str(cache)} if cache else kept
