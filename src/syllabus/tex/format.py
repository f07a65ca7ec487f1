"""The preamble as a format: read by TeX once, and then what every pass begins with.

It takes a third of a pass to read the packages of a preamble. Only what a template puts above its
line `filled.ABOVE` is kept; below stand those settings of pdfTeX that no format can hold.

Formats are in the user's cache, where TeX can read but not write. They have 18 megabytes: a build
neither copies nor reads one, but compares the file's stamp with the signed note of when it was
written. Nobody can set a file's time of last change.
"""

from __future__ import annotations

import gzip
import os
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from syllabus import __version__
from syllabus.model.engine import Engine
from syllabus.on_demand import dataclass
from syllabus.tex.sandbox import is_miktex, run_sandboxed
from syllabus.workspace.files import (
    make_folder,
    mark_used,
    open_file,
    read_file,
    remove_file,
    replacing,
    try_folder,
    write_file,
)
from syllabus.workspace.signatures import read_note, sign, write_note
from syllabus.workspace.stamps import FileStamp, stamp_of
from syllabus.workspace.system import find_program, user_cache

_NAME = "preamble"
_MOST = 6
"""Formats that are kept; one has 18 megabytes."""
_STALE = 3600 * 10**9
"""Nanoseconds after which a half-written file counts as abandoned."""
_MAKING = ("-ini", "-recorder", "-interaction=batchmode", "-no-shell-escape", f"-jobname={_NAME}")
_TAKEN_APART = frozenset(":;,{}$!~\\\"'\n")
"""Characters that mean something in a search path (kpathsea's manual, 5.2 and 5.3)."""

InputStamp = tuple[int, int]
"""A file's size and the time it was last written, in nanoseconds since 1970."""


@dataclass(frozen=True, slots=True)
class _Note:
    """What a cached format was made from, and the stamp of its file."""

    inputs: Mapping[str, InputStamp]
    file_stamp: FileStamp


def find_formats() -> Path | None:
    """Return the folder of all formats, which need not be there; None where none can be kept."""
    folder = user_cache()
    if folder is None or not sign(b"") or is_miktex():
        return None  # what cannot be kept is not worth making
    formats = Path(os.path.realpath(folder / "formats"))  # a link may be missing in the sandbox
    if _TAKEN_APART & set(formats.as_posix().removeprefix(formats.drive)):
        return None
    return formats


def with_formats(environment: Mapping[str, str], formats: Path) -> dict[str, str]:
    """Return the environment of a TeX run that finds the formats of a folder beside its own."""
    return {**environment, "TEXFORMATS": f"{formats.as_posix()}{os.pathsep}"}


def find_format(
    above: str, work: Path, environment: Mapping[str, str], timeout: float
) -> Path | None:
    """Return the format of what is `above` in a preamble, a file `NAME.fmt`; None without one.

    It is made, by pdfTeX in `work`, where none is kept or TeX's own files have changed since.
    `timeout` is in seconds. A preamble that TeX cannot read makes none. Another build may remove
    the file at any time; TeX then says that it cannot find it.
    """
    formats = find_formats()
    if formats is None:
        return None
    key = sha256(f"{__version__}, uncompressed\n{above}".encode()).hexdigest()[:32]
    kept = formats / f"{key}.fmt"
    # On a full disk, or where a preamble writes to it, TeX leaves what cannot be unpacked.
    with suppress(OSError, EOFError, zlib.error):
        if _is_good(kept) or _make(above, kept, work, environment, timeout):
            return kept
    return None


def format_inputs(kept: Path) -> tuple[str, ...]:
    """Return the files that a format was made from."""
    found = read_note(kept.with_suffix(".json"))
    return () if found is None else tuple(_Note(**found).inputs)


def forget_format(kept: Path) -> None:
    """Have a format that TeX could not load made again."""
    with suppress(OSError):
        remove_file(kept.with_suffix(".json"))


def _is_good(kept: Path) -> bool:
    """Return whether a format is there and as it was written, and TeX's files as they were."""
    note_path = kept.with_suffix(".json")
    try:
        file_stamp = stamp_of(kept.stat())
    except OSError:
        return False
    found = read_note(note_path)
    if found is None:
        return False
    note = _Note(**found)
    if tuple(note.file_stamp) != file_stamp:
        return False
    if any(_input_stamp(name) != tuple(stamp) for name, stamp in note.inputs.items()):
        return False
    with suppress(OSError):
        mark_used(note_path)  # what is in use is not the oldest
    return True


def _make(
    above: str, kept: Path, work: Path, environment: Mapping[str, str], timeout: float
) -> bool:
    make_folder(kept.parent)
    try_folder(kept.parent)  # fails before TeX runs for nothing
    try:
        source, recorded, made = (work / f"{_NAME}.{ending}" for ending in ("tex", "fls", "fmt"))
        write_file(source, f"{above}\n\\def\\precompiled{{}}\\dump\n".encode(), lasting=False)
        command = ("pdflatex", *_MAKING, "&pdflatex", source.name)
        ended = run_sandboxed(command, work, Engine.PDFLATEX, environment, timeout, _say_nothing)
        if ended.status != 0 or not made.is_file() or not recorded.is_file():
            return False
        read = read_file(recorded, own=True).decode("utf-8", "replace")
        file_stamp = _unpack(made, kept)
        note = asdict(_Note(_inputs(read), file_stamp))
        write_note(kept.with_suffix(".json"), note, lasting=False)
    finally:
        # What is left of it would take up room, of which there may be little.
        for left in work.glob(f"{_NAME}.*"):
            remove_file(left)
    _prune(kept.parent)
    return True


def _say_nothing(line: str) -> None:
    del line


def _unpack(made: Path, kept: Path) -> FileStamp:
    """Put a new format in its place and return its stamp.

    TeX compresses formats, and takes longer to unpack one than to read what it holds.
    """
    with open_file(made, own=True) as file:
        is_packed = file.read(2) == b"\x1f\x8b"
    # On the disk at once: the note is not to outlive what it tells of.
    with open_file(made, own=True) as plain, replacing(kept) as target:
        source = gzip.GzipFile(fileobj=plain) if is_packed else plain
        while chunk := source.read(1 << 20):
            target.write(chunk)
    return stamp_of(kept.stat())


def _prune(folder: Path) -> None:
    """Remove what was not used for longest, and what was never finished."""
    formats = sorted(folder.glob("*.fmt"), key=_last_use)
    for old in formats[:-_MOST]:
        remove_file(old.with_suffix(".json"))
        remove_file(old)
    for part in folder.glob(".*"):
        if _input_stamp(str(part))[1] < time.time_ns() - _STALE:
            remove_file(part)


def _last_use(kept: Path) -> int:
    return max(_input_stamp(str(path))[1] for path in (kept, kept.with_suffix(".json")))


def _inputs(recorded: str) -> dict[str, InputStamp]:
    """Return TeX's files that were read, and TeX itself, with their stamps."""
    named = [line.removeprefix("INPUT ") for line in recorded.splitlines()]
    files = {name for name in named if Path(name).is_absolute()}
    program = find_program("pdflatex")
    return {name: _input_stamp(name) for name in sorted({*files, *([program] if program else [])})}


def _input_stamp(name: str) -> InputStamp:
    try:
        stat = Path(name).stat()
    except OSError:
        return (0, 0)
    return (stat.st_size, stat.st_mtime_ns)
