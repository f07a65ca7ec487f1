"""Citations formatted together, and put into the texts where they stand.

Each occurrence of a citation has its own wording: the first of a work may be in full where the
second is "ibid.", also if both come from one text that two meetings include.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import repeat
from typing import TypeVar

from syllabus.diagnostics import Diagnostic
from syllabus.front.bibliography import (
    Bibliography,
    FormattedCitations,
    Reference,
    Style,
    format_citations,
)
from syllabus.handout.links import anchors_in, meeting_with_links
from syllabus.handout.notes import meeting_with_notes
from syllabus.handout.texts import meeting_nodes, rewrite_meeting, rewrite_section
from syllabus.model.course import Meeting, Section
from syllabus.model.document import Block, Citation, Inline, Node, children_of, walk
from syllabus.model.rewriting import rewrite
from syllabus.on_demand import dataclass

N = TypeVar("N", bound=Node)

Printed = Iterator[tuple[Inline, ...]]
"""What citations print, in the order in which `walk` meets them."""

Change = Callable[[Citation], Citation]


@dataclass(frozen=True, slots=True)
class CitationFormat:
    """The library and the style that citations are formatted by, in a language (BCP 47)."""

    bibliography: Bibliography
    style: Style
    language: str

    def format(self, citations: Iterable[Citation]) -> FormattedCitations:
        """Format the citations of a text, given in their order."""
        cited = tuple(citations)
        return format_citations(self.bibliography, cited, self.style, self.language)


@dataclass(frozen=True, slots=True)
class CitedMeeting:
    """A meeting with formatted citations and its own `references`.

    Those are the works that it does not print in full.
    """

    meeting: Meeting
    references: tuple[Reference, ...]
    diagnostics: tuple[Diagnostic, ...]


def cite_meeting(meeting: Meeting, form: CitationFormat) -> CitedMeeting:
    """Format the citations of one meeting for its text alone, as a mail or a calendar prints it.

    Its links lead to no place but those of this text.
    """
    meeting = meeting_with_links(meeting, frozenset(anchors_in((meeting,))))
    meeting = meeting_with_notes(meeting)
    formatted = form.format(citations_in(meeting_nodes(meeting)))
    printed = iter(formatted.citations)
    cited = put_into_meeting(meeting, printed)
    return CitedMeeting(cited, formatted.references, formatted.diagnostics)


def citations_in(nodes: Iterable[Node]) -> tuple[Citation, ...]:
    """Return the citations of texts, in the order of print."""
    return tuple(node for node in walk(tuple(nodes)) if isinstance(node, Citation))


# --- citations put into their texts, which are walked as above -----------------------------


def put_into_meeting(meeting: Meeting, printed: Printed) -> Meeting:
    """Return a meeting whose citations say what they print."""
    return rewrite_meeting(meeting, Citation, _filling(printed))


def put_into_section(section: Section, printed: Printed) -> Section:
    """Return a section whose citations say what they print."""
    return rewrite_section(section, Citation, _filling(printed))


def put_into_line(line: tuple[Inline, ...], printed: Printed) -> tuple[Inline, ...]:
    """Return a line whose citations say what they print."""
    return _all(line, _filling(printed))


def without_citations(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return blocks whose citations print nothing, to look at the rest of the text."""
    return _all(blocks, _filling(repeat(())))


def _filling(printed: Printed) -> Change:
    """Return what gives each citation that it meets its wording."""

    def fill(citation: Citation) -> Citation:
        formatted = next(printed)
        inner = citations_in(children_of(citation))
        works = tuple(
            replace(work, prefix=_all(work.prefix, fill), suffix=_all(work.suffix, fill))
            for work in citation.works
        )
        filled = replace(citation, works=works)
        if inner:  # citations in what its author wrote around a work, which is printed with it
            done = dict(zip(inner, citations_in(children_of(filled)), strict=True))
            formatted = _all(formatted, lambda each: done.get(each, each))
        return replace(filled, formatted=formatted)

    return fill


def _all(nodes: tuple[N, ...], change: Change) -> tuple[N, ...]:
    return rewrite(nodes, Citation, change)
