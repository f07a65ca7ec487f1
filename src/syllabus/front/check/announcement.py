"""What a course says around each of its mails, as texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from syllabus.front.markup import parse_title
from syllabus.front.records.course import CourseRecord
from syllabus.front.records.kinds import Located
from syllabus.model.announcement import AnnouncementTexts
from syllabus.model.document import (
    Block,
    Emphasis,
    InLanguage,
    Inline,
    LineBreak,
    Link,
    Paragraph,
    Strong,
    Text,
)
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
        nodes = parse_title(paragraph.lstrip("\n"), located.span, language).nodes
        yield Paragraph(tuple(_in_lines(nodes)), located.span)


def _in_lines(nodes: Iterable[Inline]) -> Iterator[Inline]:
    for node in nodes:
        match node:
            case Text():
                for number, line in enumerate(node.text.split("\n")):
                    if number:
                        yield LineBreak(True, node.span)
                    yield from _with_links(replace(node, text=line))
            case Emphasis() | Strong() | InLanguage():
                yield replace(node, children=tuple(_in_lines(node.children)))
            case _:
                yield node


def _with_links(text: Text) -> Iterator[Inline]:
    place = 0
    for found in _ADDRESS.finditer(text.text):
        if found.start() > place:
            yield Text(text.text[place : found.start()], text.span)
        yield Link(found[0], (Text(found[0], text.span),), text.span)
        place = found.end()
    if place < len(text.text):
        yield Text(text.text[place:], text.span)
