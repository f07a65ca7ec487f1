"""A TeX document that knows which line of a record each of its lines came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from syllabus.model.engine import Engine
from syllabus.source import SourceFile, Span

MARK = re.compile(r"%@(?: (?P<name>.+):(?P<line>\d+)(?:\+(?P<more>\d+))?)?")
"""A comment line in the .tex. `%@ NAME:LINE` says that the lines below it, up to the next mark,
were made from that line; with `+N` they run in parallel with the N lines of the source after it,
and whatever follows counts to the last of these. `%@` alone says that what follows comes from a
template. No text of a record can start a line with `%`."""

TEMPLATE_MARK = re.compile(r"%# (?P<name>.+):(?P<line>\d+)")
"""A comment line in the .tex: which line of a template of the project's the next line is."""


@dataclass(frozen=True)
class TexDocument:
    """What TeX gets.

    `files` are the pictures the document includes: name in the working folder → file of the
    project. `sources` are the files that marks name, of
    both kinds. `epoch` is the start of the day
    that the handout is printed as of, in seconds since 1970, for the PDF's dates. `engine` is
    the one that it is written for. `programs` says that it holds TeX of the project's own, raw or
    from a template, which can do whatever TeX can.
    """

    text: str = field(repr=False)
    files: Mapping[str, Path]
    sources: Mapping[str, SourceFile] = field(repr=False)
    epoch: int
    engine: Engine = Engine.PDFLATEX
    programs: bool = False

    def place(self, line: int) -> Span | None:
        """Return where line `line` of the .tex (from 1) came from; None for a template's own."""
        starts = [mark[0] for mark in self._marks]
        index = bisect_right(starts, line) - 1
        if index < 0:
            return None
        start, name, source_line, more = self._marks[index]
        source = self.sources.get(name)
        if source is None:
            return None
        return source.line_span(source_line + min(more, max(0, line - start - 1)))

    def place_in_template(self, line: int) -> Span | None:
        """Return what line `line` of the .tex is in a template of the project's; None in others."""
        for text in reversed(self.text.split("\n")[: line - 1]):
            if match := TEMPLATE_MARK.fullmatch(text.strip()):
                source = self.sources.get(match["name"])
                return source.line_span(int(match["line"])) if source else None
            if text.startswith("%@"):
                return None
        return None

    @cached_property
    def _marks(self) -> tuple[tuple[int, str, int, int], ...]:
        marks = []
        for number, line in enumerate(self.text.split("\n"), start=1):
            if line.startswith("%@") and (match := MARK.fullmatch(line)):
                name = match["name"] or ""
                marks.append((number, name, int(match["line"] or 0), int(match["more"] or 0)))
        return tuple(marks)
