"""Files in `build/`: written whole or not at all, remembered, and removed again."""

from __future__ import annotations

import errno
import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from syllabus.workspace import system
from syllabus.workspace.files import (
    is_inside,
    make_folder,
    open_file,
    open_up,
    read_file,
    refuse_outside,
    remove_at_once,
    remove_empty_folder,
    remove_file,
    remove_folder,
    sweep,
    try_folder,
    write_file,
)
from syllabus.workspace.layout import Layout
from syllabus.workspace.signatures import read_note, write_note

OUTPUTS = "outputs.json"
"""The list, in the working folder, of what was made: path below the project → SHA-256 of what is
put there, and of what of ours it takes the place of. It is under the user's seal, or a project
could have its reader's `clean` remove whatever it names."""


LOCK = "lock"
"""The file, in the working folder, that the build that runs has locked."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is made, and what every such file begins with."""

    name: str
    beginning: bytes


PDF = FileKind("PDF", b"%PDF-")
CALENDAR = FileKind("calendar", b"BEGIN:VCALENDAR")
EMAIL = FileKind("draft", b"Subject:")


def try_place(target: Path, kind: FileKind, *, ours: bool) -> None:
    """Raise `OSError` where no file can be put in the target's place, before that takes work.

    What is not `ours` to replace is anything of another kind: a slip of the pen would cost a
    record.
    """
    if os.path.lexists(target) and not (target.is_file() or target.is_symlink()):
        raise OSError(errno.EEXIST, "it is there and is no file", str(target))
    if not ours and target.is_file():
        with open_file(target) as file:
            if file.read(len(kind.beginning)) not in (b"", kind.beginning):
                raise OSError(errno.EEXIST, f"it is there and is no {kind.name}", str(target))
    try:
        try_folder(target.parent)
    except OSError as fault:
        fault.filename = str(target)
        raise


def checksum(content: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def put_history(text: str, target: Path, layout: Layout) -> None:
    """Put a text into `syllabus/history/`, a folder of the project's own; raises `OSError`."""
    make_folder(target.parent, layout.root)
    sweep(target.parent)
    write_file(target, text.encode())


def digest(path: Path) -> str | None:
    """Return the SHA-256 of a file in hexadecimal; None where it cannot be read."""
    try:
        return checksum(read_file(path))
    except OSError:
        return None


@contextmanager
def only_build(layout: Layout, mention: Callable[[str], None]) -> Iterator[bool]:
    """Hold the project's lock, so that two builds never share TeX's working files.

    Gives whether another build had it before, which `mention` is told at once. Raises `OSError`.
    """
    waited = False
    while True:
        make_work(layout)
        path = layout.work / LOCK
        with system.opened(path) as handle:
            # Asked again and again: a Ctrl-C just before a call that waits would be missed.
            while not system.lock(handle):
                if not waited:
                    mention("waiting for another build of this project")
                waited = True
                time.sleep(0.05)
            if _is_still(handle, path):
                yield waited
                return


def _is_still(handle: int, path: Path) -> bool:
    """Return whether an open file is still the one at `path`: `clean` removes the lock too."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat(follow_symlinks=False))
    except FileNotFoundError:
        return False


def make_work(layout: Layout) -> None:
    """Make `build/` and the working folder in it, both inside the project; raises `OSError`."""
    # A project from strangers may hold links here: nothing is emptied that they lead to.
    refuse_outside(layout.work, layout.root)
    if os.path.lexists(layout.build) and not layout.build.is_dir():
        raise OSError(errno.ENOTDIR, "it is no folder", str(layout.build))
    if layout.work.is_symlink() or layout.work.is_file():
        remove_file(layout.work)
    make_folder(layout.work, layout.root)


def note_outputs(layout: Layout, sums: Mapping[Path, str]) -> None:
    """Note, by its hash, what is about to be put inside the project, for `clean_build`.

    Before and not after: who is killed in between leaves nothing behind that nobody knows.
    """
    known = _outputs(layout)
    outputs = dict(known)
    for path, sha256 in sums.items():
        if path.is_relative_to(layout.root):
            name = path.relative_to(layout.root).as_posix()
            here = digest(path) if name in known else None
            ours = (here,) if here is not None and here in known[name] else ()
            outputs[name] = tuple(dict.fromkeys((sha256, *ours)))
    if outputs != known:
        write_note(layout.work / OUTPUTS, outputs)


def noted_outputs(layout: Layout, sha256: str) -> tuple[Path, ...]:
    """Return the paths where a file of this hash was put inside the project."""
    return tuple(layout.root / name for name, sums in _outputs(layout).items() if sha256 in sums)


def clean_build(layout: Layout, mention: Callable[[str], None]) -> tuple[Path, ...]:
    """Remove what was made in the project and return it.

    A file that is not as it was made, because somebody replaced it, stays. A build that runs
    is waited for, which `mention` is told. Raises `OSError`.
    """
    if not layout.work.is_dir() or layout.work.is_symlink():
        return ()
    _clear_lock(layout)
    with only_build(layout, mention):
        sweep(layout.build)
        made = {layout.root / name: sums for name, sums in _outputs(layout).items()}
        removed = [path for path, sums in made.items() if digest(path) in sums]
        for path in removed:
            remove_file(path)
        # The list goes last: where something cannot be removed, the next `clean` knows it still.
        if system.WINDOWS:
            _empty(layout.work)
        else:
            # And all at once: a build that waits must not find the lock of half a folder.
            remove_at_once(layout.work)
    if system.WINDOWS:
        with suppress(OSError):  # a build has it already
            remove_file(layout.work / LOCK)
            remove_empty_folder(layout.work)
    return (*removed, layout.work)


def _clear_lock(layout: Layout) -> None:
    """See to it that the lock can be had, whatever was put in its place or done to its folder."""
    refuse_outside(layout.work, layout.root)
    path = layout.work / LOCK
    if path.is_symlink() or not path.exists():
        open_up(layout.work)
        remove_file(path)
    elif path.is_dir():
        remove_folder(path)


def _empty(work: Path) -> None:
    """Remove what is in the working folder but the lock, which Windows keeps while it is held."""
    kept = (work / LOCK, work / OUTPUTS)
    for entry in work.iterdir():
        if entry not in kept:
            is_folder = entry.is_dir() and not entry.is_symlink()
            (remove_folder if is_folder else remove_file)(entry)
    remove_file(work / OUTPUTS)


def _outputs(layout: Layout) -> Mapping[str, tuple[str, ...]]:
    found = read_note(layout.work / OUTPUTS, layout.root) or {}
    # A link may lead out of the project since.
    return {name: tuple(sums) for name, sums in found.items() if is_inside(layout.root, name)}
