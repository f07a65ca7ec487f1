"""Small projects, and everything that comes out of them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pikepdf

from syllabus.diagnostics import Severity
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.outputs.pdf.request import BuildOutcome, BuildRequest, PreparedHandout
from syllabus.outputs.pdf.stages import build_handout
from syllabus.workspace.layout import Layout

COURSE = "title: Optics\nzone: Europe/Berlin\ntime: 18:00\n"
FRONT = "---\ndate: 2021-04-15\ntitle: Lenses\n---\n\n"
MEETING = "syllabus/meetings/2021-04-15-lenses.md"
NOW = "2021-04-14"

Files = Mapping[str, str | bytes]


def project(root: Path, files: Files) -> Layout:
    """Write a project; a file given here stands in for the one that is there anyway."""
    everything: dict[str, str | bytes] = {"syllabus/course.yaml": COURSE, MEETING: FRONT}
    everything.update(files)
    for name, text in everything.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Layout(root)


def prepare(root: Path, files: Files) -> PreparedHandout:
    return prepare_handout(project(root, files), NOW)


def codes(front: PreparedHandout) -> set[str]:
    """Return the codes of errors and warnings."""
    return {fault.code for fault in front.diagnostics if fault.severity > Severity.NOTE}


def build(layout: Layout, **options: object) -> BuildOutcome:
    request = BuildRequest(layout, as_of=NOW, **options)  # type: ignore[arg-type]
    return build_handout(request, lambda message: None)


def all_bytes(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield every file of a folder, a PDF's streams and a calendar's whole lines too.

    A file by itself is as good as a folder of it.
    """
    for path in sorted(folder.rglob("*")) if folder.is_dir() else (folder,):
        if path.is_file() and not path.is_symlink():
            yield path, path.read_bytes()
            if path.suffix == ".pdf":
                yield path, pdf_bytes(path)
            if path.suffix == ".ics":
                yield path, path.read_bytes().replace(b"\r\n ", b"")


def pdf_bytes(path: Path) -> bytes:
    """Return everything that a PDF holds, in the clear."""
    pieces = []
    with pikepdf.open(path) as pdf:
        for thing in pdf.objects:
            pieces.append(thing.unparse())
            if isinstance(thing, pikepdf.Stream):
                try:
                    pieces.append(thing.read_bytes())
                except (pikepdf.PdfError, zlib.error):
                    pieces.append(thing.read_raw_bytes())
    return b"\n".join(pieces)


def holding(folder: Path, word: str) -> list[Path]:
    """Return the files that hold a word, in ASCII or in the two bytes a letter of UTF-16."""
    written = (word.encode(), word.encode("utf-16-be"))
    needles = (*written, *(each.hex().encode() for each in written))
    return [
        path
        for path, content in all_bytes(folder)
        if any(needle in content or needle in content.lower() for needle in needles)
    ]


def squeezed(text: str) -> str:
    """Return a text without white space, hyphens and what stands for them."""
    return re.sub(r"[\s\u00ad\u2010-\u2015-]+", "", text)
