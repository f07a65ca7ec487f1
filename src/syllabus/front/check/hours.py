"""When a meeting starts and how long it takes, by the clocks of its zone on its day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from syllabus.diagnostics import Diagnostic, error, note, warning
from syllabus.front.records.course import CourseRecord
from syllabus.front.records.kinds import Located
from syllabus.front.records.meeting import MeetingRecord
from syllabus.front.records.spans import DayTime
from syllabus.model.course import GroupTime, Status
from syllabus.model.timeline import zone_name
from syllabus.on_demand import dataclass
from syllabus.source import Span

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class MeetingHours:
    """When a meeting starts, with its zone, and how long it takes.

    The others are as `Meeting` has them.
    """

    start: datetime
    duration: timedelta
    all_day: bool = False
    time_open: bool = False
    last_day: date | None = None
    weeks: int = 0
    days_off: tuple[date, ...] = ()
    groups: tuple[GroupTime, ...] = ()


def meeting_hours(
    record: MeetingRecord,
    course: CourseRecord,
    zone: ZoneInfo,
    faults: list[Diagnostic],
    *,
    regular: bool = True,
) -> MeetingHours | None:
    """Return the hours of a dated meeting; None if they cannot be told, or it has no date.

    A `regular` one is expected on one of the course's weekdays.
    """
    named = None if record.hours is None else record.hours.value.zone_name
    if record.date is None or record.date.value is None:
        if named is not None and record.hours is not None:
            faults.append(_useless_name(named, "the day is not known yet", record.hours.span))
        return None
    day, span = record.date.value, record.date.span
    whole = record.day_time is not None or (record.days is not None and record.hours is None)
    other = record.days or record.groups or record.every or record.unread & {"every", "times"}
    if regular and not other:
        _check_weekday(record.date.span, day.weekday(), course, faults)
    if record.groups:
        return None  # each has its own
    hours = course.hours if record.hours is None else record.hours.value
    duration = record.duration or course.duration
    if whole or (hours is None and record.status is Status.CANCELLED):
        if record.days is not None and "time" in record.unread:
            return None
        return whole_days(record, day, record.zone or zone)
    if hours is None:
        # Of another kind, it may do without.
        if not {"time", "kind"} & (record.unread | course.unread):
            message = "found a date without a time"
            hint = "add 'time' here, or to course.yaml for all meetings"
            faults.append(error("missing-time", message, span, hint))
        return None
    written = datetime.combine(day, hours.start, record.zone or zone)
    place = record.hours.span if record.hours else span
    start = named_moment(Located(written, place), named, course.language, faults)
    if record.days is not None:
        later = range(1, (record.days.last - day).days + 1)
        check_later_days(start, (day + timedelta(days=each) for each in later), place, faults)
    if hours.duration is None or record.duration not in (None, hours.duration):
        return MeetingHours(start, duration, last_day=record.days.last if record.days else None)
    # Where the clocks change between start and end, it is not as long as it looks.
    end = (start.replace(tzinfo=None) + hours.duration).replace(tzinfo=start.tzinfo)
    end = end.replace(fold=start.fold if _is_doubled(end) else 0)
    if not (_is_doubled(start) and start.utcoffset() == end.utcoffset()):
        faults += _clock_change(Located(end, place), "write the start alone, and 'duration'")
    length = end.astimezone(UTC) - start.astimezone(UTC)
    return MeetingHours(start, length, last_day=record.days.last if record.days else None)


def whole_days(record: MeetingRecord, first: date, zone: ZoneInfo) -> MeetingHours:
    """Return the hours from the midnight before a record's days to that after them."""
    after = (record.days.last if record.days else first) + timedelta(days=1)
    # Some clocks skip a midnight.
    start, end = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, after))
    open_time = record.day_time is not None and record.day_time.value is DayTime.OPEN
    return MeetingHours(
        start.astimezone(zone),
        end - start,
        all_day=True,
        time_open=open_time and record.status is not Status.CANCELLED,
        last_day=record.days.last if record.days else None,
    )


def _check_weekday(
    span: Span, weekday: int, course: CourseRecord, faults: list[Diagnostic]
) -> None:
    days = {each.value for each in course.days}
    if days and weekday not in days:
        expected = " or ".join(f"{WEEKDAYS[each]}s" for each in sorted(days))
        message = f"found a {WEEKDAYS[weekday]}; the course meets on {expected}"
        faults.append(note("unusual-weekday", message, span))


def named_moment(
    written: Located[datetime],
    named: str | None,
    language: str,
    faults: list[Diagnostic],
    *,
    of_group: bool = False,
) -> datetime:
    """Return a start, where the clocks show it twice the one that is `named` by its zone.

    The time of a group names none.
    """
    first = written.value
    moments = [first, first.replace(fold=1)] if _is_doubled(first) else [first]
    clock = f"{first.hour}:{first.minute:02}"
    if named is None or not _exists(first):
        names = " or ".join(f"'time: {clock} {zone_name(each, language)}'" for each in moments)
        which = f"write {names}, whichever it is"
        if of_group:
            which = f"write a record for this group, with {names}, whichever it is"
        faults += _clock_change(written, which)
        return first
    for moment in moments:
        if _is_name(named, moment, language):
            return moment
    names = " or ".join(zone_name(each, language) for each in moments)
    faults.append(_useless_name(named, f"it is {names} in {first.tzinfo} then", written.span))
    return first


def check_later_days(
    start: datetime, days: Iterable[date], place: Span, faults: list[Diagnostic]
) -> None:
    """Report the later days of a meeting whose clocks skip its hour, or show it twice."""
    for day in days:
        written = datetime.combine(day, start.time(), start.tzinfo)
        faults += _clock_change(Located(written, place), "write that day as a record of its own")


def _useless_name(named: str, why: str, span: Span) -> Diagnostic:
    clock = span.text.strip("'\"").removesuffix(named).rstrip()
    hint = f"write {clock}; the zone is printed by itself, 'zone' sets it"
    return error("bad-time", f"found {named}, but {why}", span, hint)


def _is_name(named: str, moment: datetime, language: str) -> bool:
    """Return whether a zone is called so at a moment: PST, or GMT-8 and UTC-08:00 anywhere."""
    offset = re.fullmatch(r"(?:GMT|UTC)([+−-])([0-9]{1,2}):?([0-9]{2})?", named)
    if offset is None:
        return named in (moment.tzname(), zone_name(moment, language))
    span = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
    return moment.utcoffset() == (span if offset[1] == "+" else -span)


def _exists(moment: datetime) -> bool:
    """Return whether clocks show a time; what UTC makes of one that they skip is another one."""
    found = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return found.replace(tzinfo=None) == moment.replace(tzinfo=None)


def _is_doubled(moment: datetime) -> bool:
    """Return whether the clocks show a time twice (PEP 495)."""
    first, second = moment.replace(fold=0), moment.replace(fold=1)
    return first.utcoffset() != second.utcoffset() and _exists(first)


def _clock_change(moment: Located[datetime], which: str) -> Iterable[Diagnostic]:
    """Yield what is wrong with a time that the clocks skip, or show twice: say `which` it is."""
    clock = moment.value
    found = f"found {clock:%H:%M} on {clock:%Y-%m-%d}, which the clocks of {clock.tzinfo}"
    if not _exists(clock):
        later = clock.astimezone(UTC).astimezone(clock.tzinfo)
        hint = f"they show {later.hour}:{later.minute:02} then"
        yield error("skipped-time", f"{found} skip for summer time", moment.span, hint)
    elif _is_doubled(clock):
        message = f"{found} show twice; the first is taken"
        yield warning("ambiguous-time", message, moment.span, which)
