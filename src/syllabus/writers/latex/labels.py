"""What formulas are called and refer to each other by."""

from __future__ import annotations

from collections.abc import Mapping

from syllabus.on_demand import dataclass, pattern
from syllabus.source import Span
from syllabus.writers.latex.math.commands import LABEL_PREFIX
from syllabus.writers.latex.math.reader import FormulaReader
from syllabus.writers.latex.math.tokens import parameter_count

_IN_FORMULA = pattern(r"\\(?:label|ref|eqref)(?![A-Za-z])")
_IN_TEX = pattern(rf"\\(label|ref|eqref) ?\{{{LABEL_PREFIX}([^}}\n]*)\}}")


@dataclass(frozen=True, slots=True)
class Label:
    r"""A name of a formula: given to it by `\label`, or a reference to it (`\ref`, `\eqref`)."""

    name: str
    span: Span
    is_reference: bool


def labels_of(tex: str, macros: Mapping[str, str], span: Span) -> tuple[Label, ...]:
    """Return the labels in a formula, or in the definition of a macro, that stands at `span`.

    Those that a macro brings belong to its definition.
    """
    if not _IN_FORMULA.search(tex):
        return ()
    reader = FormulaReader(tex, macros, span, display=True, parameters=parameter_count(tex))
    reader.read()
    found = sorted(set(reader.labels))
    return tuple(
        Label(value.strip(), _place(span.part(start, end), value, span), command != r"\label")
        for start, end, command, value in found
    )


def _place(place: Span, value: str, span: Span) -> Span:
    """Return where a name stands; all of the span where that is written in another way."""
    if place.text != value:
        return span
    return place.part(len(value) - len(value.lstrip()), len(value.rstrip()))


def labels_of_raw(span: Span) -> tuple[Label, ...]:
    """Return the labels of formulas in TeX of an author's own."""
    return tuple(
        Label(found[2], span.part(*found.span(2)), found[1] != "label")
        for found in _IN_TEX.finditer(span.text)
    )
