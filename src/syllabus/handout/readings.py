"""What a meeting's readings are in a few words, for the schedule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from syllabus.model.course import Course, Meeting, Show
from syllabus.model.document import (
    BulletList,
    Citation,
    CitationForm,
    CitedWork,
    Inline,
    Link,
    ListItem,
    NumberedList,
    Paragraph,
    without_fences,
)
from syllabus.model.reading_load import measure_load
from syllabus.model.schedule import Column

Readings = Mapping[str, tuple[tuple[Inline, ...], ...]]
"""The readings of meetings, by their identifiers."""


def readings_in_schedule(course: Course) -> Readings:
    """Return the readings of all meetings, if the schedule has a column for them.

    They are the works that items of a part's lists print in full, each as a sentence would name it,
    and the links of other items that say how long they take.
    """
    if all(each.column is not Column.READINGS for each in course.schedule.columns):
        return {}
    return {
        meeting.identifier: tuple(_readings(meeting))
        for meeting in course.meetings
        if meeting.show is not Show.DETAILS
    }


def _readings(meeting: Meeting) -> Iterator[tuple[Inline, ...]]:
    for passage in meeting.passages:
        for part in passage.parts:
            for block in without_fences(part.blocks):
                if isinstance(block, BulletList | NumberedList):
                    for item in block.items:
                        yield from _in_item(item)


def _in_item(item: ListItem) -> Iterator[tuple[Inline, ...]]:
    text = next(iter(without_fences(item.blocks)), None)
    if not isinstance(text, Paragraph):
        return
    in_full = [
        each
        for each in text.children
        if isinstance(each, Citation) and each.form is CitationForm.FULL
    ]
    for citation in in_full:
        works = tuple(CitedWork(each.key, each.span) for each in citation.works)
        yield (Citation(works, CitationForm.NARRATIVE, citation.span),)
    if not in_full and measure_load((BulletList((item,), item.span),), ()):
        yield from (each.children for each in text.children if isinstance(each, Link))
