"""What citations print, and the references that remain to be listed."""

from __future__ import annotations

from syllabus.diagnostics import Diagnostic
from syllabus.model.document import Inline
from syllabus.on_demand import dataclass
from syllabus.source import Span


@dataclass(frozen=True, slots=True)
class Reference:
    """One work of the list of references; `label` is its number in a numeric style.

    `span` is its key in the library.
    """

    key: str
    span: Span
    label: str | None
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class FormattedCitations:
    """What citations print: one tuple of nodes each, in their order, and what is to be listed."""

    citations: tuple[tuple[Inline, ...], ...]
    references: tuple[Reference, ...]
    diagnostics: tuple[Diagnostic, ...]
