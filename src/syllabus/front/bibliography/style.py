"""A citation style."""

from __future__ import annotations

from dataclasses import field
from enum import Enum

from syllabus.on_demand import dataclass


class StyleKind(Enum):
    """How a style refers to a work in the text."""

    AUTHOR_DATE = "author-date"
    NUMERIC = "numeric"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Style:
    """A CSL style: the XML of an independent style, and what it is called."""

    name: str
    kind: StyleKind
    xml: bytes = field(repr=False)
    has_bibliography: bool
