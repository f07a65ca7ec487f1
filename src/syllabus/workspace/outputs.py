"""Files in `build/`: written completely or not at all, listed, and removed again."""

from __future__ import annotations

import errno
import hashlib
import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from syllabus.on_demand import dataclass
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
    remove_leftovers,
    try_folder,
    write_file,
)
from syllabus.workspace.layout import Layout
from syllabus.workspace.signatures import read_note, write_note

OUTPUTS = "outputs.json"
"""The list, in the working folder, of outputs: path below the project → SHA-256 of the file and of
the output that it replaces. It is signed with the user's key; otherwise a project could make
`clean` remove any file that it names."""


LOCK = "lock"
"""The file, in the working folder, that the running build has locked."""

EDITS = "edits"
"""The file, in the working folder, that whoever edits records or libraries has locked."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of output file, and the bytes that it begins with."""

    name: str
    beginning: bytes


PDF = FileKind("PDF", b"%PDF-")
CALENDAR = FileKind("calendar", b"BEGIN:VCALENDAR")
EMAIL = FileKind("draft", b"Subject:")
PAGE = FileKind("web page", b"<!DOCTYPE html>")


def check_target(target: Path, kind: FileKind, *, ours: bool) -> None:
    """Raise `OSError` if the target cannot be written, before any work is done.

    If it is not `ours`, a file of another kind is never replaced: a typo in its name could destroy
    a record.
    """
    if os.path.lexists(target) and not (target.is_file() or target.is_symlink()):
        raise OSError(errno.EEXIST, "it exists and is not a file", str(target))
    if not ours and target.is_file():
        with open_file(target) as file:
            if file.read(len(kind.beginning)) not in (b"", kind.beginning):
                raise OSError(errno.EEXIST, f"it exists and is not a {kind.name}", str(target))
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
    remove_leftovers(target.parent)
    write_file(target, text.encode())


def digest(path: Path) -> str | None:
    """Return the SHA-256 of a file in hexadecimal; None if it cannot be read."""
    try:
        return checksum(read_file(path))
    except OSError:
        return None


@contextmanager
def build_lock(layout: Layout, mention: Callable[[str], None]) -> Iterator[bool]:
    """Hold the project's lock, so that two builds never share TeX's working files.

    Gives whether another build held it first, which `mention` is told at once. Raises `OSError`.
    """
    waited = False
    while True:
        make_working_folder(layout)
        path = layout.work / LOCK
        with system.opened(path) as handle:
            # Polled: a Ctrl-C just before a blocking call would be missed.
            while not system.lock(handle):
                if not waited:
                    mention("waiting for another build of this project")
                waited = True
                time.sleep(0.05)
            if _is_still(handle, path):
                yield waited
                return


@contextmanager
def edits_lock(layout: Layout) -> Iterator[None]:
    """Keep two commands from editing the records and libraries of a project at once.

    Where nothing can be kept or locked in the project, this goes on without.
    """
    with ExitStack() as stack:
        with suppress(OSError):
            make_working_folder(layout)
            handle = stack.enter_context(system.opened(layout.work / EDITS))
            while not system.lock(handle):
                time.sleep(0.05)
        yield


def _is_still(handle: int, path: Path) -> bool:
    """Return whether an open file is still the one at `path`: `clean` removes the lock too."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat(follow_symlinks=False))
    except FileNotFoundError:
        return False


def layout_for(layout: Layout, output: Path | None) -> Layout:
    """Return how a project is laid out where its results go to `output`.

    If that is outside of a project that this user cannot write to, its working folder is in the
    user's cache folder, where the next run finds it.
    """
    cache = system.user_cache()
    if output is None or cache is None or output.is_relative_to(layout.root):
        return layout
    place = next(each for each in (layout.work, layout.build, layout.root) if each.exists())
    if os.access(place, os.W_OK):
        return layout
    name = hashlib.sha256(os.fsencode(layout.root)).hexdigest()[:32]
    return Layout(layout.root, cache / "projects" / name)


def make_working_folder(layout: Layout) -> None:
    """Make `build/` and the working folder in it, both inside the project; raises `OSError`."""
    if layout.spare is not None:
        make_folder(layout.spare, private=True)
        return
    # A stranger's project may have links here: their targets are never emptied.
    refuse_outside(layout.work, layout.root)
    if os.path.lexists(layout.build) and not layout.build.is_dir():
        raise OSError(errno.ENOTDIR, "it is not a folder", str(layout.build))
    if layout.work.is_symlink() or layout.work.is_file():
        remove_file(layout.work)
    make_folder(layout.work, layout.root)


def note_outputs(layout: Layout, sums: Mapping[Path, str]) -> None:
    """Note by hash what is about to be written inside the project, for `clean_build`.

    Before writing, not after: a process killed in between leaves no unknown file behind.
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


def remove_other_outputs(layout: Layout, folder: Path, kept: Collection[Path]) -> None:
    """Remove what earlier runs put into a folder of the project; what was changed since stays."""
    for name, sums in _outputs(layout).items():
        path = layout.root / name
        if path.parent == folder and path not in kept and digest(path) in sums:
            remove_file(path)


def clean_build(layout: Layout, mention: Callable[[str], None]) -> tuple[Path, ...]:
    """Remove the outputs in the project and return their paths.

    A file that was changed or replaced since stays. If a build is running, `mention` is told and
    this waits for it. Raises `OSError`.
    """
    if not layout.work.is_dir() or layout.work.is_symlink():
        return ()
    _clear_lock(layout)
    with build_lock(layout, mention):
        remove_leftovers(layout.build)
        made = {layout.root / name: sums for name, sums in _outputs(layout).items()}
        removed = [path for path, sums in made.items() if digest(path) in sums]
        for path in removed:
            remove_file(path)
        for folder in {each.parent for each in removed if each.parent.parent == layout.build}:
            with suppress(OSError):  # something else is in it
                remove_empty_folder(folder)
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
    found = read_note(layout.work / OUTPUTS, layout.work_root) or {}
    # A link may lead out of the project since.
    return {name: tuple(sums) for name, sums in found.items() if is_inside(layout.root, name)}
