"""Text of an earlier handout that is now for members only and must not be printed again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from syllabus.front.check.access import tells_access
from syllabus.model.course import Course, Passage
from syllabus.model.document import Code, Link, Math, MembersOnly, Node, Text, walk
from syllabus.outputs.history.plain import without_breaks
from syllabus.outputs.history.snapshot import (
    MeetingSnapshot,
    SectionSnapshot,
    Snapshot,
    TextSnapshot,
)

_SHORT = 8
"""Characters below which words are too common to tell a text by, unless a digit is in them."""


def without_private(earlier: Snapshot, now: Snapshot, course: Course) -> Snapshot:
    """Return `earlier` without the lines that hold what members alone are told in `course`.

    A passcode that has moved from the text to the front matter, or a paragraph that has got a
    fence, would otherwise be printed once more as something that is gone. What `now` has as it
    was stays.
    """
    words = {word for word in map(without_breaks, _private_words(course)) if _tells(word)}
    words |= {word for word in map(without_breaks, _access_words(course)) if len(word) > 2}
    longest_first = sorted(words, key=len, reverse=True)
    known = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in longest_first))
    kept = set(_texts(now))

    def is_public(text: str) -> bool:
        told = tells_access(text) or bool(words and known.search(text))
        return text in kept or not told

    sections = {each.name: each for each in now.sections}
    meetings = {each.identifier: each for each in now.meetings}

    def known_as(old: str | None, new: str | None) -> str | None:
        """Return what is told of before: what is now, where the other is for members."""
        return old if old is None or is_public(old) else new

    def section(each: SectionSnapshot) -> SectionSnapshot:
        latest = sections.get(each.name, replace(each, title=""))
        title = known_as(each.title, latest.title)
        return replace(each, title=title, lines=tuple(filter(is_public, each.lines)))

    def meeting(each: MeetingSnapshot) -> MeetingSnapshot:
        latest = meetings.get(each.identifier)
        return replace(
            each,
            title=known_as(each.title, latest.title if latest else None) or "",
            topic=known_as(each.topic, latest.topic if latest else None),
            when=known_as(each.when, latest.when if latest else None),
            reason=known_as(each.reason, latest.reason if latest else None),
            facts={key: text for key, text in each.facts.items() if is_public(text)},
            texts=texts(each.texts),
        )

    def texts(of_meeting: tuple[TextSnapshot, ...] | None) -> tuple[TextSnapshot, ...] | None:
        if of_meeting is None:
            return None
        return tuple(
            replace(
                text,
                lines=tuple(filter(is_public, text.lines)),
                due=text.due if is_public(text.due) else "",
            )
            for text in of_meeting
            if is_public(text.title)
        )

    return replace(
        earlier,
        sections=tuple(map(section, earlier.sections)),
        meetings=tuple(map(meeting, earlier.meetings)),
    )


def _tells(word: str) -> bool:
    return len(word) >= _SHORT or any(map(str.isdigit, word))


def _texts(snapshot: Snapshot) -> Iterator[str]:
    for section in snapshot.sections:
        yield from section.lines
        yield section.title or ""
    for meeting in snapshot.meetings:
        yield from (meeting.title, meeting.topic or "", meeting.when or "", meeting.reason or "")
        yield from meeting.facts.values()
        for text in meeting.texts or ():
            yield text.title
            yield from text.lines


def _access_words(course: Course) -> Iterator[str]:
    for meeting in course.meetings:
        for access in (meeting.join, meeting.recording):
            yield from (
                each for each in (access and access.url, access and access.passcode) if each
            )


def _private_words(course: Course) -> Iterator[str]:
    nodes: list[Node] = []
    for section in course.sections.values():
        nodes += _fenced(section.blocks)
    for meeting in course.meetings:
        nodes += _of_passage(meeting.passage)
        for stream in meeting.stream_passages:
            nodes += _of_passage(stream.passage, whole=stream.members_only)
    for node in walk(tuple(nodes)):
        match node:
            case Text() | Code():
                yield node.text.strip()
            case Math():
                yield node.tex.strip()
            case Link() if node.place is None:
                yield node.target
            case _:
                pass


def _of_passage(passage: Passage, *, whole: bool = False) -> Iterator[Node]:
    yield from passage.blocks if whole else _fenced(passage.blocks)
    for part in passage.parts:
        if whole or part.members_only:
            yield from (*part.title, *part.blocks)
        else:
            yield from _fenced(part.blocks)


def _fenced(blocks: tuple[Node, ...]) -> Iterator[Node]:
    return (node for node in walk(blocks) if isinstance(node, MembersOnly))
