"""Whether the last handout is still up to date, told from the clock and file stamps alone.

A build with nothing to do then reads no record and imports next to nothing.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import syllabus
from syllabus.workspace.files import read_file
from syllabus.workspace.layout import Layout
from syllabus.workspace.signatures import read_note, write_note
from syllabus.workspace.stamps import FileStamp, stamp_files, stamp_program, stamp_project

LAST_BUILD = "last-build"
"""The note, in the working folder, of the last handout that was built."""


def request_key(
    as_of: str | None,
    edition: str,
    engine: str | None,
    accessible: str | None,
    output: str | None,
    *,
    synctex: bool,
    history: bool,
    web: str | None = None,
) -> str:
    """Return everything that options and environment ask of a build, as one text.

    `web` is the file of a web page, empty for that beside the PDF, None without any.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    program = (syllabus.__version__, sys.version)
    asked = (as_of, epoch, edition, engine, accessible, output, synctex, history, web)
    return json.dumps((program, *asked))


class LastBuild(NamedTuple):
    """A handout that was built: its request `key`, and what must hold for it to be up to date.

    `begins` and `ends` bound the moments (seconds since 1970) for which it is the same; both are
    None if the moment was given. `inputs` are all files that it could depend on, `outputs` its
    files with their SHA-256, the PDF first.
    """

    key: str
    begins: float | None
    ends: float | None
    inputs: Mapping[str, FileStamp]
    outputs: Mapping[str, str]
    pages: int


def last_build_path(layout: Layout) -> Path:
    """Return the path of the note."""
    return layout.work / LAST_BUILD


def write_last_build(layout: Layout, last: LastBuild) -> None:
    """Write what `find_last_build` reads; raises `OSError`."""
    write_note(last_build_path(layout), last._asdict(), lasting=False)


def find_last_build(layout: Layout, key: str, now: float) -> LastBuild | None:
    """Return the last build if it answers the same request `now` and nothing has changed since."""
    try:
        found = read_note(last_build_path(layout), layout.work_root)
        if found is None:
            return None
        noted = LastBuild(**found)
        if noted.key != key or not (noted.begins or now) <= now < (noted.ends or now + 1):
            return None
        inputs = {**stamp_program(), **stamp_project(layout)}
        inputs |= stamp_files(noted.inputs.keys() - inputs.keys())
        if {name: tuple(stamp) for name, stamp in noted.inputs.items()} != inputs:
            return None
        for name, checksum in noted.outputs.items():
            if sha256(read_file(Path(name))).hexdigest() != checksum:
                return None
    except OSError:
        return None
    return noted
