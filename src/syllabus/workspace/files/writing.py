"""The one way to change what is on the disk: files whole or not at all, folders, removals.

Everything here raises `OSError`. What is written for a project names the project's folder as its
`root`: a link in the project may lead elsewhere, and there nothing is made.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from syllabus.workspace import system

PART = ".syllabus-part"
"""The end of the name of a file that is being written, or of a folder that is being removed."""

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


# --- where ---------------------------------------------------------------------------------


def is_inside(folder: Path, name: str | Path) -> bool:
    """Return whether a path leads into a folder through any links."""
    try:
        found = os.path.realpath(folder / name)  # which, other than `resolve`, lives with loops
    except ValueError:  # no name of a file, such as one with a null character
        return False
    return Path(found).is_relative_to(os.path.realpath(folder))


def refuse_outside(path: Path, root: Path) -> None:
    """Raise `OSError` if a path leads out of the project in `root`."""
    if not is_inside(root, path):
        raise OSError(errno.ELOOP, "a link leads out of the project", str(path))


# --- files ---------------------------------------------------------------------------------


def write_file(target: Path, content: bytes, *, lasting: bool = True) -> None:
    """Put these bytes in the target's place in one step.

    What is `lasting` is then on the disk, where a power failure leaves it alone. A link in the
    target's place is replaced, not followed.
    """
    with replacing(target, lasting=lasting) as file:
        file.write(content)


def write_together(files: Mapping[Path, bytes]) -> None:
    """Put bytes in the places of files, in all of them or in none; `files` are the new contents.

    All of them are on the disk before the first takes its place, in the order of `files`. Who may
    read and write a file stays as it is; one that nobody, or not this user, may write is refused.
    """
    for target in files:
        _refuse_read_only(target)
    with ExitStack() as stack:
        for target, content in reversed(tuple(files.items())):
            file = stack.enter_context(replacing(target, keeps_mode=True))
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _refuse_read_only(path: Path) -> None:
    if not path.exists():
        return
    # Root may write everything, but somebody meant something by the mode.
    if not path.stat().st_mode & _WRITABLE or not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "it is read-only", str(path))


def write_private(target: Path, content: bytes, *, anew: bool = True) -> None:
    """Put these bytes in the target's place in one step, for nobody but this user to read.

    Unless `anew`, `FileExistsError` is raised where another run was first.
    """
    make_folder(target.parent, private=True)
    part = _part(target)
    try:
        handle = os.open(part, os.O_WRONLY | system.NEW_FILE, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        if anew:
            part.replace(target)
        else:
            target.hardlink_to(part)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def replacing(
    target: Path, *, lasting: bool = True, keeps_mode: bool = False
) -> Iterator[BinaryIO]:
    """Give a file to write, which takes the target's place in one step once it is whole.

    The `filename` of an `OSError` is then the target's; the target is as it was. Where it
    `keeps_mode`, whoever may read and write the target now may do so later.
    """
    part = _part(target)
    try:
        handle = os.open(part, os.O_RDWR | system.NEW_FILE, 0o666)
        try:
            with os.fdopen(handle, "wb") as file:
                # Until this process ends, in whatever way, so that `remove_leftovers` can tell.
                system.mark_in_use(handle)
                if keeps_mode and target.exists():
                    part.chmod(stat.S_IMODE(target.stat().st_mode))
                yield file
                file.flush()
                if lasting:
                    os.fsync(handle)
                if system.WINDOWS:
                    file.close()  # there nothing is renamed that is open
                part.replace(target)
        finally:
            with suppress(OSError):
                part.unlink()
    except OSError as fault:
        if fault.filename2 or fault.filename in (None, str(part)):
            fault.filename, fault.filename2 = str(target), None
        raise


def create_file(path: Path, content: bytes) -> None:
    """Write a file where none is; raises `FileExistsError`, and leaves no part of one."""
    with path.open("xb") as file:
        try:
            file.write(content)
            file.flush()
        except BaseException:  # also where the user interrupts it
            with suppress(OSError):
                file.close()
            with suppress(OSError):
                path.unlink()
            raise


@contextmanager
def appending(path: Path, length: int) -> Iterator[Callable[[bytes], None]]:
    """Give what adds to a file's first `length` bytes; what it adds is on the disk on return.

    What stands behind them is cut off. A link is not followed.
    """
    handle = os.open(path, system.OWN_FILE | os.O_APPEND, 0o666)

    def append(data: bytes) -> None:
        while data:
            data = data[os.write(handle, data) :]
        os.fsync(handle)

    try:
        os.ftruncate(handle, length)
        yield append
    finally:
        os.close(handle)


def try_folder(folder: Path) -> None:
    """Raise `OSError` if no file can be made in a folder, before that takes work."""
    place = folder / f".{os.urandom(4).hex()}{PART}"
    place.touch(exist_ok=False)
    place.unlink()


def mark_used(path: Path) -> None:
    """Give a file or folder the time of now, so that it is not removed as one out of use."""
    os.utime(path)


def remove_file(path: Path) -> None:
    """Remove a file, or a link and not what it leads to; it may be gone already."""
    path.unlink(missing_ok=True)


def remove_leftovers(folder: Path) -> None:
    """Remove what was left half written, or half removed, in a folder by who was killed."""
    for part in folder.glob(f".*{PART}"):
        if part.is_symlink():
            continue
        if part.is_dir():
            with suppress(OSError):
                remove_folder(part)
        elif part.is_file():
            system.remove_unless_in_use(part)


# --- folders -------------------------------------------------------------------------------


def make_folder(folder: Path, root: Path | None = None, *, private: bool = False) -> None:
    """Make a folder with those above it, where they are not there; inside `root` where it is given.

    What is `private` nobody but this user can look into.
    """
    if root is not None:
        refuse_outside(folder, root)
    folder.mkdir(mode=0o700 if private else 0o777, parents=True, exist_ok=True)


def remove_empty_folder(folder: Path) -> None:
    """Remove a folder that holds nothing."""
    folder.rmdir()


def remove_folder(folder: Path) -> None:
    """Remove a folder with all that it holds; links in it are not followed."""
    try:
        _remove_tree(folder)
    except PermissionError:
        open_up(folder)
        for path, names, _ in os.walk(folder):
            for name in names:
                open_up(Path(path, name))
        _remove_tree(folder)


def remove_at_once(folder: Path) -> None:
    """Remove a folder with all that it holds; nobody ever finds half of it under its name."""
    trash = _part(folder)
    folder.rename(trash)
    with suppress(FileNotFoundError):  # another run has swept it meanwhile
        remove_folder(trash)


def is_removable(folder: Path) -> bool:
    """Return whether `remove_at_once` can remove a folder: what holds it, and all folders in it."""
    try:
        if folder.is_symlink() or not os.access(folder.parent, os.W_OK | os.X_OK):
            return False
        return all(system.is_own(Path(path).stat()) for path, _, _ in os.walk(folder))
    except OSError:
        return False


def open_up(folder: Path) -> None:
    """Let this user put files into a folder and remove them, if it is this user's."""
    with suppress(OSError):
        status = folder.stat(follow_symlinks=False)
        if stat.S_ISDIR(status.st_mode) and system.is_own(status):
            folder.chmod(status.st_mode | stat.S_IRWXU)


def _remove_tree(folder: Path) -> None:
    import shutil  # a build with nothing to do has no time for it

    shutil.rmtree(folder)


def _part(target: Path) -> Path:
    return target.parent / f".{os.urandom(8).hex()}{PART}"
