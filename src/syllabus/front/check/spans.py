"""The hours of meetings whose groups meet at times of their own, and of what returns weekly."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from syllabus.diagnostics import Diagnostic, Related, error
from syllabus.front.check.hours import MeetingHours, check_later_days, named_moment
from syllabus.front.check.places import own_room
from syllabus.front.markup import smart_text
from syllabus.front.records.course import CourseRecord
from syllabus.front.records.groups import GroupRecord
from syllabus.front.records.kinds import Located
from syllabus.front.records.meeting import MeetingRecord
from syllabus.front.records.spans import LONGEST_SPAN, Repetition
from syllabus.model.course import GroupTime, Meeting, Status, Stream
from syllabus.model.document import Text
from syllabus.model.recurrence import Break, Recurrence, Series
from syllabus.model.rooms import Room
from syllabus.model.slug import identifier
from syllabus.model.spans import days_of, groups_apart
from syllabus.model.timeline import DaysOff
from syllabus.model.timeline.days import holidays_among

_WEEK = timedelta(days=7)


def hours_of_several(
    record: MeetingRecord,
    streams: Iterable[Stream],
    course: CourseRecord,
    zone: ZoneInfo,
    hours: MeetingHours | None,
    faults: list[Diagnostic],
) -> MeetingHours | None:
    """Return the hours of a record with `times` or `every`, made of those that it has without."""
    if record.date is None or record.date.value is None or record.days is not None:
        return hours
    if record.groups:
        hours = _hours_of_groups(record, streams, course, record.zone or zone, faults)
        return hours if record.every is None else _in_series(hours, record.every, course, faults)
    if hours is None or record.every is None:
        return hours
    if hours.all_day:
        if record.day_time is None and record.status is not Status.CANCELLED:
            message, hint = "found 'every' without a time", "add 'time', when it begins"
            faults.append(error("days-mismatch", message, record.every.span, hint))
        return hours
    return _returning(record.date.value, record.every, course, hours, faults)


def streams_of_groups(
    streams: tuple[Stream, ...], hours: MeetingHours | None, faults: list[Diagnostic]
) -> tuple[Stream, ...]:
    """Return the streams of a meeting: its own, or those that all of its groups are.

    A group of a stream that the record leaves out is reported.
    """
    groups = () if hours is None else hours.groups
    for group in groups:
        if streams and group.stream is not None and group.stream not in streams:
            message = f"found a time for '{group.stream.label}', which this meeting is not for"
            hint = f"add {group.stream.code} to 'stream' in the front matter"
            faults.append(error("stream-mismatch", message, group.name.span, hint))
    named = tuple(group.stream for group in groups if group.stream is not None)
    return named if not streams and len(named) == len(groups) else streams


def rooms_of_groups(
    record: MeetingRecord, groups: tuple[GroupTime, ...], room: Room | None
) -> tuple[tuple[GroupTime, ...], Room | None]:
    """Return the groups of a meeting, and its room: None where each group says its own.

    So they do where one of them has none.
    """
    none = {each.name.span for each in record.groups if each.room and each.room.is_none}
    if none:
        groups = tuple(
            each if each.room or each.name.span in none else replace(each, room=room)
            for each in groups
        )
    return groups, None if none or (groups and all(each.room for each in groups)) else room


def _hours_of_groups(
    record: MeetingRecord,
    streams: Iterable[Stream],
    course: CourseRecord,
    zone: ZoneInfo,
    faults: list[Diagnostic],
) -> MeetingHours:
    assert record.date is not None
    assert record.date.value is not None
    known = {each.code.casefold(): each for each in streams}
    groups: dict[str, GroupTime] = {}
    for each in record.groups:
        group = _group(each, record.date.value, record.duration, known, course, zone, faults)
        first = groups.setdefault(identifier(group.name.text), group)
        if first is not group:
            message = f"found the group '{each.name.value}', which calendars cannot tell apart"
            related = Related("the other one", first.name.span)
            hint = "give one of them another name"
            faults.append(error("duplicate-key", message, each.name.span, hint, related=(related,)))
    in_order = sorted(groups.values(), key=lambda group: group.end - group.duration)
    days = sorted(group.start.date() for group in in_order)
    return MeetingHours(
        in_order[0].start,
        in_order[0].duration,
        last_day=days[-1] if days[-1] > in_order[0].start.date() else None,
        groups=tuple(in_order),
    )


def _group(
    record: GroupRecord,
    date: date,
    duration: timedelta | None,
    known: dict[str, Stream],
    course: CourseRecord,
    zone: ZoneInfo,
    faults: list[Diagnostic],
) -> GroupTime:
    when, span = record.when.value, record.when.span
    day = when.day or date
    if when.weekday is not None:
        day += timedelta(days=(when.weekday - date.weekday()) % 7)
    written = Located(datetime.combine(day, when.hours.start, zone), span)
    stream = known.get(record.name.value.casefold())
    name = smart_text(record.name.value, course.language) if stream is None else stream.label
    return GroupTime(
        Text(name, record.name.span),
        named_moment(written, None, course.language, faults, of_group=True),
        record.duration or duration or course.duration,
        stream,
        own_room(record.room, course.room, course.language),
    )


def _in_series(
    hours: MeetingHours,
    every: Located[Repetition],
    course: CourseRecord,
    faults: list[Diagnostic],
) -> MeetingHours:
    """Return the hours of groups of which each returns on its own weekday."""
    groups, told = [], len(faults)
    for group in hours.groups:
        own = MeetingHours(group.start, group.duration)
        found = _returning(group.start.date(), every, course, own, faults)
        if len(faults) > told:  # of the other groups, it is the same
            return hours
        groups.append(replace(group, series=_series(found)))
    lasts = [group.series.last_day if group.series else group.start.date() for group in groups]
    last = max(lasts)
    return replace(
        hours,
        last_day=last if last > hours.start.date() else None,
        weeks=every.value.weeks if any(group.series for group in groups) else 0,
        groups=tuple(groups),
    )


def _series(hours: MeetingHours | Meeting) -> Series | None:
    return Series(hours.last_day, hours.weeks, hours.days_off) if hours.last_day else None


def _returning(
    first: date,
    every: Located[Repetition],
    course: CourseRecord,
    hours: MeetingHours,
    faults: list[Diagnostic],
) -> MeetingHours:
    """Return the hours of what returns from its first day on, without the days off."""
    until, step = every.value.until, every.value.weeks * _WEEK
    if until < first or (until - first).days >= LONGEST_SPAN:
        message = f"found the last day {until}, which is before the first, {first}"
        hint = "correct 'date' or 'every'"
        if until > first:
            message = f"found the last day {until}, more than {LONGEST_SPAN} days after the first"
        faults.append(error("bad-date", message, every.span, hint))
        return hours
    days = [first + number * step for number in range((until - first) // step + 1)]
    free = DaysOff(Recurrence(breaks=course.breaks, region=course.region))
    off = {day for day in days[1:] if free.reason(day) is not None}
    check_later_days(hours.start, (day for day in days[1:] if day not in off), every.span, faults)
    last, days_off = _left(days, off)
    return replace(hours, last_day=last, weeks=every.value.weeks if last else 0, days_off=days_off)


def leave_out_holidays(meetings: tuple[Meeting, ...]) -> tuple[Meeting, ...]:
    """Return meetings of which those that return are not held on the holidays among them."""
    if not any(meeting.weeks for meeting in meetings):
        return meetings
    holidays = holidays_among(meetings)
    return tuple(_without(meeting, holidays) if meeting.weeks else meeting for meeting in meetings)


def _without(meeting: Meeting, holidays: tuple[Break, ...]) -> Meeting:
    if meeting.groups:
        return _groups_without(meeting, holidays)
    days = days_of(meeting)
    off = {day for day in days[1:] if any(day in each for each in holidays)}
    last, days_off = _left(sorted((*days, *meeting.days_off)), off.union(meeting.days_off))
    weeks = meeting.weeks if last else 0
    return replace(meeting, last_day=last, weeks=weeks, days_off=days_off)


def _groups_without(meeting: Meeting, holidays: tuple[Break, ...]) -> Meeting:
    apart = [
        _without(replace(each, groups=()), holidays) if each.weeks else each
        for each in groups_apart(meeting)
    ]
    groups = tuple(
        replace(group, series=_series(each))
        for group, each in zip(meeting.groups, apart, strict=True)
    )
    lasts = [each.last_day for each in apart if each.last_day is not None]
    days = [group.start.date() for group in groups]
    last = max((*lasts, *days))
    return replace(
        meeting,
        groups=groups,
        last_day=last if last > min(days) else None,
        weeks=meeting.weeks if lasts else 0,
    )


def _left(days: list[date], off: Collection[date]) -> tuple[date | None, tuple[date, ...]]:
    """Return the last of several days that is not `off`, None if only the first is left.

    Behind it stand the days off before it.
    """
    last = max(day for day in days if day not in off)
    return last if last > days[0] else None, tuple(day for day in days if day in off and day < last)
