"""What stands below the handout's title: whom to ask, who helps, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from syllabus.model.course import Course
from syllabus.model.document import Inline, Link, Text
from syllabus.model.naming import people_nodes, person_nodes
from syllabus.model.people import OfficeHours, Person
from syllabus.model.timeline import format_office_hours
from syllabus.model.words import Punctuation, punctuation_for
from syllabus.outputs.pdf.view import FactView
from syllabus.source import Span
from syllabus.writers.latex import Latex, LatexWriter


def course_facts(
    course: Course, words: Mapping[str, str], writer: LatexWriter
) -> Iterator[FactView]:
    """Yield a line each for the contact, the assistants and the office hours of a course."""
    people, marks = course.people, punctuation_for(course.language)

    def fact(word: str, text: Latex, span: Span) -> FactView:
        return FactView(writer.mark(span), writer.literal(words[word]), text)

    if people.contact is not None:
        yield fact(
            "contact", writer.line(_contact(people.contact, marks)), people.contact.name.span
        )
    if people.assistants:
        word = "assistant" if len(people.assistants) == 1 else "assistants"
        nodes = people_nodes(people.assistants, marks)
        yield fact(word, writer.line(nodes), people.assistants[0].name.span)
    if people.office_hours:
        hours = (_office_hours(each, course, marks, writer) for each in people.office_hours)
        text = Latex.join(hours, str(writer.literal(marks.semicolon)))
        yield fact("office-hours", text, people.office_hours[0].span)


def _contact(person: Person, marks: Punctuation) -> tuple[Inline, ...]:
    """Return somebody with the address for mail, which has to be read on paper, too."""
    nodes = person_nodes(person, marks)
    if person.address is None:
        return nodes
    address, span = person.address.address, person.name.span
    link = Link(f"mailto:{address}", (Text(address, span),), span)
    return (*nodes, Text(marks.comma, span), link)


def _office_hours(
    hours: OfficeHours | Text, course: Course, marks: Punctuation, writer: LatexWriter
) -> Latex:
    if isinstance(hours, Text):
        return writer.text(hours.text, hours.span)
    written = writer.literal(format_office_hours(hours, course.zone, course.language, course.clock))
    if hours.room is None:
        return written
    room = writer.text(hours.room.text, hours.room.span)
    return Latex.join((written, writer.literal(marks.comma), room))
