"""New files, written all together or not at all, and never over another."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from syllabus.on_demand import dataclass
from syllabus.workspace.files import (
    create_file,
    make_folder,
    refuse_outside,
    remove_empty_folder,
    remove_file,
)


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be written."""

    path: Path
    data: bytes


class AlreadyExists(Exception):
    """Some of the paths to write already exist; nothing was changed."""

    def __init__(self, paths: Iterable[Path]) -> None:
        super().__init__(", ".join(map(str, paths)))
        self.paths = tuple(paths)


def write_files(
    files: Iterable[NewFile],
    root: Path,
    own: Path | None = None,
    then: Callable[[], None] | None = None,
) -> None:
    """Write new files in `root`, with the folders that they need, and do what comes `then`.

    `own` is a folder to hold nothing else. Raises `AlreadyExists`, or `OSError` where a link leads
    out of `root`, before anything is touched; and `OSError` after everything that was written has
    been taken away again.
    """
    files = tuple(files)
    refuse_obstacles(files, root, own)
    made: list[Path] = []
    try:
        for file in files:
            for folder in reversed([each for each in file.path.parents if not each.exists()]):
                make_folder(folder)
                made.append(folder)
            create_file(file.path, file.data)
            made.append(file.path)
        if then is not None:
            then()
    except BaseException as failed:  # also where the user interrupts it
        for path in reversed(made):
            with suppress(OSError):  # somebody may have put something there
                (remove_empty_folder if path.is_dir() else remove_file)(path)
        if isinstance(failed, FileExistsError):
            raise AlreadyExists([Path(failed.filename)]) from None
        raise


def refuse_obstacles(files: Iterable[NewFile], root: Path, own: Path | None = None) -> None:
    """Raise `AlreadyExists`, or `OSError`, where `write_files` would before it touches anything."""
    files = tuple(files)
    for folder in dict.fromkeys(file.path.parent for file in files):
        refuse_outside(folder, root)
    found = [path for path in map(_obstacle, (file.path for file in files)) if path]
    if own is not None and own.is_dir() and any(own.iterdir()):
        found = [own]
    if found:
        raise AlreadyExists(dict.fromkeys(found))


def _obstacle(path: Path) -> Path | None:
    """Return what is already at a path or at a folder above it; links are not followed."""
    if os.path.lexists(path):
        return path
    nearest = next((each for each in path.parents if os.path.lexists(each)), None)
    return None if nearest is None or nearest.is_dir() else nearest
