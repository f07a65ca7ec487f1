"""Abstracts, and what is told of a speaker: parts of a meeting that are read without the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from syllabus.model.course import Course, Meeting, Part, Passage
from syllabus.model.document import plain_text
from syllabus.model.words import ENGLISH, words_of

_KEYS = ("abstract", "bio")


def abstract_titles(course: Course) -> frozenset[str]:
    """Return the titles by which such parts are known: those of the course's language, or English.

    They are compared without regard to case.
    """
    words = words_of(course)
    return frozenset(each[key].casefold() for key in _KEYS for each in (words, ENGLISH))


def abstracts_of(meeting: Meeting, titles: frozenset[str]) -> Meeting:
    """Return a meeting with these parts alone; unchanged in all but its texts."""
    return _keeping(meeting, lambda part: _is_abstract(part, titles), blocks=False)


def without_abstracts(meeting: Meeting, titles: frozenset[str]) -> Meeting:
    """Return a meeting without these parts."""
    return _keeping(meeting, lambda part: not _is_abstract(part, titles), blocks=True)


def has_abstract(meeting: Meeting, titles: frozenset[str]) -> bool:
    """Return whether a meeting has such a part."""
    return any(_is_abstract(part, titles) for each in meeting.passages for part in each.parts)


def _is_abstract(part: Part, titles: frozenset[str]) -> bool:
    return " ".join(plain_text(part.title).casefold().split()) in titles


def _keeping(meeting: Meeting, kept: Callable[[Part], bool], *, blocks: bool) -> Meeting:
    def of(passage: Passage) -> Passage:
        parts = tuple(part for part in passage.parts if kept(part))
        return Passage(passage.blocks if blocks else (), parts)

    streams = (replace(each, passage=of(each.passage)) for each in meeting.stream_passages)
    return replace(
        meeting,
        passage=of(meeting.passage),
        stream_passages=tuple(
            each for each in streams if blocks or each.passage.blocks or each.passage.parts
        ),
    )
