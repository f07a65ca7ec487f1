"""The preamble as a format: read by TeX once, and then what every pass begins with.

It takes a third of a pass to read the packages of a preamble. Only what a template puts above its
line `ABOVE` is kept; below stand those settings of pdfTeX that no format can hold.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from syllabus import __version__
from syllabus.latexmk.box import run_boxed
from syllabus.model.engine import Engine
from syllabus.seal import is_sealed, seal, user_cache

ABOVE = "%! What stands above is kept as a format.\n"
NAME = "preamble"
"""The format's name in the working folder."""

_MOST = 8
"""Formats that are kept; one has seven megabytes."""
_MAKING = ("-ini", "-recorder", "-interaction=batchmode", "-no-shell-escape", f"-jobname={NAME}")

Stamp = tuple[int, int]
"""A file's size and the time it was last written, in nanoseconds since 1970."""


@dataclass(frozen=True, slots=True)
class _Note:
    """What a kept format was made from, and its SHA-256."""

    inputs: Mapping[str, Stamp]
    sha256: str


def put_format(text: str, work: Path, environment: Mapping[str, str], timeout: float) -> bool:
    """Put the format of a document's preamble into `work`; False where there is none.

    It is made, by pdfTeX, where none is kept or TeX's own files have changed since. `timeout` is in
    seconds. A preamble that TeX cannot read makes none, nor one without the line `ABOVE`.
    """
    folder = user_cache()
    above, line, _ = text.partition(f"\n{ABOVE}")
    if folder is None or not line or not seal(b""):
        return False  # what cannot be kept is not worth making
    key = sha256(f"{__version__}\n{above}".encode()).hexdigest()[:32]
    kept = folder / "formats" / f"{key}.fmt"
    target = work / f"{NAME}.fmt"
    there = False
    with suppress(OSError):
        there = _take(kept, target) or _make(above, kept, target, environment, timeout)
    # What is left of it would take up room, of which there may be little.
    for ending in ("tex", "fls", "log", *(() if there else ("fmt",))):
        with suppress(OSError):
            (work / f"{NAME}.{ending}").unlink()
    return there


def without_preamble(text: str) -> str:
    """Return a document whose preamble is in the format, every line of it in its place."""
    above, _, below = text.partition(f"\n{ABOVE}")
    return "%\n" * (above.count("\n") + 1) + ABOVE + below


def _take(kept: Path, target: Path) -> bool:
    """Put a kept format in its place, if it is whole and TeX's files are as they were."""
    try:
        mark, _, text = kept.with_suffix(".json").read_bytes().partition(b"\n")
        content = kept.read_bytes()
    except OSError:
        return False
    if not is_sealed(text, mark.decode("ascii", "replace")):
        return False
    note = _Note(**json.loads(text))
    if any(_stamp(name) != tuple(stamp) for name, stamp in note.inputs.items()):
        return False
    if sha256(content).hexdigest() != note.sha256:
        return False
    target.write_bytes(content)
    return True


def _make(
    above: str, kept: Path, target: Path, environment: Mapping[str, str], timeout: float
) -> bool:
    work = target.parent
    source = work / f"{NAME}.tex"
    source.write_text(f"{above}\n\\def\\precompiled{{}}\\dump\n", encoding="utf-8")
    command = ("pdflatex", *_MAKING, "&pdflatex", source.name)
    made = run_boxed(command, work, Engine.PDFLATEX, environment, timeout, _say_nothing)
    recorded = work / f"{NAME}.fls"
    if made.status != 0 or not target.is_file() or not recorded.is_file():
        return False
    inputs = _inputs(recorded.read_text(encoding="utf-8", errors="replace"), environment["PATH"])
    with suppress(OSError):
        _keep(kept, target.read_bytes(), inputs)
    return True


def _say_nothing(line: str) -> None:
    del line


def _keep(kept: Path, content: bytes, inputs: Mapping[str, Stamp]) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(_Note(inputs, sha256(content).hexdigest()))).encode()
    for path, data in (
        (kept, content),
        (kept.with_suffix(".json"), f"{seal(text)}\n".encode() + text),
    ):
        part = path.with_name(f".{os.urandom(8).hex()}")
        try:
            part.write_bytes(data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    formats = sorted(kept.parent.glob("*.fmt"), key=lambda path: path.stat().st_mtime)
    for old in formats[:-_MOST]:
        old.unlink(missing_ok=True)
        old.with_suffix(".json").unlink(missing_ok=True)


def _inputs(recorded: str, search_path: str) -> dict[str, Stamp]:
    """Return TeX's files that were read, and TeX itself, with their stamps."""
    named = [line.removeprefix("INPUT ") for line in recorded.splitlines()]
    files = {name for name in named if Path(name).is_absolute()}
    program = shutil.which("pdflatex", path=search_path)
    return {name: _stamp(name) for name in sorted({*files, *([program] if program else [])})}


def _stamp(name: str) -> Stamp:
    try:
        stat = Path(name).stat()
    except OSError:
        return (0, 0)
    return (stat.st_size, stat.st_mtime_ns)
