"""Whether the handout that is there still stands, told from the clock and the files' dates alone.

A build with nothing to do then reads no record, and imports next to nothing.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

import syllabus
from syllabus.model.layout import Layout
from syllabus.seal import is_sealed, seal

Look = tuple[int, int, int, int]
"""What tells that a file was written: its inode, size, and times of change in nanoseconds."""

_JUST_NOW = 50_000_000
"""Nanoseconds by which a file system's clock may be behind ours."""


def asked_for(
    as_of: str | None, edition: str, engine: str | None, output: str | None, *, synctex: bool
) -> str:
    """Return all that a build is asked for, by its options and by the environment."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    program = (syllabus.__version__, sys.version)
    return json.dumps((program, as_of, epoch, edition, engine, output, synctex))


@dataclass(frozen=True, slots=True)
class Standing:
    """A handout: what was `asked` for, and what has to be so for it to be right.

    `begins` and `ends` bound the moments (seconds since 1970) at which it says the same; both
    None where the moment was asked for. `inputs` are all files that it could depend on, `outputs`
    its files with their SHA-256, the PDF first.
    """

    asked: str
    begins: float | None
    ends: float | None
    inputs: Mapping[str, Look]
    outputs: Mapping[str, str]
    pages: int


def standing_path(layout: Layout) -> Path:
    """Return where it is noted."""
    return layout.work / "standing"


def look_at_inputs(layout: Layout) -> dict[str, Look]:
    """Return how all files look that any handout of this project could depend on, and this program.

    Pictures, libraries and styles elsewhere in the project are not among them. Raises `OSError`
    where a folder cannot be read, or leads elsewhere.
    """
    package = Path(syllabus.__file__).parent
    folders = (
        layout.course.parent,
        layout.root / "bib",
        layout.templates,
        package,
        package.parents[1] / "templates",
    )
    found: dict[str, Look] = {}
    for folder in folders:
        _look_into(folder, found)
    # An installation of anything replaces a folder in one of these.
    for name in sys.path:
        if name.endswith("-packages"):
            found[f"{name}/"] = look_of(Path(name).stat())
    return found


def look_at_files(paths: Iterable[Path], since: int) -> dict[str, Look] | None:
    """Return how single files look; None where one has changed after `since` (ns since 1970)."""
    found = {}
    for path in paths:
        try:
            found[str(path)] = look = look_of(path.stat())
        except OSError:
            return None
        if max(look[2:]) > since - _JUST_NOW:
            return None
    return found


def standing_note(standing: Standing) -> bytes:
    """Return what `find_standing` reads."""
    text = json.dumps(asdict(standing)).encode()
    return f"{seal(text)}\n".encode() + text


def find_standing(layout: Layout, asked: str, now: float) -> Standing | None:
    """Return the noted handout if it is what is asked for `now`, and nothing has changed since."""
    try:
        mark, _, text = standing_path(layout).read_bytes().partition(b"\n")
        if not is_sealed(text, mark.decode("ascii", "replace")):
            return None
        noted = Standing(**json.loads(text))
        if noted.asked != asked or not (noted.begins or now) <= now < (noted.ends or now + 1):
            return None
        inputs = look_at_inputs(layout)
        for name in noted.inputs.keys() - inputs.keys():
            inputs[name] = look_of(Path(name).stat())
        if {name: tuple(look) for name, look in noted.inputs.items()} != inputs:
            return None
        for name, checksum in noted.outputs.items():
            if sha256(Path(name).read_bytes()).hexdigest() != checksum:
                return None
    except OSError:
        return None
    return noted


def _look_into(folder: Path, found: dict[str, Look]) -> None:
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name == "__pycache__":
                continue
            if not entry.is_dir():
                with suppress(FileNotFoundError):  # a link that leads nowhere
                    found[entry.path] = look_of(entry.stat())
            elif entry.is_symlink():
                raise NotADirectoryError(entry.path)
            else:
                _look_into(Path(entry.path), found)


def look_of(stat: os.stat_result) -> Look:
    """Return what tells a file's state from another."""
    return stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
