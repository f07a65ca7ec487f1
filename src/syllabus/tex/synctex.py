"""The SyncTeX file that TeX makes of a handout → one that names records."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from syllabus.on_demand import pattern
from syllabus.source import SourceFile, Span
from syllabus.tex.contents import listed
from syllabus.tex.log import JOB

if TYPE_CHECKING:  # a build with nothing to do needs no templates
    from syllabus.tex.document import TexDocument
    from syllabus.tex.filled import FilledText

_INPUT = pattern(rb"Input:(?P<tag>\d+):(?P<path>.*)")
_NODE = pattern(rb"(?P<kind>[\[(hvxkg$r])(?P<tag>\d+),(?P<line>\d+)(?P<rest>.*)")
_CONTENTS_LINE = pattern(r"\\contentsline ")


LARGEST_TRACE = 500_000_000
"""Bytes of what a SyncTeX file holds; that of a handout of 10,000 meetings has a tenth."""


class NotATrace(Exception):
    """What TeX left is no SyncTeX file."""


def synctex_path(pdf: Path) -> Path:
    """Return where viewers look for the SyncTeX file of a PDF."""
    return pdf.with_suffix(".synctex.gz")


def trace_records(packed: bytes, contents: str, document: TexDocument) -> bytes:
    """Return a SyncTeX file, gzipped as TeX wrote it, with the places of records for TeX's.

    Raises `NotATrace`.

    Its inputs become the files that `document` came from, by their absolute paths. `contents` is
    the .toc of the run, whose entries stand for the headings of the document. What a template, a
    package or the frame of a page brought stays where TeX says it is. Source: synctex(5) and
    pdfTeX's synctex.c.
    """
    lines = _unpacked(packed).split(b"\n")
    inputs = [found for line in lines if (found := _INPUT.fullmatch(line))]
    places = _Places(contents, document, 1 + max((int(each["tag"]) for each in inputs), default=0))
    ours = {
        found["tag"]: ending
        for found in inputs
        for ending in ("tex", "toc")
        if found["path"].rpartition(b"/")[2] == f"{JOB}.{ending}".encode()
    }
    traced = list(_traced(lines, ours, places))
    named = {node["tag"] for line in traced if (node := _NODE.fullmatch(line))}
    kept = (
        line
        for line in (traced[0], *places.inputs(), *traced[1:])
        if not (found := _INPUT.fullmatch(line)) or found["tag"] in named
    )
    return gzip.compress(b"\n".join(_anchored(kept)), mtime=0)


def _unpacked(packed: bytes) -> bytes:
    """Return what is in a file that TeX wrote, or that a program in TeX put in its place."""
    unpacking = zlib.decompressobj(zlib.MAX_WBITS + 16)  # source: zlib's manual, gzip's format
    try:
        text = unpacking.decompress(packed, LARGEST_TRACE)
    except zlib.error:
        raise NotATrace from None
    if not unpacking.eof or not text.startswith(b"SyncTeX Version:"):
        raise NotATrace
    return text


class _Places:
    """Where the lines of TeX's files came from, and the tags of the files they came from."""

    def __init__(self, contents: str, document: TexDocument, first_tag: int) -> None:
        self._filled = document.filled
        self._headings = _headings(contents, document.filled)
        self._spans: dict[tuple[str, int], Span | None] = {}
        self._first_tag = first_tag
        self._tags: dict[str, tuple[int, SourceFile]] = {}

    def find(self, ending: str, line: int) -> tuple[int, int] | None:
        """Return the tag and line that a line of the .tex or the .toc came from."""
        key = (ending, line)
        if key not in self._spans:
            number = self._headings.get(line, 0) if ending == "toc" else line
            self._spans[key] = self._filled.place(number)
        span = self._spans[key]
        if span is None:
            return None
        known = (self._first_tag + len(self._tags), span.file)
        return self._tags.setdefault(span.file.name, known)[0], span.line

    def inputs(self) -> Iterator[bytes]:
        """Yield the input lines of the files that were found."""
        for tag, source in self._tags.values():
            yield b"Input:%d:%s" % (tag, os.fsencode(source.path.absolute()))


def _headings(contents: str, filled: FilledText) -> dict[int, int]:
    """Return which line of the .tex holds the heading of each line of the contents."""
    lines = enumerate(contents.split("\n"), start=1)
    entries = [number for number, line in lines if _CONTENTS_LINE.match(line)]
    headings = [heading.line for heading in listed(filled.headings)]
    # LaTeX of an author's own may bring headings that are not ours.
    return dict(zip(entries, headings, strict=True)) if len(entries) == len(headings) else {}


def _traced(lines: list[bytes], ours: dict[bytes, str], places: _Places) -> Iterator[bytes]:
    """Yield the lines, those of nodes with the places of records.

    A node that no record brought has the place of the box that it stands in.
    """
    frame: tuple[bytes, bytes] | None = None
    boxes: list[tuple[int, int] | None] = [None]
    opened = False
    for line in lines:
        node = _NODE.fullmatch(line)
        if node is None:
            opened = opened or line.startswith(b"{")
            if line in (b"]", b")"):
                boxes.pop()
            yield line
            continue
        if opened:
            # A page, its head and its foot bear the line that TeX had come to when the page was
            # full, whose own text mostly stands on the next one.
            frame, opened = (node["tag"], node["line"]), False
        ending = ours.get(node["tag"])
        found = None
        if ending is not None and (node["tag"], node["line"]) != frame:
            found = places.find(ending, int(node["line"]))
        found = found or boxes[-1]
        if node["kind"] in b"[(":
            boxes.append(found)
        yield line if found is None else b"%s%d,%d%s" % (node["kind"], *found, node["rest"])


def _anchored(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the lines with their anchors set right: how many bytes there are since the last."""
    length = 0
    for line in lines:
        anchor = b"!%d" % length if line.startswith(b"!") else line
        length = len(anchor) + 1 + (0 if line.startswith(b"!") else length)
        yield anchor
