"""Faults of what formulas call each other by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from syllabus.diagnostics import Diagnostic, Related, error, nearest_hint
from syllabus.source import Span
from syllabus.writers.latex.labels import Label


def report_labels(printed: Iterable[Label], elsewhere: Iterable[Label]) -> Iterator[Diagnostic]:
    """Yield a fault for each reference to no formula, and for each label given twice.

    What is not printed has no number: only the formulas of this handout count, and what is given
    `elsewhere`, by macros and templates, which may stand for any number of formulas.
    """
    given: dict[str, Span] = {}
    references: list[Label] = []
    for label in printed:
        if label.is_reference:
            references.append(label)
        elif label.name in given:
            related = (Related("it is given here first", given[label.name]),)
            message = f"two formulas have the label '{label.name}'"
            yield error("duplicate-label", message, label.span, related=related)
        else:
            given[label.name] = label.span
    for label in elsewhere:
        if label.is_reference:
            references.append(label)
        else:
            given.setdefault(label.name, label.span)
    for label in references:
        if label.name not in given:
            message = f"no formula of this handout has the label '{label.name}'"
            yield error("unknown-label", message, label.span, *nearest_hint(label.name, given))
