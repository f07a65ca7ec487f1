"""What the schedule of a handout holds: its columns, its rows and what stands above them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime, time

from syllabus.handout.handout import Handout
from syllabus.handout.modules import modules_begun
from syllabus.model.course import Meeting, Show, Status
from syllabus.model.document import Inline, Text
from syllabus.model.people import Role, headliners
from syllabus.model.rooms import Room, differing
from syllabus.model.schedule import ChosenColumn, Column, Numbering, ScheduleLayout, ZonesShown
from syllabus.model.spans import groups_apart
from syllabus.model.timeline import format_hours, hours_each_day, schedule_order
from syllabus.model.words import words_of
from syllabus.on_demand import dataclass


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One row of the schedule.

    `number` is what its column of numbers says: a week's is said once. `module` begins here, and a
    day does if `begins_day`; `day_held` says whether anything of that day takes place. `readings`
    are those that its column names. Each group of a meeting has a row, of which one `is_first`.
    """

    meeting: Meeting
    number: int | None
    module: Text | None
    begins_day: bool
    day_held: bool
    readings: tuple[tuple[Inline, ...], ...] = ()
    is_first: bool = True


def schedule_rows(handout: Handout) -> Iterator[ScheduleRow]:
    """Yield the rows of the schedule, in its order."""
    weeks = handout.course.numbering is Numbering.WEEKS
    section = next((each for each in handout.sections if each.name == "schedule"), None)
    readings = {} if section is None else section.readings
    day: _Day | None = None
    week: int | None = None
    meetings = scheduled_meetings(handout)
    held_on = {_day(each) for each in meetings if each.status is not Status.CANCELLED}
    for meeting, module in zip(meetings, modules_begun(meetings), strict=True):
        number = handout.numbers.get(meeting.identifier)
        shown = None if weeks and number == week else number
        week = number if number is not None else week
        listed = readings.get(meeting.identifier, ())
        held = meeting.status is not Status.CANCELLED
        for index, each in enumerate(groups_apart(meeting) if held else (meeting,)):
            before, day = day, _day(each)
            begins, day_held = day != before, day in held_on
            if index:
                yield ScheduleRow(each, None, None, begins, day_held, is_first=False)
            else:
                yield ScheduleRow(each, shown, module, begins, day_held, listed)


_Day = tuple[date, date | None] | str
"""A day, or those from one to another; the words that stand in place of a date."""


def _day(meeting: Meeting) -> _Day:
    if meeting.start is not None:
        return meeting.start.date(), meeting.last_day
    return "" if meeting.when is None else meeting.when.text


def scheduled_meetings(handout: Handout) -> tuple[Meeting, ...]:
    """Return the meetings that have a row of the schedule, in its order, and days without any."""
    shown = (each for each in handout.meetings if each.show is not Show.DETAILS)
    return schedule_order((*handout.breaks, *shown)) if handout.breaks else tuple(shown)


def schedule_columns(handout: Handout) -> tuple[ChosenColumn, ...]:
    """Return the columns that the course asks for, or else those that its meetings need.

    An agenda has none for the date, which stands above the rows of a day.
    """
    columns = handout.course.schedule.columns or tuple(
        ChosenColumn(each) for each, needed in _NEEDED.items() if needed(handout)
    )
    agenda = handout.course.schedule.layout is ScheduleLayout.AGENDA
    return tuple(each for each in columns if not (agenda and each.column is Column.DATE))


def column_word(column: Column, handout: Handout) -> str:
    """Return the key of the word above a column that has no heading of its own."""
    key: str = column.value
    if column is Column.NUMBER and handout.course.numbering is Numbering.WEEKS:
        key = "week"
    elif column is Column.SPEAKER:
        meetings = scheduled_meetings(handout)
        roles = {who.role for each in meetings for who in headliners(each.speakers)}
        key = "presenter" if roles == {Role.PRESENTER} else key
    return key


def scheduled_hours(meeting: Meeting, handout: Handout, columns: Collection[Column]) -> str:
    """Return when a meeting begins, or from when to when it is, beside the other `columns`.

    It is empty if that is not known.
    """
    if meeting.time_open:
        return words_of(handout.course)["time-open"]
    begins = meeting.start if meeting.time is not None else None
    clock: datetime | time | None = begins or meeting.time
    if clock is None:
        return ""
    ends: datetime | time | None = meeting.end if begins and handout.course.schedule.ends else None
    ends = ends if meeting.duration else None  # a deadline is a moment
    if begins and meeting.last_day is not None:
        clock, each_day = hours_each_day(meeting, begins)
        ends = each_day if Column.END not in columns else None
    return _hours(meeting, handout, clock, ends)


def scheduled_end(meeting: Meeting, handout: Handout) -> str:
    """Return when a meeting ends; empty if that is not known."""
    if meeting.end is None or meeting.time is None or not meeting.duration:
        return ""
    end: datetime | time | None = meeting.end
    if meeting.start is not None and meeting.last_day is not None:
        _, end = hours_each_day(meeting, meeting.start)
    return "" if end is None else _hours(meeting, handout, end, None)


def _hours(
    meeting: Meeting, handout: Handout, start: datetime | time, end: datetime | time | None
) -> str:
    course = handout.course
    own = meeting.start.tzinfo if meeting.start else start.tzinfo
    shown = course.schedule.zones
    if shown is ZonesShown.NEVER or (shown is ZonesShown.WHERE_NEEDED and own == course.zone):
        start, end = start.replace(tzinfo=None), end and end.replace(tzinfo=None)
    return format_hours(start, end, course.language, course.clock)


def _always(_: Handout) -> bool:
    return True


def _names_streams(handout: Handout) -> bool:
    return any(
        each.streams or each.groups
        for each in scheduled_meetings(handout)
        if each.status is not Status.CANCELLED
    )


def _names_speakers(handout: Handout) -> bool:
    return any(
        headliners(each.speakers)
        for each in scheduled_meetings(handout)
        if each.status is not Status.CANCELLED
    )


def _differs_in_rooms(handout: Handout) -> bool:
    meetings = scheduled_meetings(handout)
    rows = (row for meeting in meetings for row in groups_apart(meeting))
    return any(room_that_differs(row, handout) for row in rows)


def room_that_differs(meeting: Meeting, handout: Handout) -> Room | None:
    """Return the room of a meeting, None if it has none or that of the course."""
    return differing(meeting.room, handout.course.room)


_NEEDED: Mapping[Column, Callable[[Handout], bool]] = {
    Column.NUMBER: lambda handout: bool(handout.numbers),
    Column.DATE: _always,
    Column.TIME: _always,
    Column.STREAM: _names_streams,
    Column.SPEAKER: _names_speakers,
    Column.TOPIC: _always,
    Column.ROOM: _differs_in_rooms,
}
"""The columns of a course that chooses none, in order, and when each is there."""
