"""When parts are due in the next term: as long after their meeting as in this one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from syllabus.front.check import CheckedProject
from syllabus.front.records.meeting import MeetingRecord
from syllabus.front.records.writing import Edit
from syllabus.model.deadlines import due_parts
from syllabus.scaffold.records import day_of


def moved_dues(
    project: CheckedProject, record: MeetingRecord, moved: Mapping[date, date]
) -> Iterator[Edit]:
    """Yield the changes that move what a record says is due, by as many days as the record.

    What a block says that it includes stays.
    """
    day = day_of(record)
    meetings = () if project.course is None else project.course.meetings
    for meeting in meetings:
        if day is None or meeting.source.path != record.source.path:
            continue
        for _, due, _ in due_parts(meeting):
            if due.span.file.path != record.source.path:
                continue
            new = due.moment + (moved[day] - day)
            clock = "" if due.all_day else f" {due.moment:%H:%M}"
            place = record.source.span(due.span.start, due.span.end)
            yield Edit(place, f"{new.date()}{clock}")
