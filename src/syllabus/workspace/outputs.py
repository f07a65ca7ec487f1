"""Files in `build/`: written whole or not at all, remembered, and removed again."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from syllabus.workspace import system
from syllabus.workspace.files import open_file, read_file
from syllabus.workspace.layout import Layout
from syllabus.workspace.signatures import note_bytes, read_note

PART = ".syllabus-part"
"""The end of a file's name while it is being written."""

OUTPUTS = "outputs.json"
"""The list, in the working folder, of what was made: path below the project → SHA-256 of what is
put there, and of what of ours it takes the place of. It is under the user's seal, or a project
could have its reader's `clean` remove whatever it names."""


LOCK = "lock"
"""The file, in the working folder, that the build that runs has locked."""


@contextmanager
def replacing(target: Path, *, lasting: bool = True) -> Iterator[Path]:
    """Give a file to write, which takes the target's place in one step once it is whole.

    What is `lasting` is then on the disk, where a power failure leaves it alone. Raises `OSError`,
    whose `filename` is then the target's; the target is as it was.
    """
    temporary = target.parent / f".{os.urandom(4).hex()}{PART}"
    try:
        handle = os.open(temporary, os.O_RDWR | system.NEW_FILE, 0o666)
        try:
            with os.fdopen(handle, "rb") as file:
                # Until this process ends, in whatever way, so that `sweep` can tell.
                system.mark_in_use(handle)
                yield temporary
                if lasting:
                    os.fsync(handle)
                if system.WINDOWS:
                    file.close()  # there nothing is renamed that is open
                temporary.replace(target)
        finally:
            with suppress(OSError):
                temporary.unlink()
    except OSError as fault:
        if fault.filename2 or fault.filename in (None, str(temporary)):
            fault.filename, fault.filename2 = str(target), None
        raise


def sweep(folder: Path) -> None:
    """Remove what was left half written, or half removed, in a folder by who was killed."""
    for part in folder.glob(f".*{PART}"):
        if part.is_symlink():
            continue
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        elif part.is_file():
            system.remove_unless_in_use(part)


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
    place = target.parent / f".{os.urandom(4).hex()}{PART}"
    try:
        place.touch(exist_ok=False)
        place.unlink()
    except OSError as fault:
        fault.filename = str(target)
        raise


def put_copy(source: Path, target: Path) -> None:
    """Put a copy of `source` in the target's place in one step; raises `OSError`."""
    put_bytes(read_file(source), target)


def put_bytes(content: bytes, target: Path, *, lasting: bool = True) -> None:
    """Put these bytes in the target's place in one step, `lasting` or not; raises `OSError`."""
    with replacing(target, lasting=lasting) as temporary:
        temporary.write_bytes(content)


def put_text(text: str, target: Path) -> None:
    """Put a text in the target's place in one step; raises `OSError`."""
    put_bytes(text.encode(), target)


def put_note(value: object, target: Path) -> None:
    """Put a value of JSON in the target's place, for `read_note`; raises `OSError`."""
    put_bytes(note_bytes(target.name, value), target)


def checksum(content: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def put_history(text: str, target: Path, layout: Layout) -> None:
    """Put a text into `syllabus/history/`, a folder of the project's own; raises `OSError`."""
    if not is_inside(layout.root, target.parent):
        raise OSError(errno.ELOOP, "a link leads out of the project", str(target.parent))
    target.parent.mkdir(parents=True, exist_ok=True)
    sweep(target.parent)
    put_text(text, target)


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
        # A link is not followed: where it leads is not ours.
        handle = os.open(path, system.OWN_FILE, 0o666)
        try:
            # Asked again and again: a Ctrl-C just before a call that waits would be missed.
            while not system.lock(handle):
                if not waited:
                    mention("waiting for another build of this project")
                waited = True
                time.sleep(0.05)
            if _is_still(handle, path):
                yield waited
                return
        finally:
            os.close(handle)


def _is_still(handle: int, path: Path) -> bool:
    """Return whether an open file is still the one at `path`: `clean` removes the lock too."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat(follow_symlinks=False))
    except FileNotFoundError:
        return False


def make_work(layout: Layout) -> None:
    """Make `build/` and the working folder in it, both inside the project; raises `OSError`."""
    # A project from strangers may hold links here: nothing is emptied that they lead to.
    if not is_inside(layout.root, layout.work):
        reason = "a link leads out of the project"
        raise OSError(errno.ELOOP, reason, str(layout.work))
    if os.path.lexists(layout.build) and not layout.build.is_dir():
        raise OSError(errno.ENOTDIR, "it is no folder", str(layout.build))
    if layout.work.is_symlink() or layout.work.is_file():
        layout.work.unlink()
    layout.work.mkdir(parents=True, exist_ok=True)


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
        put_note(outputs, layout.work / OUTPUTS)


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
    with only_build(layout, mention):
        sweep(layout.build)
        made = {layout.root / name: sums for name, sums in _outputs(layout).items()}
        removed = [path for path, sums in made.items() if digest(path) in sums]
        for path in removed:
            path.unlink()
        # The list goes last: where something cannot be removed, the next `clean` knows it still.
        if system.WINDOWS:
            _empty(layout.work)
        else:
            # And all at once: a build that waits must not find the lock of half a folder.
            trash = layout.build / f".{os.urandom(4).hex()}{PART}"
            layout.work.rename(trash)
            with suppress(FileNotFoundError):  # a build has swept it meanwhile
                shutil.rmtree(trash)
    if system.WINDOWS:
        with suppress(OSError):  # a build has it already
            (layout.work / LOCK).unlink()
            layout.work.rmdir()
    return (*removed, layout.work)


def _empty(work: Path) -> None:
    """Remove what is in the working folder but the lock, which Windows keeps while it is held."""
    kept = (work / LOCK, work / OUTPUTS)
    for entry in work.iterdir():
        if entry not in kept:
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    (work / OUTPUTS).unlink(missing_ok=True)


def _outputs(layout: Layout) -> Mapping[str, tuple[str, ...]]:
    found = read_note(layout.work / OUTPUTS) or {}
    # A link may lead out of the project since.
    return {name: tuple(sums) for name, sums in found.items() if is_inside(layout.root, name)}


def is_inside(folder: Path, name: str | Path) -> bool:
    """Return whether a path leads into a folder by whatever links."""
    try:
        found = os.path.realpath(folder / name)  # which, other than `resolve`, lives with loops
    except ValueError:  # no name of a file, such as one with a null character
        return False
    return Path(found).is_relative_to(os.path.realpath(folder))
