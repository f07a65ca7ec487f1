"""What a careful editor would ask about a course at one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import Enum

from syllabus.diagnostics import Diagnostic, note
from syllabus.front.bibliography import Bibliography
from syllabus.front.check.checked import CheckedProject
from syllabus.front.records.scalars import write_scalar
from syllabus.model.course import Course, Meeting, Show, meeting_blocks
from syllabus.model.document import Citation, Link, walk
from syllabus.model.kinds import BaseKind
from syllabus.model.spans import days_of, groups_apart
from syllabus.model.timeline import DaysOff, Timeline, arrange_meetings
from syllabus.model.timeline.days import holidays_among
from syllabus.on_demand import dataclass

SOON = timedelta(days=7)
"""How long before a meeting its reading is expected to be there."""
ENOUGH = 3
"""Meetings that show whether a course has anything to read."""


class MissingItem(Enum):
    """Something that a meeting should have; the value is the word for it."""

    JOIN = "join"
    READING = "reading"
    REASON = "reason"
    RECORDING = "recording"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that a meeting lacks."""

    meeting: Meeting
    what: MissingItem


def find_missing(course: Course, moment: datetime) -> tuple[Missing, ...]:
    """Return what the meetings lack at `moment` (aware).

    A past meeting lacks a recording if at least half of the past meetings have one, and a dated
    upcoming one lacks a join link likewise, unless it has a room. One that begins within `SOON` may
    lack a reading, unless none of `ENOUGH` has one, as in a series of talks. A record that is only
    a row of the schedule lacks none of these, nor does one of another kind, such as an exam. Any
    may lack its time within `SOON`, a cancelled one a reason.
    """
    return _missing(course, arrange_meetings(course.meetings, moment), moment)


def _missing(course: Course, timeline: Timeline, moment: datetime) -> tuple[Missing, ...]:
    past, upcoming = (
        [
            meeting
            for meeting in meetings
            if meeting.show is not Show.SCHEDULE and meeting.kind.base is BaseKind.MEETING
        ]
        for meetings in (timeline.past, timeline.upcoming)
    )
    dated = [meeting for meeting in upcoming if meeting.start is not None]
    found: list[Missing] = []
    found += [Missing(each, MissingItem.RECORDING) for each in _odd(past, _is_recorded)]
    found += [
        Missing(each, MissingItem.JOIN)
        for each in _odd(dated, lambda one: one.join is not None)
        if not any(row.room for row in groups_apart(each))
    ]
    if len(course.meetings) < ENOUGH or any(map(_has_reading, course.meetings)):
        found += [Missing(each, MissingItem.READING) for each in _without_reading(dated, moment)]
    found += [
        Missing(each, MissingItem.TIME)
        for each in timeline.upcoming
        if each.time_open and _is_soon(each, moment)
    ]
    found += [
        Missing(each, MissingItem.REASON) for each in timeline.cancelled if each.reason is None
    ]
    return tuple(found)


def advise(project: CheckedProject, moment: datetime) -> tuple[Diagnostic, ...]:
    """Return notes on the meetings at `moment` (aware).

    On what they lack, and on upcoming ones in a break or on a holiday (`day-off`).
    """
    course = project.course
    if course is None:
        return ()
    recurrence = course.recurrence
    breaks = (*recurrence.breaks, *holidays_among(course.meetings))
    days_off = DaysOff(replace(recurrence, breaks=breaks))
    timeline = arrange_meetings(course.meetings, moment)
    missing = (_note(each, days_off) for each in _missing(course, timeline, moment))
    return (*missing, *_on_days_off(timeline.upcoming, days_off))


def advice_turns(course: Course) -> Iterator[datetime]:
    """Yield the moments, beside the ends of meetings, at which `advise` may say something else."""
    for meeting in course.meetings:
        if meeting.start is not None:
            # A reading may be missing from the first moment up to and with the second.
            yield meeting.start.astimezone(UTC) - SOON
            yield meeting.start.astimezone(UTC) + timedelta.resolution


def unused_entries(project: CheckedProject) -> tuple[Diagnostic, ...]:
    """Return a note for each entry of the bibliography that nothing cites (`unused-entry`)."""
    bibliography = project.bibliography
    used: set[str] = set()
    pending = [
        work.key
        for node in walk(project.blocks)
        if isinstance(node, Citation)
        for work in node.works
    ]
    while pending:
        entry = bibliography.entry(pending.pop())
        if entry is not None and entry.key not in used:
            used.add(entry.key)
            named = (entry.value(name) for name in ("crossref", "xdata", "related", "entryset"))
            pending += [key.strip() for keys in named for key in keys.split(",")]
    return tuple(_unused(bibliography, used))


def _unused(bibliography: Bibliography, used: set[str]) -> Iterator[Diagnostic]:
    for key in bibliography.keys():  # noqa: SIM118 - not a dict
        entry = bibliography.entry(key)
        # Another name of an entry (BibLaTeX's `ids`) is no entry of its own.
        if entry is not None and entry.key == key and key not in used:
            yield note("unused-entry", f"nothing cites '{key}'", entry.span)


def _is_recorded(meeting: Meeting) -> bool:
    return meeting.recording is not None or any(each.is_recording for each in meeting.materials)


def _odd(meetings: list[Meeting], has: Callable[[Meeting], bool]) -> list[Meeting]:
    """Return the meetings without what at least half of them have."""
    without = [meeting for meeting in meetings if not has(meeting)]
    return without if 2 * len(without) <= len(meetings) else []


def _without_reading(dated: Iterable[Meeting], moment: datetime) -> Iterator[Meeting]:
    for meeting in dated:
        if meeting.kind.code != BaseKind.MEETING.value:
            continue  # a lab may have none
        # Nobody prepares for office hours, nor for what takes whole days.
        if meeting.weeks or (meeting.all_day and not meeting.time_open):
            continue
        if _is_soon(meeting, moment) and not _has_reading(meeting):
            yield meeting


def _is_soon(meeting: Meeting, moment: datetime) -> bool:
    if meeting.start is None:
        return False
    return timedelta() <= meeting.start.astimezone(UTC) - moment.astimezone(UTC) <= SOON


def _on_days_off(upcoming: Iterable[Meeting], days_off: DaysOff) -> Iterator[Diagnostic]:
    for meeting in upcoming:
        if not meeting.kind.is_session:
            continue
        # Whole days are not meetings that would be moved.
        days = days_of(meeting)[: 1 if meeting.all_day else None]
        reason = next((found for day in days if (found := days_off.reason(day))), None)
        if reason is not None:
            yield note(
                "day-off",
                f"found a meeting on a day without meetings: {reason}",
                meeting.date_span,
                "move it, or cancel it with 'status: cancelled'",
            )


def _note(missing: Missing, days_off: DaysOff) -> Diagnostic:
    span = missing.meeting.span
    match missing.what:
        case MissingItem.RECORDING:
            return note(
                "missing-recording",
                "found no recording of this meeting, which is over; others have one",
                span,
                "add 'recording' to the front matter",
            )
        case MissingItem.JOIN:
            return note(
                "missing-join",
                "found no address to join this meeting; other upcoming ones have one",
                span,
                "add 'join' to the front matter, or 'room' if people meet in one",
            )
        case MissingItem.REASON:
            start = missing.meeting.start
            reason = None if start is None else days_off.reason(start.date())
            line = f"reason: {write_scalar(reason) if reason else '…'}"
            return note(
                "missing-reason",
                "found a cancelled meeting without a reason",
                span,
                f"add this line to the front matter: {line}",
            )
        case MissingItem.TIME:
            return note(
                "open-time",
                "found a meeting within seven days whose time is to be announced",
                span,
                "write its time as 'time' once it is known",
            )
        case MissingItem.READING:
            return note(
                "missing-reading",
                "found nothing to read for this meeting, which is within seven days",
                span,
                "a reading is a citation, a link, or an item with its duration or pages",
            )


def _has_reading(meeting: Meeting) -> bool:
    return bool(meeting.load) or any(
        isinstance(node, Citation)
        or (isinstance(node, Link) and node.target.lower().startswith("http"))
        for node in walk(meeting_blocks(meeting))
    )
