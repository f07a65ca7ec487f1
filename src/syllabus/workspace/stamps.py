"""How files look from outside: whether they were written since, told without reading them."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import syllabus
from syllabus.workspace.layout import Layout
from syllabus.workspace.system import entry_status

Look = tuple[int, int, int, int]
"""What tells that a file was written: its inode, size, and times of change in nanoseconds."""

_THERE: Look = (0, 0, 0, 0)
"""A folder, of which it counts only that it is there: an empty one can be a fault."""

_JUST_NOW = 50_000_000
"""Nanoseconds by which a file system's clock may be behind ours."""


def look_of(stat: os.stat_result) -> Look:
    """Return what tells a file's state from another."""
    return stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


DEEPEST_FOLDER = 100
"""How many folders may lie in each other below one that is looked at."""


def look_at_project(layout: Layout) -> dict[str, Look]:
    """Return how all files look that any handout of this project could depend on.

    Pictures, libraries and styles elsewhere in the project are not among them. Raises `OSError`
    where a folder cannot be read, or leads elsewhere.
    """
    found: dict[str, Look] = {}
    for folder in (layout.course.parent, layout.root / "bib", layout.templates):
        if folder.exists():
            found[f"{folder.resolve()}{os.sep}"] = _THERE
        _look_into(folder, found)
    return found


@lru_cache(maxsize=1)
def look_at_program() -> Mapping[str, Look]:
    """Return how this program looked when it was first asked, with what is installed beside it.

    Raises `OSError`.
    """
    package = Path(syllabus.__file__).parent
    found: dict[str, Look] = {}
    for folder in (package, package.parents[1] / "templates"):
        _look_into(folder, found)
    # An installation of anything replaces a folder in one of these.
    for name in sys.path:
        if name.endswith("-packages"):
            found[f"{name}/"] = look_of(Path(name).stat())
    return found


def look_at_files(paths: Iterable[str]) -> dict[str, Look]:
    """Return how single files look, also by where they really are, links followed.

    A folder that is moved, and replaced by a link, leaves its files as they were. Raises `OSError`
    where a file is not there.
    """
    found: dict[str, Look] = {}
    for path in paths:
        found[path] = found[os.path.realpath(path)] = look_of(Path(path).stat())
    return found


def is_settled(looks: Iterable[Look], since: int) -> bool:
    """Return whether files last changed so long before `since` (ns since 1970) that it shows.

    A file that is written twice within one tick of the clock can look the same.
    """
    return all(max(look[2:]) < since - _JUST_NOW for look in looks)


def _look_into(folder: Path, found: dict[str, Look], deep: int = 0) -> None:
    if not folder.exists():
        return
    if deep > DEEPEST_FOLDER:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(folder))
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name == "__pycache__":
                continue
            if entry.is_dir():
                if entry.is_symlink():
                    raise NotADirectoryError(entry.path)
                found[f"{entry.path}{os.sep}"] = _THERE
                _look_into(Path(entry.path), found, deep + 1)
            elif not entry.is_symlink():
                found[entry.path] = look_of(entry_status(entry))
            elif Path(entry.path).exists():
                found.update(look_at_files([entry.path]))
            else:  # a link that leads nowhere
                found[entry.path] = look_of(entry.stat(follow_symlinks=False))
