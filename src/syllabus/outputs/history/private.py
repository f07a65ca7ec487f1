"""Text of an earlier handout that is now for members only and must not be printed again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
    public = _Public(now, course)
    sections = {each.name: each for each in now.sections}
    meetings = {each.identifier: each for each in now.meetings}
    return replace(
        earlier,
        sections=tuple(public.section(each, sections.get(each.name)) for each in earlier.sections),
        meetings=tuple(
            public.meeting(each, meetings.get(each.identifier)) for each in earlier.meetings
        ),
    )


class _Public:
    """What of an earlier handout everybody may still read."""

    def __init__(self, now: Snapshot, course: Course) -> None:
        words = {word for word in map(without_breaks, _private_words(course)) if _tells(word)}
        words |= {word for word in map(without_breaks, _access_words(course)) if len(word) > 2}
        longest_first = sorted(words, key=len, reverse=True)
        known = "|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in longest_first)
        self._private = re.compile(known) if words else None
        self._kept = frozenset(_texts(now))

    def allows(self, text: str) -> bool:
        """Return whether a text may be printed."""
        told = tells_access(text) or bool(self._private and self._private.search(text))
        return text in self._kept or not told

    def section(self, earlier: SectionSnapshot, latest: SectionSnapshot | None) -> SectionSnapshot:
        """Return what of a section may be printed."""
        title = self._known_as(earlier.title, latest.title if latest else "")
        return replace(earlier, title=title, lines=tuple(filter(self.allows, earlier.lines)))

    def meeting(self, earlier: MeetingSnapshot, latest: MeetingSnapshot | None) -> MeetingSnapshot:
        """Return what of a meeting may be printed."""
        return replace(
            earlier,
            title=self._known_as(earlier.title, latest.title if latest else None) or "",
            topic=self._known_as(earlier.topic, latest.topic if latest else None),
            when=self._known_as(earlier.when, latest.when if latest else None),
            reason=self._known_as(earlier.reason, latest.reason if latest else None),
            facts={key: text for key, text in earlier.facts.items() if self.allows(text)},
            texts=None if earlier.texts is None else tuple(self._parts(earlier.texts)),
        )

    def _known_as(self, old: str | None, new: str | None) -> str | None:
        """Return what is told of before: what is now, where the other is for members."""
        return old if old is None or self.allows(old) else new

    def _parts(self, texts: Iterable[TextSnapshot]) -> Iterator[TextSnapshot]:
        for text in texts:
            if self.allows(text.title):
                due = text.due if self.allows(text.due) else ""
                yield replace(text, lines=tuple(filter(self.allows, text.lines)), due=due)


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
