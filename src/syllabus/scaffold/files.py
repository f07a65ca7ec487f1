"""New files, written all together or not at all, and never over another."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from syllabus.source import real_path


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be written."""

    path: Path
    data: bytes


class InTheWay(Exception):
    """There is something already where files are to be written; nothing was touched."""

    def __init__(self, paths: Iterable[Path]) -> None:
        super().__init__(", ".join(map(str, paths)))
        self.paths = tuple(paths)


def write_files(files: Iterable[NewFile], root: Path, own: Path | None = None) -> None:
    """Write new files in `root`, with the folders that they need.

    `own` is a folder to hold nothing else. Raises `InTheWay`, or `OSError` where a link leads out
    of `root`, before anything is touched; and `OSError` after everything that was written has
    been taken away again.
    """
    files = tuple(files)
    refuse_obstacles(files, root, own)
    made: list[Path] = []
    try:
        for file in files:
            for folder in reversed([each for each in file.path.parents if not each.exists()]):
                folder.mkdir()
                made.append(folder)
            with file.path.open("xb") as stream:
                made.append(file.path)
                stream.write(file.data)
    except BaseException as failed:  # also where the user interrupts it
        for path in reversed(made):
            with suppress(OSError):  # somebody may have put something there
                (path.rmdir if path.is_dir() else path.unlink)()
        if isinstance(failed, FileExistsError):
            raise InTheWay([Path(failed.filename)]) from None
        raise


def refuse_obstacles(files: Iterable[NewFile], root: Path, own: Path | None = None) -> None:
    """Raise `InTheWay`, or `OSError`, where `write_files` would before it touches anything."""
    files = tuple(files)
    for folder in dict.fromkeys(file.path.parent for file in files):
        if not real_path(folder).is_relative_to(real_path(root)):
            raise OSError(errno.ELOOP, "a link leads out of the project", str(folder))
    found = [path for path in map(_obstacle, (file.path for file in files)) if path]
    if own is not None and own.is_dir() and any(own.iterdir()):
        found = [own]
    if found:
        raise InTheWay(dict.fromkeys(found))


def _obstacle(path: Path) -> Path | None:
    """Return what stands where a file, or a folder above it, is to be; links are not followed."""
    if os.path.lexists(path):
        return path
    nearest = next((each for each in path.parents if os.path.lexists(each)), None)
    return None if nearest is None or nearest.is_dir() else nearest
