"""A course at one moment for one edition, worked out once; every output only writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from datetime import datetime

from syllabus.diagnostics import Diagnostic
from syllabus.front.bibliography import Reference, StyleKind
from syllabus.handout.breaks import find_breaks
from syllabus.handout.citations import (
    CitationFormat,
    Printed,
    citations_in,
    put_into_line,
    put_into_meeting,
    put_into_section,
)
from syllabus.handout.links import anchors_in, meeting_with_links, section_with_links
from syllabus.handout.notes import meeting_with_notes, section_with_notes
from syllabus.handout.readers import course_for_readers
from syllabus.handout.readings import Readings, materials_in_schedule, readings_in_schedule
from syllabus.handout.texts import meeting_nodes, section_nodes
from syllabus.model.course import Course, Edition, Meeting, Section
from syllabus.model.deadlines import find_deadlines
from syllabus.model.document import Node
from syllabus.model.numbering import number_meetings
from syllabus.model.places import meeting_anchor
from syllabus.model.timeline import Timeline, arrange_meetings, schedule_order
from syllabus.on_demand import dataclass
from syllabus.source import Span

_NOTHING = {
    "past": "no-past",
    "calendar": "no-dates",
    "deadlines": "no-deadlines",
    "changes": "first-handout",
}
"""The word of a section that has nothing to show, where that is not `no-upcoming`."""


@dataclass(frozen=True, slots=True)
class HandoutSection:
    """One section in the order of the handout.

    `span` is where `handout:` names it; `prose` is its own text, if it has any, and `meetings` are
    those that it prints, in the order of the schedule. `readings` are those that a schedule has a
    column for. Texts link to its `anchor`, if it has one.
    """

    name: str
    span: Span
    prose: Section | None
    meetings: tuple[Meeting, ...]
    anchor: str = ""
    readings: Readings = field(default_factory=dict)

    @property
    def word_if_empty(self) -> str:
        """The key of the word that stands in place of what is generated, where there is nothing."""
        return _NOTHING.get(self.name, "no-upcoming")


@dataclass(frozen=True, slots=True)
class Handout:
    """What the readers of `edition` get at `moment`, and nothing else.

    `course` is as they see it: without texts and links that are not for them, and with every
    printed citation formatted. `meetings` are all of them, in the order of the schedule; `printed`
    the identifiers of those that have a section and `recorded` of those whose recording members can
    watch; `ahead` says of those that are to come how many are the next one before it. `private`
    says that something in it is for members only. `references` are the works to list. `numbered`
    says that citations are numbers, which count by the order of print. `numbers` are those of the
    meetings, and weeks of the breaks, by their identifiers. `breaks` are days without meetings that
    the schedule shows.
    """

    course: Course
    edition: Edition
    moment: datetime
    sections: tuple[HandoutSection, ...]
    meetings: tuple[Meeting, ...]
    printed: frozenset[str]
    past: frozenset[str]
    ahead: Mapping[str, int]
    recorded: frozenset[str]
    private: bool
    references: tuple[Reference, ...]
    numbered: bool
    numbers: Mapping[str, int]
    diagnostics: tuple[Diagnostic, ...]
    breaks: tuple[Meeting, ...] = ()

    @property
    def edition_word(self) -> str | None:
        """The key of the word for its readers; None for members if nothing is for them alone."""
        if self.edition is Edition.MEMBERS and not self.private:
            return None
        return f"{self.edition.value}-edition"

    def anchor(self, meeting: Meeting) -> str | None:
        """Return the anchor of a meeting's section; None if it has none."""
        return meeting.identifier if meeting.identifier in self.printed else None


def make_handout(
    course: Course, edition: Edition, moment: datetime, form: CitationFormat
) -> Handout:
    """Work out what the readers of `edition` get of a course at `moment` (aware).

    Citations are formatted together, in the order of print, which numeric styles count by; what
    cannot be cited is among the `diagnostics`.
    """
    seen = course_for_readers(course, edition, moment)
    timeline = arrange_meetings(seen.meetings, moment)
    sections = tuple(_sections(seen, timeline))
    private = edition is Edition.MEMBERS and _is_private(
        seen, course_for_readers(course, Edition.PUBLIC, moment), sections
    )
    places = _places(sections)
    sections = tuple(_with_notes(_with_links(each, places)) for each in sections)
    formatted = form.format(citations_in(_nodes(sections)))
    printed = iter(formatted.citations)
    sections = tuple(_cited(section, printed) for section in sections)
    cited = {meeting.identifier: meeting for each in sections for meeting in each.meetings}
    prose = {each.name: each.prose for each in sections if each.prose is not None}
    meetings = tuple(
        cited.get(each.identifier) or meeting_with_links(each, places) for each in seen.meetings
    )
    seen = replace(seen, sections={**seen.sections, **prose}, meetings=meetings)
    past = frozenset(each.identifier for each in timeline.past)
    breaks = find_breaks(seen, meetings)
    return Handout(
        course=seen,
        edition=edition,
        moment=moment,
        sections=sections,
        meetings=schedule_order(meetings),
        printed=frozenset(cited),
        past=past,
        ahead={each.identifier: before for before, each in enumerate(timeline.ahead)},
        recorded=frozenset(each.identifier for each in course.meetings if each.recording) & past,
        private=private,
        references=formatted.references,
        numbers=number_meetings(schedule_order((*breaks, *meetings)), course.numbering),
        numbered=form.style.kind is not StyleKind.AUTHOR_DATE,
        diagnostics=formatted.diagnostics,
        breaks=breaks,
    )


def _sections(course: Course, timeline: Timeline) -> Iterator[HandoutSection]:
    readings = readings_in_schedule(course)
    meetings = {"upcoming": timeline.upcoming, "past": timeline.past}
    for entry in course.handout:
        shown = tuple(each for each in meetings.get(entry.name, ()) if each.has_section)
        prose = course.section(entry.name)
        listed = readings if entry.name == "schedule" else {}
        yield HandoutSection(entry.name, entry.span, prose, shown, entry.anchor, listed)


def _places(sections: tuple[HandoutSection, ...]) -> frozenset[str]:
    """Return the anchors of all that sections print."""
    texts = [each for section in sections for each in (section.prose, *section.meetings) if each]
    held = {each.anchor for each in sections} | set(anchors_in(texts))
    held |= {meeting_anchor(each.identifier) for section in sections for each in section.meetings}
    return frozenset(held)


def _with_links(section: HandoutSection, places: frozenset[str]) -> HandoutSection:
    """Return a section that links to no place but these."""
    return replace(
        section,
        prose=section.prose and section_with_links(section.prose, places),
        meetings=tuple(meeting_with_links(each, places) for each in section.meetings),
    )


def _with_notes(section: HandoutSection) -> HandoutSection:
    """Return a section of the handout each of whose texts prints a footnote once."""
    prose = section.prose and section_with_notes(section.prose)
    return replace(section, prose=prose, meetings=tuple(map(meeting_with_notes, section.meetings)))


def handout_nodes(handout: Handout) -> Iterator[Node]:
    """Yield the texts of a handout, in the order of print."""
    return _nodes(handout.sections)


def _nodes(sections: tuple[HandoutSection, ...]) -> Iterator[Node]:
    for section in sections:
        if section.prose is not None:
            yield from section_nodes(section.prose)
        for lines in section.readings.values():
            for line in lines:
                yield from line
        for meeting in section.meetings:
            yield from meeting_nodes(meeting)


def _cited(section: HandoutSection, printed: Printed) -> HandoutSection:
    prose = None if section.prose is None else put_into_section(section.prose, printed)
    readings = {
        name: tuple(put_into_line(line, printed) for line in lines)
        for name, lines in section.readings.items()
    }
    meetings = tuple(put_into_meeting(each, printed) for each in section.meetings)
    return replace(section, prose=prose, meetings=meetings, readings=readings)


def _is_private(seen: Course, public: Course, sections: tuple[HandoutSection, ...]) -> bool:
    """Return whether sections print links, or another text than the public edition has."""
    others = {meeting.identifier: meeting for meeting in public.meetings}
    # Of the addresses of people, only those below the title are printed.
    people = {each: meeting.speakers for each, meeting in others.items()}
    public_materials = materials_in_schedule(public)
    return seen.people.contact != public.people.contact or any(
        seen.section(section.name) != public.section(section.name)
        or (section.readings and section.readings != readings_in_schedule(public))
        or (section.name == "schedule" and materials_in_schedule(seen) != public_materials)
        or (section.name == "deadlines" and _dues(seen) != _dues(public))
        or any(
            each.join
            or each.recording
            or replace(each, speakers=people[each.identifier]) != others[each.identifier]
            for each in section.meetings
        )
        for section in sections
    )


def _dues(course: Course) -> list[str]:
    return [each.id for each in find_deadlines(course.meetings)]
