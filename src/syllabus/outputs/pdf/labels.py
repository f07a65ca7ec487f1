"""Faults of what formulas call each other by."""

from __future__ import annotations

import re
from collections.abc import Iterator

from syllabus.diagnostics import Diagnostic, Related, error, nearest_hint
from syllabus.source import Span
from syllabus.tex.document import TexDocument
from syllabus.writers.latex import LABEL_PREFIX

_LABEL = re.compile(rf"\\(label|ref|eqref) ?\{{{LABEL_PREFIX}([^}}\n]*)\}}")


def report_labels(document: TexDocument) -> Iterator[Diagnostic]:
    """Yield a fault for each reference to no formula, and for each label given twice.

    What is not printed has no number: only the formulas of this handout count.
    """
    given: dict[str, Span | None] = {}
    references: list[tuple[str, Span | None]] = []
    for found in _LABEL.finditer(document.text):
        command, name = found.groups()
        span = _place(document, document.text.count("\n", 0, found.start()) + 1, name)
        if command != "label":
            references.append((name, span))
        elif name in given:
            first = given[name]
            related = (Related("it is given here first", first),) if first else ()
            message = f"two formulas have the label '{name}'"
            yield error("duplicate-label", message, span, related=related)
        else:
            given[name] = span
    for name, span in references:
        if name not in given:
            message = f"no formula of this handout has the label '{name}'"
            yield error("unknown-label", message, span, *nearest_hint(name, given))


def _place(document: TexDocument, line: int, name: str) -> Span | None:
    span = document.place(line)
    at = -1 if span is None else span.text.find(f"{{{name}}}")
    return span.part(at + 1, at + 1 + len(name)) if span is not None and at >= 0 else span
