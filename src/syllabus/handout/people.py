"""What readers are told below the title: whom to ask, who helps, when, and the page."""

from __future__ import annotations

from collections.abc import Iterator

from syllabus.model.course import Course
from syllabus.model.document import Inline, Link, Text
from syllabus.model.naming import people_nodes, person_nodes
from syllabus.model.people import OfficeHours, Person
from syllabus.model.schedule import ZonesShown
from syllabus.model.timeline import format_office_hours
from syllabus.model.words import Punctuation, punctuation_for
from syllabus.on_demand import dataclass
from syllabus.source import Span


@dataclass(frozen=True, slots=True)
class CourseFact:
    """Something that stands below the title after a word, which `word` is the key of."""

    word: str
    line: tuple[Inline, ...]
    span: Span


def course_facts(course: Course) -> Iterator[CourseFact]:
    """Yield a line each for the contact, assistants, office hours and page of a course."""
    people, marks = course.people, punctuation_for(course.language)
    if people.contact is not None:
        line = _contact(people.contact, marks)
        yield CourseFact("contact", line, people.contact.name.span)
    if people.assistants:
        word = "assistant" if len(people.assistants) == 1 else "assistants"
        nodes = people_nodes(people.assistants, marks)
        yield CourseFact(word, nodes, people.assistants[0].name.span)
    if people.office_hours:
        nodes = tuple(_all_office_hours(people.office_hours, course, marks))
        yield CourseFact("office-hours", nodes, people.office_hours[0].span)
    if course.site is not None:
        address, span = course.site.address, course.site.span
        yield CourseFact("on-the-web", (Link(address, (Text(address, span),), span),), span)


def _contact(person: Person, marks: Punctuation) -> tuple[Inline, ...]:
    """Return somebody with the address for mail, which has to be read on paper, too."""
    nodes = person_nodes(person, marks)
    if person.address is None:
        return nodes
    address, span = person.address.address, person.name.span
    link = Link(f"mailto:{address}", (Text(address, span),), span)
    return (*nodes, Text(marks.comma, span), link)


def _all_office_hours(
    all_hours: tuple[OfficeHours | Text, ...], course: Course, marks: Punctuation
) -> Iterator[Text]:
    for index, each in enumerate(all_hours):
        if index:
            yield Text(marks.semicolon, each.span)
        if isinstance(each, Text):
            yield each
            continue
        # They go by the course's own clock, so that only `always` prints its zone.
        zone = course.zone if course.schedule.zones is ZonesShown.ALWAYS else None
        written = format_office_hours(each, zone, course.language, course.clock)
        yield Text(written, each.span)
        if each.room is not None:
            yield Text(marks.comma, each.room.span)
            yield each.room
