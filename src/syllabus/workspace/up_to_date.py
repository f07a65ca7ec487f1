"""Whether the handout that is there still stands, told from the clock and the files' dates alone.

A build with nothing to do then reads no record, and imports next to nothing.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

import syllabus
from syllabus.workspace.files import read_file
from syllabus.workspace.layout import Layout
from syllabus.workspace.signatures import read_note, write_note
from syllabus.workspace.stamps import Look, look_at_files, look_at_program, look_at_project

STANDING = "standing"
"""The note, in the working folder, of the handout that is there."""


def asked_for(
    as_of: str | None,
    edition: str,
    engine: str | None,
    output: str | None,
    *,
    synctex: bool,
    history: bool,
) -> str:
    """Return all that a build is asked for, by its options and by the environment."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    program = (syllabus.__version__, sys.version)
    return json.dumps((program, as_of, epoch, edition, engine, output, synctex, history))


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
    return layout.work / STANDING


def write_standing(layout: Layout, standing: Standing) -> None:
    """Write what `find_standing` reads; raises `OSError`."""
    write_note(standing_path(layout), asdict(standing), lasting=False)


def find_standing(layout: Layout, asked: str, now: float) -> Standing | None:
    """Return the noted handout if it is what is asked for `now`, and nothing has changed since."""
    try:
        found = read_note(standing_path(layout), layout.root)
        if found is None:
            return None
        noted = Standing(**found)
        if noted.asked != asked or not (noted.begins or now) <= now < (noted.ends or now + 1):
            return None
        inputs = {**look_at_program(), **look_at_project(layout)}
        inputs |= look_at_files(noted.inputs.keys() - inputs.keys())
        if {name: tuple(look) for name, look in noted.inputs.items()} != inputs:
            return None
        for name, checksum in noted.outputs.items():
            if sha256(read_file(Path(name))).hexdigest() != checksum:
                return None
    except OSError:
        return None
    return noted
