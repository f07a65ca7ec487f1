"""Runs a command again and again, each time with something strange in another file's place.

    python -m tests.security.pipes KIND SECONDS FOLDER COMMAND…

Prints how each run ended, as JSON, by the file. It is a process by itself, because each run is a
fork of it, without the time that imports take.
"""

from __future__ import annotations

import gc
import json
import os
import pkgutil
import resource
import shutil
import signal
import sys
import traceback
from importlib import import_module
from pathlib import Path

import syllabus
from syllabus.cli import main

MEMORY = 4_000_000_000
"""Bytes of addresses; what fills the memory with a device ends here."""

TOGETHER = ("memory", "tex", "build", "handouts")
"""Folders whose files are replaced together, for all of them are read alike."""


def put(kind: str, path: Path) -> None:
    """Put what is not to be read in a file's place."""
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")


def end_of(arguments: list[str], seconds: int, said: Path) -> int:
    """Run the command in a process of its own; return how it ended, as `os.waitpid` says."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    signal.alarm(seconds)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    handle = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    status = 0
    try:
        main(arguments)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # to take this process apart takes longer than most commands


def restore(folder: Path, copy: Path) -> None:
    shutil.rmtree(folder)
    shutil.copytree(copy, folder, symlinks=True)


def run(kind: str, seconds: int, folder: Path, arguments: list[str]) -> dict[str, tuple[int, str]]:
    """Return how the runs ended and what they said, by the file that was replaced."""
    copy, said = folder.with_name("copy"), folder.with_name("said")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy, symlinks=True)
    ends: dict[str, tuple[int, str]] = {}
    places: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            together = path.parent.name in TOGETHER
            shown = (path.parent if together else path).relative_to(folder)
            places.setdefault(str(shown), []).append(path)
    for place, paths in places.items():
        for each in paths:
            put(kind, each)
        ends[place] = (end_of(arguments, seconds, said), said.read_text())
        restore(folder, copy)
        shutil.rmtree(folder.with_name("next"), ignore_errors=True)
    return ends


if __name__ == "__main__":
    for module in pkgutil.walk_packages(syllabus.__path__, "syllabus."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    gc.freeze()  # what is there is not copied to each fork because it is looked through
    print(json.dumps(run(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:])))
