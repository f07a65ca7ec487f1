"""What the citations of a handout print, and what of it outlasts the handout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from syllabus.front.bibliography import (
    Bibliography,
    FormattedCitations,
    Style,
    StyleKind,
    format_citations,
)
from syllabus.handout.order import printed_citations
from syllabus.model.course import Course
from syllabus.model.document import Citation, CitationForm, Inline
from syllabus.model.timeline import arrange_meetings
from syllabus.source import Span

Printed = Mapping[Span, tuple[Inline, ...]]


@dataclass(frozen=True, slots=True)
class CitationFormat:
    """The library and the style that citations are formatted by, in a language (BCP 47).

    `named` is where the style is asked for.
    """

    bibliography: Bibliography
    style: Style
    language: str
    named: Span

    def format(self, citations: tuple[Citation, ...]) -> FormattedCitations:
        """Format the citations of a text, given in their order."""
        return format_citations(self.bibliography, citations, self.style, self.language, self.named)


@dataclass(frozen=True, slots=True)
class HandoutCitations:
    """What citations print by their spans, in the handout and in the record of it."""

    formatted: FormattedCitations
    printed: Printed
    recorded: Printed


def cite_handout(
    course: Course, public: Course, moment: datetime, form: CitationFormat
) -> HandoutCitations:
    """Format the citations that `course` prints as of `moment`.

    The record of a handout is the same in each edition: it has what they print in the `public` one.
    """
    cited, cited_publicly = _printed(course, moment), _printed(public, moment)
    formatted = form.format(cited)
    printed = _by_span(cited, formatted)
    recorded = printed
    if cited_publicly != cited:  # one work more can make "2020" a "2020a"
        recorded = _by_span(cited_publicly, form.format(cited_publicly))
    lasting = {
        citation.span: recorded[citation.span]
        for citation in cited_publicly
        # Numbers count by the order of print, which the clock changes.
        if form.style.kind is StyleKind.AUTHOR_DATE or citation.form is CitationForm.FULL
    }
    return HandoutCitations(formatted, printed, lasting)


def _printed(course: Course, moment: datetime) -> tuple[Citation, ...]:
    return tuple(printed_citations(course, arrange_meetings(course.meetings, moment)))


def _by_span(citations: tuple[Citation, ...], formatted: FormattedCitations) -> Printed:
    return dict(zip((each.span for each in citations), formatted.citations, strict=True))
