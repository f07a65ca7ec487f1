"""What stands below the handout's title: whom to ask, who helps, when, and the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from syllabus.handout.people import course_facts
from syllabus.model.course import Course
from syllabus.outputs.pdf.view import FactView
from syllabus.writers.latex import LatexWriter


def view_course_facts(
    course: Course, words: Mapping[str, str], writer: LatexWriter
) -> Iterator[FactView]:
    """Yield a line for each of the facts of a course."""
    for fact in course_facts(course):
        label = writer.literal(words[fact.word])
        yield FactView(writer.mark(fact.span), label, writer.line(fact.line))
