"""Links within a handout, or within one meeting's text: they lead to what its readers have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from syllabus.handout.readers import meeting_for_readers
from syllabus.handout.texts import rewrite_meeting, rewrite_section
from syllabus.model.course import Course, Edition, Meeting, Section, Show, Status
from syllabus.model.document import Heading, Link, Node, walk
from syllabus.model.places import Place
from syllabus.model.timeline import is_over


def anchors_in(texts: Iterable[Section | Meeting]) -> Iterator[str]:
    """Yield the anchors of headings, parts and streams in texts."""
    for text in texts:
        if isinstance(text, Section):
            yield from _anchors(text.blocks)
            continue
        yield from (each.anchor for each in text.stream_passages if each.anchor)
        for passage in text.passages:
            yield from _anchors(passage.blocks)
            for part in passage.parts:
                yield from (part.anchor,) if part.anchor else ()
                yield from _anchors(part.blocks)


def _anchors(nodes: tuple[Node, ...]) -> Iterator[str]:
    return (each.anchor for each in walk(nodes) if isinstance(each, Heading) and each.anchor)


def section_with_links(section: Section, held: frozenset[str]) -> Section:
    """Return a section whose links lead to what is `held`, by anchors, and else nowhere."""
    return rewrite_section(section, Link, _led_to(held))


def meeting_with_links(meeting: Meeting, held: frozenset[str]) -> Meeting:
    """Return a meeting whose links lead to what is `held`, by anchors, and else nowhere."""
    return rewrite_meeting(meeting, Link, _led_to(held))


def meeting_without_places(meeting: Meeting) -> Meeting:
    """Return a meeting as a text tells of it that has none of the places that it links to."""
    return meeting_with_links(meeting, frozenset())


def page_address(course: Course, meeting: Meeting, moment: datetime) -> str | None:
    """Return where the course's page, which everybody reads, has a meeting at `moment` (aware).

    That is the page itself where it does not show the meeting; None without an address.
    """
    if course.site is None:
        return None
    seen = meeting_for_readers(meeting, Edition.PUBLIC, moment)
    printed = {each.name for each in course.handout}
    has_row = "schedule" in printed and seen.show is not Show.DETAILS
    section = "past" if is_over(seen, moment) else "upcoming"
    cancelled = seen.status is Status.CANCELLED
    if has_row or (seen.has_section and section in printed and not cancelled):
        return course.site.meeting(seen.calendar_id)
    return course.site.address


def _led_to(held: frozenset[str]) -> Callable[[Link], Link]:
    def checked(link: Link) -> Link:
        if link.place is None or link.place.anchor in held:
            return link
        return replace(link, place=Place("", link.place.name))

    return checked
