"""The records of a course, and its recurrence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from syllabus.diagnostics import Diagnostic, has_errors
from syllabus.front.check.kinds import base_of, known_kinds, record_days_off
from syllabus.front.records import read_text, record_files
from syllabus.front.records.course import CourseRecord, read_course
from syllabus.front.records.kinds import STANDARD_LANGUAGE
from syllabus.front.records.meeting import MeetingRecord, read_meeting
from syllabus.model.kinds import SESSIONS
from syllabus.model.recurrence import Recurrence
from syllabus.on_demand import dataclass
from syllabus.workspace.layout import Layout


class PlanningError(ValueError):
    """The request cannot be planned; the text tells the user why, and what to do."""


@dataclass(frozen=True, slots=True)
class CourseRecords:
    """A course and its meetings, file by file.

    `course` is None if course.yaml has errors: what it says of days would be a guess. `faults` are
    those of course.yaml, `record_faults` those of the meetings' front matter.
    """

    layout: Layout
    course: CourseRecord | None
    meetings: tuple[MeetingRecord, ...]
    faults: tuple[Diagnostic, ...]
    record_faults: tuple[Diagnostic, ...]


def read_course_records(layout: Layout) -> CourseRecords:
    """Read course.yaml and the front matter of all meetings."""
    faults: list[Diagnostic] = []
    source = read_text(layout.course, layout.root, faults)
    course = None if source is None else read_course(source, faults)
    record_faults: list[Diagnostic] = []
    language = STANDARD_LANGUAGE if course is None else course.language
    return CourseRecords(
        layout,
        None if has_errors(faults) else course,
        tuple(_meetings(layout, language, record_faults)),
        tuple(faults),
        tuple(record_faults),
    )


def _meetings(layout: Layout, language: str, faults: list[Diagnostic]) -> Iterator[MeetingRecord]:
    for path in record_files(layout.meetings, layout.root, faults):
        source = read_text(path, layout.root, faults)
        if source is not None:
            yield read_meeting(source, faults, language)


def day_of(record: MeetingRecord) -> date | None:
    """Return the day of a meeting; None if it has none, or none that could be read."""
    return None if record.date is None else record.date.value


def recurrence_of(
    course: CourseRecord, without: date, meetings: Iterable[MeetingRecord] = ()
) -> Recurrence:
    """Return when a course meets: where course.yaml names no day, on the weekday of `without`.

    The days of holidays among the `meetings` are left out, too.
    """
    days = {each.value for each in course.days} or {without.weekday()}
    breaks = (*course.breaks, *record_days_off(meetings, course))
    return Recurrence(frozenset(days), course.weeks, breaks, course.region)


def session_days(term: CourseRecords) -> list[date]:
    """Return the days on which people meet, in order: not those of deadlines and holidays."""
    assert term.course is not None
    known = known_kinds(term.course)
    held = (each for each in term.meetings if base_of(each, known) in SESSIONS)
    return sorted(day for day in map(day_of, held) if day is not None)
