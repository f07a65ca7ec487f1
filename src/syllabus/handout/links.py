"""Links within a handout, or within one meeting's text: they lead to what its readers have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from syllabus.model.course import Meeting, Passage, Section
from syllabus.model.document import Heading, Link, Node, walk
from syllabus.model.places import Place
from syllabus.model.rewriting import rewrite

N = TypeVar("N", bound=Node)


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
    title = section.title and _with_links(section.title, held)
    return replace(section, title=title, blocks=_with_links(section.blocks, held))


def meeting_with_links(meeting: Meeting, held: frozenset[str]) -> Meeting:
    """Return a meeting whose links lead to what is `held`, by anchors, and else nowhere."""
    streams = tuple(
        replace(each, passage=_passage(each.passage, held)) for each in meeting.stream_passages
    )
    return replace(meeting, passage=_passage(meeting.passage, held), stream_passages=streams)


def _passage(passage: Passage, held: frozenset[str]) -> Passage:
    parts = tuple(
        replace(each, title=_with_links(each.title, held), blocks=_with_links(each.blocks, held))
        for each in passage.parts
    )
    return Passage(_with_links(passage.blocks, held), parts)


def _with_links(nodes: tuple[N, ...], held: frozenset[str]) -> tuple[N, ...]:
    def checked(link: Link) -> Link:
        if link.place is None or link.place.anchor in held:
            return link
        return replace(link, place=Place("", link.place.name))

    return rewrite(nodes, Link, checked)
