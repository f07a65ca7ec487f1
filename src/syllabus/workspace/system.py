"""Everything that differs between operating systems is here and nowhere else.

No other module imports POSIX-only modules such as `fcntl`, or uses the POSIX-only parts of `os` and
`signal`. Functions ask `WINDOWS` when they are called, so that tests can run both branches.
"""

from __future__ import annotations

import os
import signal
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

WINDOWS = sys.platform == "win32"
MACOS = sys.platform == "darwin"

NEW_FILE = os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
"""Flags of `os.open` for a file that must not exist yet, in binary mode."""
OWN_FILE = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
"""Flags of `os.open` for a file of ours, created if missing; a link is not followed."""
READ_FILE = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
"""Flags of `os.open` for a file to read; if it has become a pipe, opening it does not block."""
READ_OWN_FILE = READ_FILE | getattr(os, "O_NOFOLLOW", 0)
"""The same for a file of ours, in whose place no link is followed."""

_HANDED_DOWN = (
    *("SYSTEMROOT", "SystemDrive", "windir", "ComSpec", "PATHEXT"),
    *("ProgramData", "ALLUSERSPROFILE", "ProgramFiles", "ProgramFiles(x86)"),
    *("USERPROFILE", "APPDATA", "LOCALAPPDATA"),
)
"""Variables that programs on Windows need to start and to find their own files."""


_LONGEST_START = 3
"""Seconds in which a viewer says that it cannot start."""

_viewers: list[Any] = []
"""The viewers that were started; Python warns of those that it forgets while they run."""

# --- programs ------------------------------------------------------------------------------


def search_path() -> str:
    """Return the caller's PATH without relative folders: no program is run from a project."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(folder for folder in folders if Path(folder).is_absolute())


def show_file(path: Path | str) -> str | None:
    """Open a file, or an address of ours, in the program that this system has for it.

    Returns why not, None if it is open.

    What that program prints is not shown: in place of one that is missing, that would be pages.
    """
    if WINDOWS:
        try:
            getattr(os, "startfile")(path)  # noqa: B009 - there on Windows alone
        except OSError:
            return "no program for it was found"
        return None
    import subprocess

    name = "open" if MACOS else "xdg-open"
    program = find_program(name)
    if program is None:
        return f"'{name}' is not installed"
    quiet = subprocess.DEVNULL
    try:
        viewer = subprocess.Popen(  # noqa: S603 - a program of the system's, and a file of ours
            [program, path], stdin=quiet, stdout=quiet, stderr=quiet
        )
    except OSError as fault:
        return f"'{name}' cannot be run: {(fault.strerror or 'the reason is unknown').lower()}"
    _viewers.append(viewer)
    try:
        # A program that has opened a file may stay as long as its window.
        failed = viewer.wait(_LONGEST_START) != 0
    except subprocess.TimeoutExpired:
        return None
    return "no program for it was found" if failed else None


def find_program(name: str, path: str | None = None) -> str | None:
    """Return where `path`, by default the search path, has a program.

    It is never the one in the working folder.
    """
    import shutil

    path = search_path() if path is None else path
    if not WINDOWS:
        return shutil.which(name, path=path)
    # There `which` looks into the working folder first.
    endings = os.environ.get("PATHEXT", ".COM;.EXE;.BAT;.CMD").split(";")
    for folder in filter(None, path.split(os.pathsep)):
        for ending in endings:
            if (found := Path(folder, f"{name}{ending}")).is_file():
                return str(found)
    return None


def basic_environment() -> dict[str, str]:
    """Return the variables that every program needs on this system."""
    if not WINDOWS:
        return {}
    # Or a program in the working folder would win over that of the search path.
    names = {name: os.environ[name] for name in _HANDED_DOWN if name in os.environ}
    return {**names, "NoDefaultCurrentDirectoryInExePath": "1"}


def run_in_folder(
    command: Sequence[str], folder: Path, given: bytes = b"", seconds: float = 60
) -> tuple[int, bytes, bytes]:
    """Run a program in a folder; return its status and what it wrote to stdout and stderr.

    It gets what is `given`, and of the environment what it cannot do without. One that takes
    longer has a status of its own, -1. Raises `OSError` if it cannot be run.
    """
    import subprocess

    kept = {"PATH": search_path(), "HOME": str(user_home()), "LC_ALL": "C"}
    try:
        ended = subprocess.run(  # noqa: S603 - the command is ours, word by word
            command,
            cwd=folder,
            env={**basic_environment(), **kept},
            input=given,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return -1, b"", f"it took more than {seconds:.0f} s".encode()
    return ended.returncode, ended.stdout, ended.stderr


def own_group() -> dict[str, Any]:
    """Return the options of `Popen` for a process whose descendants can be ended with it."""
    if not WINDOWS:
        return {"start_new_session": True}
    import subprocess

    return {
        "creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
        | getattr(subprocess, "CREATE_NO_WINDOW", 0)
    }


def end_group(number: int) -> None:
    """End a process that was started as `own_group` says, with all that it started.

    Nobody may have waited for it yet, or its number may belong to another process.
    """
    if not WINDOWS:
        with suppress(ProcessLookupError):  # unless a signal came just after the waiting
            os.killpg(number, signal.SIGKILL)
        return
    import subprocess

    program = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "taskkill.exe")
    with suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(  # noqa: S603 - the command is ours, word by word
            [str(program), "/T", "/F", "/PID", str(number)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=20,
            check=False,
        )


# --- users ---------------------------------------------------------------------------------


def is_root() -> bool:
    """Return whether the user is root."""
    return not WINDOWS and os.geteuid() == 0


def is_private(status: os.stat_result) -> bool:
    """Return whether nobody but this user can have written or read a file.

    On Windows, what lies in the user's own profile is the user's.
    """
    return WINDOWS or (status.st_uid == os.geteuid() and not stat.S_IMODE(status.st_mode) & 0o077)


def is_own(status: os.stat_result) -> bool:
    """Return whether a file or folder is this user's; on Windows that is for the system to say."""
    return WINDOWS or status.st_uid == os.geteuid()


def user_cache() -> Path | None:
    """Return the folder of this user's caches; None if the environment names no home."""
    if WINDOWS or MACOS:
        from platformdirs import user_cache_path

        with suppress(RuntimeError, OSError):
            found = user_cache_path("syllabus", appauthor=False)
            return found if found.is_absolute() else None
        return None
    # Source: XDG Base Directory Specification 0.8. A build with nothing to do has no time to
    # import a library for it.
    return _xdg_cache(os.environ.get("XDG_CACHE_HOME", ""), os.environ.get("HOME", ""))


@lru_cache(maxsize=1)
def _xdg_cache(named: str, home: str) -> Path | None:
    for base, below in ((Path(named), ""), (Path(home), ".cache")):
        if base.is_absolute():
            return base / below / "syllabus"
    return None


def user_home() -> Path:
    """Return the user's home folder, the root of all files where the environment names none."""
    return Path(os.environ.get("HOME") or (WINDOWS and os.environ.get("USERPROFILE")) or "/")


def user_locale() -> str:
    """Return the locale that the user chose in the system's settings, such as `en-US`, or nothing.

    Only Windows has them elsewhere than in variables.
    """
    if not WINDOWS:
        return ""
    import ctypes

    libraries = getattr(ctypes, "windll", None)
    name = ctypes.create_unicode_buffer(85)  # source: LOCALE_NAME_MAX_LENGTH
    if libraries is None or not libraries.kernel32.GetUserDefaultLocaleName(name, len(name)):
        return ""
    return name.value


def use_utf8() -> None:
    """Make output to files and pipes UTF-8 on Windows, as it is elsewhere."""
    for stream in (sys.stdout, sys.stderr) if WINDOWS else ():
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and not stream.isatty():
            reconfigure(encoding="utf-8", errors="backslashreplace")


def for_output(message: str) -> str | bytes:
    """Return a message as it can be printed, even if it names a file that is not UTF-8."""
    return message if WINDOWS else os.fsencode(message)


def file_size_limit() -> int | None:
    """Return how many bytes the user's session lets a file have (`ulimit -f`); None if any."""
    if WINDOWS:
        return None
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
    return None if soft == resource.RLIM_INFINITY else soft


# --- files ---------------------------------------------------------------------------------


def lock(handle: int) -> bool:
    """Lock an open file until it is closed or this process ends; False if another process has it.

    On Windows nobody else can read a locked file. Raises `OSError` if the file system has no locks.
    """
    from filelock import lock_descriptor

    return lock_descriptor(handle, blocking=False)


@contextmanager
def opened(path: Path) -> Iterator[int]:
    """Give the handle of a file of ours, made where it is not there; a link is not followed.

    Raises `OSError`.
    """
    handle = os.open(path, OWN_FILE, 0o666)
    try:
        yield handle
    finally:
        os.close(handle)


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Lock a file, created if missing, for this process alone.

    Gives whether that succeeded. Its content can be read and written. Raises `OSError`.
    """
    place = path.with_name(f".{path.name}.lock") if WINDOWS else path
    try:
        with opened(place) as handle:
            yield lock(handle)
    finally:
        if WINDOWS:
            with suppress(OSError):  # somebody else has it open
                place.unlink()


def mark_in_use(handle: int) -> None:
    """Mark an open file as in use until it is closed; on Windows, an open file is."""
    if not WINDOWS:
        with suppress(OSError):  # some network file systems have no locks
            lock(handle)


def remove_unless_in_use(path: Path) -> None:
    """Remove a file that nobody has marked; what cannot be removed stays."""
    with suppress(OSError):
        if WINDOWS:
            path.unlink()
            return
        with os.fdopen(os.open(path, READ_FILE), "rb") as file:
            if lock(file.fileno()):
                path.unlink()


def is_open_elsewhere(fault: OSError, path: Path) -> bool:
    """Return whether a file could not be replaced because another program has it open."""
    return WINDOWS and isinstance(fault, PermissionError) and path.is_file()


def sync_folder(folder: Path) -> None:
    """Sync a folder, so that new files in it survive a power failure; does nothing on Windows."""
    if WINDOWS:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # not every file system can
            os.fsync(handle)
    finally:
        os.close(handle)


def entry_status(entry: os.DirEntry[str]) -> os.stat_result:
    """Return a directory entry's status, links followed; Windows lists a stale one."""
    return Path(entry.path).stat() if WINDOWS else entry.stat()
