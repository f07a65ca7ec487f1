"""The filled templates, read once: what TeX gets, and what is known of its lines.

Only here do line numbers, headings and the order of what is printed come to be: every template
can be one of the project's own. All that comes later takes these values.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from itertools import accumulate
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from syllabus.on_demand import dataclass, pattern
from syllabus.source import SourceFile, Span
from syllabus.writers.latex.foreign import FOREIGN, run_text
from syllabus.writers.latex.labels import Label
from syllabus.writers.latex.origins import ANCHOR, Origin, within_line, without_anchors

ABOVE = "%! What stands above is kept as a format.\n"
"""The line of the preamble above which nothing depends on the run of TeX (`format`)."""

NO_TEMPLATES: Mapping[str, SourceFile] = MappingProxyType({})
LEVELS = ("section", "subsection", "subsubsection")
MODULE = "module"
"""The command of a heading above meetings, which has a line in the contents and no number there."""

BEGIN = "\\begin{document}"

# Each of them begins with a character as such: Python then passes over most of a text at once.
_FOUND = pattern(
    rf"%@{ANCHOR}|%(?<=^%)@(?P<bare>$)|%# (?P<template>.+):(?P<line>[0-9]+)[ \t]*$"
    rf"|\\(?<=^\\)(?P<level>{'|'.join((*LEVELS, MODULE))})(?P<star>\*?)\{{"
    rf"|\\(?P<run>{FOREIGN.removeprefix(chr(92) * 2)})|{ANCHOR.replace('origin', 'anchored')}",
    re.MULTILINE,
)
_BRACE = pattern(r"\\.|[{}]", re.DOTALL)
_COMMAND = pattern(r"\\[A-Za-z]+\*? ?|[\\{}$]")


WriteRun = Callable[[str], str]
"""Writes a run of characters that pdfLaTeX's fonts do not have."""


@dataclass(frozen=True, slots=True)
class TexHeading:
    """A heading at the start of a line: `level` counts from 0, `title` is LaTeX.

    `number` is what LaTeX puts before it, empty if it is not numbered. That of a module, which
    stands above headings of its level, is for links alone.
    """

    line: int
    level: int
    number: str
    title: str
    is_module: bool = False

    @property
    def name(self) -> str:
        """The title as messages show it."""
        return _COMMAND.sub("", self.title.replace("\\textendash{}", "–"))


class ForeignRun(NamedTuple):
    """Characters that pdfLaTeX's fonts do not have, and the line that they stand in."""

    text: str
    line: int


class Mark(NamedTuple):
    """A comment line that says where what is below comes from; None for a template."""

    line: int
    origin: Origin | None


class TemplateMark(NamedTuple):
    """A comment line that says which line of a template of the project's the next one is."""

    line: int
    span: Span | None


class Anchor(NamedTuple):
    """Where in a line something begins, as an offset in the text; None if that ends."""

    start: int
    line: int
    origin: Origin | None


@dataclass(frozen=True)
class FilledText:
    """What TeX gets, and where it came from. Lines count from 1, columns from 0."""

    text: str = field(repr=False)
    marks: tuple[Mark, ...] = field(default=(), repr=False)
    template_marks: tuple[TemplateMark, ...] = field(default=(), repr=False)
    anchors: tuple[Anchor, ...] = field(default=(), repr=False)
    headings: tuple[TexHeading, ...] = ()
    runs: tuple[ForeignRun, ...] = ()

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines, without their ends."""
        return tuple(self.text.split("\n"))

    @property
    def preamble(self) -> str:
        """What is above the document."""
        return self.text.partition(BEGIN)[0]

    @property
    def kept_preamble(self) -> str | None:
        """What is above the line `ABOVE`; None without such a line."""
        above, line, _ = self.text.partition(f"\n{ABOVE}")
        return above if line else None

    @property
    def without_kept_preamble(self) -> str:
        """The text without it, every line in its place."""
        above, _, below = self.text.partition(f"\n{ABOVE}")
        return "%\n" * (above.count("\n") + 1) + ABOVE + below

    @property
    def labels(self) -> tuple[Label, ...]:
        """The labels of all formulas that are printed, in their order."""
        return tuple(
            label for anchor in self.anchors if anchor.origin for label in anchor.origin.labels
        )

    def place(self, line: int) -> Span | None:
        """Return where a line came from; None for a template's own."""
        mark = _last(self.marks, line)
        if mark is None or mark.origin is None:
            return None
        return mark.origin.line(max(0, line - mark.line - 1))

    def place_in_template(self, line: int) -> Span | None:
        """Return what a line is in a template of the project's; None in others."""
        mark, template = _last(self.marks, line - 1), _last(self.template_marks, line - 1)
        return None if template is None or (mark and mark.line > template.line) else template.span

    def place_of(self, line: int, column: int, length: int) -> Span | None:
        """Return where so many characters of a line came from, or at least what they stand in.

        Without a length, it is all of that: a formula, a text, a line of raw LaTeX.
        """
        start = self._line_starts[line - 1] + column
        index = bisect_right(self._anchor_starts, start) - 1
        anchor = self.anchors[index] if index >= 0 else None
        above = (_last(self.marks, line), _last(self.template_marks, line))
        if (
            anchor is None
            or anchor.origin is None
            or any(mark and mark.line > anchor.line for mark in above)
        ):
            return self.place(line)
        span, first = anchor.origin.span, start - anchor.start
        if length and anchor.origin.verbatim and first + length <= span.end - span.start:
            return span.part(first, first + length)
        whole = self.place(line)
        inside = within_line(span, whole.line) if whole and whole.file is span.file else span
        return inside if span.start <= inside.start and inside.end <= span.end else span

    def block_start(self, line: int) -> int:
        """Return the first line of the block that a line is in, below its mark."""
        mark = _last(self.marks, line)
        return mark.line + 1 if mark else 1

    def section_at(self, line: int) -> TexHeading | None:
        """Return the last heading that stands in a line or above it."""
        return _last(self.headings, line)

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        return (0, *accumulate(len(line) + 1 for line in self.lines))

    @cached_property
    def _anchor_starts(self) -> tuple[int, ...]:
        return tuple(anchor.start for anchor in self.anchors)


_InLine = TypeVar("_InLine", Mark, TemplateMark, TexHeading)


def _last(found: tuple[_InLine, ...], line: int) -> _InLine | None:
    """Return the last of what has a line that stands in a line or above it."""
    index = bisect_right(found, line, key=lambda each: each.line) - 1
    return found[index] if index >= 0 else None


def read_filled(
    filled: str,
    origins: Sequence[Origin] = (),
    templates: Mapping[str, SourceFile] = NO_TEMPLATES,
    write_run: WriteRun | None = None,
) -> FilledText:
    """Read the filled templates.

    `origins` are what their anchors count, `templates` the project's own by name. Each run of
    other scripts is written by `write_run`; without, it stays as it is.
    """
    reading = _Reading(filled, origins, templates, write_run)
    for found in _FOUND.finditer(filled):
        reading.find(found)
    return reading.finish()


class _Reading:
    """The work of `read_filled`."""

    def __init__(
        self,
        filled: str,
        origins: Sequence[Origin],
        templates: Mapping[str, SourceFile],
        write_run: WriteRun | None,
    ) -> None:
        self._filled = filled
        self._origins = origins
        self._templates = templates
        self._write_run = write_run
        self._done = 0
        self._line = 1
        self._length = 0
        self._pieces: list[str] = []
        self._marks: list[Mark] = []
        self._template_marks: list[TemplateMark] = []
        self._anchors: list[Anchor] = []
        self._headings: list[tuple[int, int, str, bool]] = []
        self._runs: list[ForeignRun] = []

    def find(self, found: re.Match[str]) -> None:
        """Write what is before a find, and the find as TeX is to get it."""
        self._write(self._filled[self._done : found.start()])
        self._done = found.end()
        match found.lastgroup:
            case "origin":
                self._mark(found)
            case "bare":
                self._marks.append(Mark(self._line, None))
                self._write(found[0])
            case "line":
                source = self._templates.get(found["template"])
                span = source.line_span(int(found["line"])) if source else None
                if not self._line_before(found.start()).strip(" \t"):
                    self._template_marks.append(TemplateMark(self._line, span))
                self._write(found[0])
            case "star":
                begun = self._length + len(found[0])
                self._headings.append((self._line, begun, found["level"], bool(found["star"])))
                self._write(found[0])
            case "run":
                text = run_text(found[0])
                self._runs.append(ForeignRun(text, self._line))
                written = self._write_run(text) if self._write_run else without_anchors(found[0])
                self._write(written)
            case _:
                origin = self._origin(found["anchored"])
                self._anchors.append(Anchor(self._length, self._line, origin))

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)
        self._line += text.count("\n")

    def _origin(self, number: str) -> Origin | None:
        return self._origins[int(number)] if number and int(number) < len(self._origins) else None

    def _mark(self, found: re.Match[str]) -> None:
        origin = self._origin(found["origin"])
        alone = self._filled.startswith("\n", found.end()) or found.end() == len(self._filled)
        if alone and not self._line_before(found.start()):
            self._marks.append(Mark(self._line, origin))
        self._write(f"%@{origin.comment if origin else ''}")

    def _line_before(self, end: int) -> str:
        return self._filled[self._filled.rfind("\n", 0, end) + 1 : end]

    def finish(self) -> FilledText:
        """Write the rest and return all that was found."""
        self._write(self._filled[self._done :])
        text = "".join(self._pieces)
        return FilledText(
            text,
            tuple(self._marks),
            tuple(self._template_marks),
            tuple(self._anchors),
            tuple(self._titled(text)),
            tuple(self._runs),
        )

    def _titled(self, text: str) -> Iterator[TexHeading]:
        counts = [0] * len(LEVELS)
        modules = 0
        begin = text.find(BEGIN)
        for line, begun, level_name, starred in self._headings:
            if begun < begin:
                continue  # in the definition of a command
            title = text[begun : _closing_brace(text, begun)]
            if level_name == MODULE:
                modules += 1
                yield TexHeading(line, 1, str(modules), title, is_module=True)
                continue
            level = LEVELS.index(level_name)
            number = ""
            if not starred:
                counts[level:] = [counts[level] + 1, *(0 for _ in counts[level + 1 :])]
                number = ".".join(str(count) for count in counts[: level + 1])
            yield TexHeading(line, level, number, title)


def _closing_brace(text: str, start: int) -> int:
    """Return where the group ends whose brace stands before `start`."""
    depth = 1
    for brace in _BRACE.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if not depth:
            return brace.start()
    return len(text)
