"""File stamps: whether files have changed, told without reading them."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from stat import S_ISLNK

import syllabus
from syllabus.workspace.layout import Layout
from syllabus.workspace.system import entry_status

FileStamp = tuple[int, int, int, int]
"""A file's inode, size, and times of modification and change in nanoseconds."""

_EXISTS: FileStamp = (0, 0, 0, 0)
"""The stamp of a folder, of which only its existence counts: an empty one can be a fault."""

_CLOCK_LAG = 50_000_000
"""Nanoseconds by which a file system's clock may lag behind ours."""


def stamp_of(stat: os.stat_result) -> FileStamp:
    """Return the stamp of a file."""
    return stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


DEEPEST_FOLDER = 100
"""How deep folders may nest below one that is stamped."""


def stamp_project(layout: Layout) -> dict[str, FileStamp]:
    """Return the stamps of all files that a handout of this project can depend on.

    Pictures, libraries and styles elsewhere in the project are not included. Raises `OSError` if a
    folder cannot be read or is a link.
    """
    found: dict[str, FileStamp] = {}
    for folder in (layout.course.parent, layout.root / "bib", layout.templates):
        if folder.exists():
            found[f"{folder.resolve()}{os.sep}"] = _EXISTS
        _stamp_folder(folder, found)
    found |= stamp_files(map(str, layout.root.glob("*.bib")))
    return found


@lru_cache(maxsize=1)
def stamp_program() -> Mapping[str, FileStamp]:
    """Return the stamps of this program and of what is installed beside it, as of the first call.

    Raises `OSError`.
    """
    package = Path(syllabus.__file__).parent
    found: dict[str, FileStamp] = {}
    for folder in (package, package.parents[1] / "templates"):
        _stamp_folder(folder, found)
    # Installing a package changes one of these folders.
    for name in sys.path:
        if name.endswith("-packages"):
            found[f"{name}/"] = stamp_of(Path(name).stat())
    return found


def stamp_files(paths: Iterable[str]) -> dict[str, FileStamp]:
    """Return the stamps of single files, also under their real paths, links followed.

    Moving a folder and replacing it by a link does not change its files' own stamps. Raises
    `OSError` if a file is missing.
    """
    found: dict[str, FileStamp] = {}
    real_folders: dict[str, str] = {}
    for path in paths:
        status = os.lstat(path)
        folder, name = os.path.split(path)
        if S_ISLNK(status.st_mode) or name in ("", os.curdir, os.pardir):
            status = Path(path).stat()
            real = os.path.realpath(path)
        else:
            real = os.path.join(_real_folder(folder, real_folders), name)  # noqa: PTH118 - as below
        found[path] = found[real] = stamp_of(status)
    return found


def _real_folder(path: str, known: dict[str, str]) -> str:
    """Return the real path of a folder, of which each of those above it is asked for once."""
    if path not in known:
        above, name = os.path.split(path)
        if name in ("", os.curdir, os.pardir) or S_ISLNK(os.lstat(path).st_mode):
            known[path] = os.path.realpath(path)
        else:  # `Path` takes longer
            known[path] = os.path.join(_real_folder(above, known), name)  # noqa: PTH118
    return known[path]


def is_settled(stamps: Iterable[FileStamp], since: int) -> bool:
    """Return whether files last changed long enough before `since` (ns since 1970).

    A file written twice within one clock tick can keep its stamp.
    """
    return all(max(stamp[2:]) < since - _CLOCK_LAG for stamp in stamps)


def _stamp_folder(folder: Path, found: dict[str, FileStamp], deep: int = 0) -> None:
    if not folder.exists():
        return
    if deep > DEEPEST_FOLDER:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(folder))
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False):
                found[entry.path] = stamp_of(entry_status(entry))
            elif entry.name == "__pycache__":
                continue
            elif entry.is_dir():
                if entry.is_symlink():
                    raise NotADirectoryError(entry.path)
                found[f"{entry.path}{os.sep}"] = _EXISTS
                _stamp_folder(Path(entry.path), found, deep + 1)
            elif not entry.is_symlink():  # neither a file nor a folder
                found[entry.path] = stamp_of(entry_status(entry))
            elif Path(entry.path).exists():
                found.update(stamp_files([entry.path]))
            else:  # a link that leads nowhere
                found[entry.path] = stamp_of(entry.stat(follow_symlinks=False))
