"""The one way to what files hold: plain files only, of a bounded size, whole or not at all.

A project, its `build/` or a cache may hold a pipe, a device or a file without end in place of any
file. To open those can wait for ever, or fill the memory; here that raises `OSError`, as a file
that is not there does.

What only this program or TeX writes is its `own`: there a link was put by somebody else, and is not
followed. Whoever keeps a course may link to files within it.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from syllabus.workspace.system import READ_FILE, READ_OWN_FILE

LARGEST_FILE = 1_000_000_000
"""Bytes of what this program or TeX may have made; a handout of 200 large pictures has half."""

LARGEST_NOTE = 50_000_000
"""Bytes of what one run notes for the next; that of a course of 10,000 records has a tenth."""

_CHUNK = 1 << 16


class NotAPlainFile(OSError):
    """There is something, but it is a pipe, a device, a folder or, of our own, a link."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EINVAL, "it is not a plain file", str(path))


class TooLarge(OSError):
    """A file holds more bytes than it may."""

    def __init__(self, path: Path, largest: int) -> None:
        super().__init__(errno.EFBIG, f"it holds more than {largest} bytes", str(path))


def read_file(path: Path, largest: int = LARGEST_FILE, *, own: bool = False) -> bytes:
    """Return what a plain file holds, at most `largest` bytes; raises `OSError`."""
    with open_file(path, own=own) as file:
        size = os.fstat(file.fileno()).st_size
        if size > largest:
            raise TooLarge(path, largest)
        data = file.read(size + 1)
        # Only a file that grows while it is read has more than it said.
        while len(data) > size and (more := file.read(_CHUNK)):
            data += more
            if len(data) > largest:
                raise TooLarge(path, largest)
        return data


@contextmanager
def open_file(path: Path, *, own: bool = False) -> Iterator[BinaryIO]:
    """Give a plain file to read; raises `OSError`, for one that is none before it is opened."""
    # To open some devices, or a pipe that somebody waits at, does something.
    status = os.stat(path, follow_symlinks=not own)  # noqa: PTH116 - `Path.stat` takes longer
    if not stat.S_ISREG(status.st_mode):
        raise NotAPlainFile(path)
    flags = READ_OWN_FILE if own else READ_FILE
    with os.fdopen(os.open(path, flags), "rb", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # replaced in between
            raise NotAPlainFile(path)
        yield file
