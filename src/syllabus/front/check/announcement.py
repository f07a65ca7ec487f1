"""What a course says around each of its mails, as texts."""

from __future__ import annotations

from collections.abc import Iterator

from syllabus.front.markup import parse_title
from syllabus.front.records.course import CourseRecord
from syllabus.front.records.kinds import Located
from syllabus.model.announcement import AnnouncementTexts
from syllabus.model.document import Block, Inline, LineBreak, Link, Paragraph, Text
from syllabus.on_demand import pattern

_ADDRESS = pattern(r"https?://[^\s<>]*[^\s<>.,;:!?)\]'\"]")


def announcement_of(course: CourseRecord) -> AnnouncementTexts:
    """Return what course.yaml says around each mail: paragraphs, with its addresses as links."""
    around = (course.announcement.before, course.announcement.after)
    return AnnouncementTexts(*(tuple(_paragraphs(each, course.language)) for each in around))


def _paragraphs(located: Located[str] | None, language: str) -> Iterator[Block]:
    if located is None:
        return
    for paragraph in located.value.split("\n\n"):
        nodes: list[Inline] = []
        for line in paragraph.split("\n"):
            nodes += [LineBreak(True, located.span)] if nodes else []
            for node in parse_title(line, located.span, language).nodes:
                nodes += _with_links(node) if isinstance(node, Text) else (node,)
        yield Paragraph(tuple(nodes), located.span)


def _with_links(text: Text) -> Iterator[Inline]:
    place = 0
    for found in _ADDRESS.finditer(text.text):
        if found.start() > place:
            yield Text(text.text[place : found.start()], text.span)
        yield Link(found[0], (Text(found[0], text.span),), text.span)
        place = found.end()
    if place < len(text.text):
        yield Text(text.text[place:], text.span)
