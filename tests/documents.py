"""TeX documents of tests, with marks as people see them: `%@ a.md:3+1`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from syllabus.model.engine import Engine
from syllabus.source import SourceFile, Span
from syllabus.tex.document import TexDocument
from syllabus.tex.filled import read_filled
from syllabus.writers.latex.origins import Origin, Origins


def tex_document(
    text: str,
    files: Mapping[str, Path] | None = None,
    sources: Mapping[str, SourceFile] | None = None,
    epoch: int = 0,
    engine: Engine = Engine.PDFLATEX,
) -> TexDocument:
    """Return a document that each mark of `text` says the origin of, lines of `sources`.

    A line that is as it stands in its source has its columns, as raw LaTeX has.
    """
    origins = Origins()
    marked: list[str] = []
    origin: Origin | None = None
    below = 0
    for line in text.split("\n"):
        if found := re.fullmatch(r"%@ (.*):(\d+)(?:\+(\d+))?", line):
            source, number, more = (sources or {})[found[1]], int(found[2]), int(found[3] or 0)
            start, end = source.line_span(number).start, source.line_span(number + more).end
            origin, below = Origin(Span(source, start, end), more), 0
            marked.append(f"%@{origins.anchor(origin)}")
            continue
        place = origin.line(below) if origin and below <= origin.parallel else None
        verbatim = place is not None and line != "" and place.text == line
        anchor = origins.anchor(Origin(place, verbatim=True)) if place and verbatim else ""
        marked.append(anchor + line)
        below += 1
    filled = read_filled("\n".join(marked), origins)
    return TexDocument(filled, files or {}, epoch, engine)
