"""What a meeting's readings and materials are in a few words, for the schedule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from syllabus.model.course import Course, Meeting, Show, Status
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
from syllabus.model.materials import Material
from syllabus.model.reading_load import measure_load
from syllabus.model.schedule import Column

Readings = Mapping[str, tuple[tuple[Inline, ...], ...]]
"""The readings of meetings, by their identifiers."""


def readings_in_schedule(course: Course) -> Readings:
    """Return the readings of all meetings, if the schedule has a column for them.

    They are the works that items of a part's lists print in full, each as a sentence would name it,
    and the links of other items that say how long they take.
    """
    return {each.identifier: tuple(_readings(each)) for each in _rows_with(Column.READINGS, course)}


def materials_in_schedule(course: Course) -> Mapping[str, tuple[Material, ...]]:
    """Return the materials of all meetings, likewise."""
    return {each.identifier: each.materials for each in _rows_with(Column.MATERIALS, course)}


def _rows_with(column: Column, course: Course) -> tuple[Meeting, ...]:
    """Return the meetings whose rows say something in a column: not what is cancelled."""
    if all(each.column is not column for each in course.schedule.columns):
        return ()
    return tuple(
        meeting
        for meeting in course.meetings
        if meeting.show is not Show.DETAILS and meeting.status is not Status.CANCELLED
    )


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
