"""The days and hours of meetings that are not one stretch of time on one day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from syllabus.model.course import GroupTime, Meeting, Stream
from syllabus.model.facts import Fact
from syllabus.model.rooms import Room
from syllabus.model.slug import identifier
from syllabus.on_demand import dataclass

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TimeSlot:
    """One stretch of time of a meeting; `group` is the name of the group, empty for all."""

    start: datetime
    duration: timedelta
    streams: tuple[Stream, ...]
    group: str = ""


def sessions(meeting: Meeting) -> Iterator[TimeSlot]:
    """Yield the stretches of time at which a meeting is held; none if it has no date."""
    if meeting.start is None:
        return
    if meeting.groups:
        for group in meeting.groups:
            streams = meeting.streams if group.stream is None else (group.stream,)
            for start in _starts(group.start, _days_of_group(group)):
                yield TimeSlot(start, group.duration, streams, group.name.text)
    elif meeting.last_day is None or meeting.all_day:
        yield TimeSlot(meeting.start, meeting.duration, meeting.streams)
    else:
        for start in _starts(meeting.start, days_of(meeting)):
            yield TimeSlot(start, meeting.duration, meeting.streams)


def _starts(start: datetime, days: Iterable[date]) -> Iterator[datetime]:
    clock, zone = start.timetz(), start.tzinfo
    for day in days:
        yield datetime.combine(day, clock, zone).astimezone(UTC).astimezone(zone)


def days_of(meeting: Meeting) -> tuple[date, ...]:
    """Return the days on which a meeting is held, in their order; none if it has no date."""
    if meeting.start is None:
        return ()
    if meeting.groups:
        return tuple(sorted({day for group in meeting.groups for day in _days_of_group(group)}))
    return _days(meeting.start.date(), meeting.last_day, meeting.weeks, meeting.days_off)


def _days_of_group(group: GroupTime) -> tuple[date, ...]:
    first, series = group.start.date(), group.series
    if series is None:
        return (first,)
    return _days(first, series.last_day, series.weeks, series.days_off)


def _days(first: date, last: date | None, weeks: int, off: Collection[date]) -> tuple[date, ...]:
    length, step = ((last or first) - first).days + 1, 7 * weeks or 1
    days = (first + number * ONE_DAY for number in range(0, length, step))
    return tuple(day for day in days if day not in off)


def groups_apart(meeting: Meeting) -> tuple[Meeting, ...]:
    """Return a meeting for each of the groups, or the meeting itself where it has none."""
    return tuple(_of_group(meeting, group) for group in meeting.groups) or (meeting,)


def _of_group(meeting: Meeting, group: GroupTime) -> Meeting:
    return replace(
        meeting,
        start=group.start,
        duration=group.duration,
        time=group.start.time(),
        last_day=None if group.series is None else group.series.last_day,
        weeks=0 if group.series is None else group.series.weeks,
        days_off=() if group.series is None else group.series.days_off,
        streams=meeting.streams if group.stream is None else (group.stream,),
        groups=(group,),
        room=group.room or meeting.room,
        facts=meeting.facts if group.room is None else _with_room(meeting.facts, group.room),
    )


def _with_room(facts: tuple[Fact, ...], room: Room) -> tuple[Fact, ...]:
    return (room.fact(is_usual=False), *(fact for fact in facts if fact.key != "room"))


def group_id(meeting: Meeting, group: GroupTime) -> str:
    """Return how calendars identify a group's event; it stays while the group keeps its name."""
    return f"{meeting.calendar_id}.{identifier(group.name.text)}"[:200]


def event_ids(meeting: Meeting) -> tuple[str, ...]:
    """Return how calendars identify the events of a meeting."""
    groups = tuple(group_id(meeting, group) for group in meeting.groups)
    return groups or (meeting.calendar_id,)
