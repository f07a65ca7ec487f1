"""Calendars (RFC 5545) → sessions; icalendar reads them, recurring-ical-events unfolds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from syllabus.front.records.kinds import BadValue
from syllabus.front.records.values import parse_address, parse_zone
from syllabus.importing.dates import ResolvedDate
from syllabus.importing.faults import Unimportable, needed
from syllabus.importing.remarks import remark
from syllabus.importing.sessions import Session
from syllabus.importing.sources import Source
from syllabus.importing.tree import Document, Link, Paragraph, Text
from syllabus.source import visible

MOST_EVENTS = 5_000
_LONGEST_REASON = 150
"""Characters of a description that says why an event is cancelled."""
LONGEST_COURSE = timedelta(days=2_000)
LONGEST_WITHOUT_END = timedelta(days=400)
"""How far an event that returns is followed, from its first day."""
_MOST_DAYS = 200
"""Days of an event; one with fewer has lost none behind the end but those that it leaves out."""
_YEARS = range(1900, 2200)
_OF_DATES = frozenset(("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"))
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_WITHIN_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")


def read_calendar(text: str, name: str) -> Source:
    """Return the events of a calendar as sessions; raises `Unimportable`."""
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(text)
        events = [each for each in calendar.walk("VEVENT") if each.get("DTSTART")]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as fault:
        message = f"{name}: the calendar cannot be read: {fault}"
        raise Unimportable("import-broken", message) from None
    if not events:
        raise Unimportable("import-empty", f"{name}: the calendar has no events")
    title = str(calendar.get("X-WR-CALNAME") or calendar.get("NAME") or "")
    remarks: list[str] = []
    zone = _zone(calendar, events, name, remarks)
    if any(fault[0] in _OF_DATES for each in events for fault in each.errors):
        raise _unreadable(name)
    if any(key in each for each in events for key in ("RRULE", "RDATE")):
        events = _unfolded(calendar, events, name, remarks)
    _refuse_many(events, name)
    sessions = [_session(event, name, zone) for event in events]
    sessions.sort(key=lambda each: (each.day.first or date.min, each.time or ""))
    document = Document(name, (), (Text(title),) if title else ())
    return Source(document, sessions=tuple(sessions), remarks=tuple(remarks))


def _refuse_many(events: Sequence[Any], name: str) -> None:
    if len(events) > MOST_EVENTS:
        message = f"{name}: the calendar has more than {MOST_EVENTS} events"
        raise Unimportable("import-size", message, "export the events of the course alone")


def _unfolded(calendar: Any, events: Sequence[Any], name: str, remarks: list[str]) -> list[Any]:
    """Return events with each day of those that return; raises `Unimportable`.

    Days that are left out (EXDATE), added (RDATE) or changed (RECURRENCE-ID) are as they say. What
    returns within a day is no course, and stays the one event that it begins with.
    """
    try:
        from recurring_ical_events import of
    except ImportError:
        message = f"{name}: to read events that return, recurring-ical-events has to be there"
        raise needed(message) from None
    for event in events:
        rule = _rule(event, name)
        if rule and (rule["FREQ"][0] not in _FREQUENCIES or any(map(rule.get, _WITHIN_A_DAY))):
            del event["RRULE"]
            remarks.append(f"{name}: when '{_summary(event)}' returns, which is within a day")
    starts = [_moment(_start(each, name)) for each in events]
    first = min(starts) - timedelta(days=2)
    last = max(*starts, *(_last(each, name) for each in events)) + timedelta(days=2)
    try:
        found = list(islice(of(calendar).between(first, last), MOST_EVENTS + 1))
    except Exception:  # the library has no base for what it raises of odd values
        raise _unreadable(name) from None
    remarks += (
        f"{name}: the days of '{_summary(each)}' behind {_last(each, name).date()}"
        for each in events
        if each.get("RRULE") and _goes_on(each, found, name)
    )
    return [each for each in found if _moment(_start(each, name)) <= _end_of(each, events, name)]


def _unreadable(name: str) -> Unimportable:
    message = f"{name}: an event of the calendar has dates that cannot be read"
    return Unimportable("import-broken", message)


def _rule(event: Any, name: str) -> Any:
    """Return how an event returns, if it does; raises `Unimportable` for what is no such rule."""
    rule = event.get("RRULE")
    if rule is None:
        return None
    if not isinstance(rule, Mapping) or not rule.get("FREQ"):
        raise _unreadable(name)
    # An interval of nothing never ends.
    if any(rule.get(key, [1])[0] < 1 for key in ("INTERVAL", "COUNT")):
        raise _unreadable(name)
    return rule


def _value(event: Any, key: str, name: str) -> Any:
    """Return the date, moment or length that a property has; raises `Unimportable`."""
    try:
        return getattr(event.get(key), "dt", None)
    except ValueError:  # by the library, of one that it could not read
        raise _unreadable(name) from None


def _start(event: Any, name: str) -> date | datetime:
    """Return when an event begins; raises `Unimportable` where that is no day of our time."""
    start = _value(event, "DTSTART", name)
    if not isinstance(start, date) or start.year not in _YEARS:
        raise _unreadable(name)
    return start


def _end(event: Any, start: date | datetime, name: str) -> Any:
    """Return when an event ends, if it says so: a day if it begins on one, else a moment."""
    end, length = (_value(event, key, name) for key in ("DTEND", "DURATION"))
    try:
        if end is None and length is not None:
            end = start + length
        if end is None:
            return None
        end - start
    except (TypeError, OverflowError):  # a day and a moment, or moments of which one has a zone
        raise _unreadable(name) from None
    if end.year not in _YEARS:
        raise _unreadable(name)
    return end


def _summary(event: Any) -> str:
    return " ".join(str(event.get("SUMMARY", "")).split())[:40]


def _last(event: Any, name: str) -> datetime:
    """Return until when an event that returns is followed: for years, if it says when it ends."""
    start = _moment(_start(event, name))
    rule = _rule(event, name)
    ends = rule and (rule.get("UNTIL") or rule.get("COUNT"))
    return start + (LONGEST_COURSE if ends else LONGEST_WITHOUT_END)


def _end_of(day: Any, events: Sequence[Any], name: str) -> datetime:
    """Return until when the event of a day is followed."""
    same = (_last(each, name) for each in events if each.get("UID") == day.get("UID"))
    return max(same, default=datetime.max.replace(tzinfo=UTC))


def _goes_on(event: Any, found: Sequence[Any], name: str) -> bool:
    """Return whether an event returns after it is followed no longer."""
    rule, last = _rule(event, name), _last(event, name)
    if rule.get("UNTIL"):
        return _moment(rule["UNTIL"][0]) > last
    days = sum(each.get("UID") == event.get("UID") for each in found)
    return not rule.get("COUNT") or (rule["COUNT"][0] > days and rule["COUNT"][0] > _MOST_DAYS)


def _moment(when: date | datetime) -> datetime:
    if isinstance(when, datetime):
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    return datetime(when.year, when.month, when.day, tzinfo=UTC)


def _zone(calendar: Any, events: Sequence[Any], name: str, remarks: list[str]) -> ZoneInfo | None:
    """Return the zone of a calendar: what it says, or that of its first event that has one.

    The name that Windows has for a zone becomes that of the IANA.
    """
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    named = str(calendar.pop("X-WR-TIMEZONE", ""))
    try:
        zone = parse_zone(WINDOWS_TO_OLSON.get(named, named))
    except BadValue:
        if named:
            remarks.append(f"{name}: the time zone '{visible(named)}', which is not known")
    else:
        calendar["X-WR-TIMEZONE"] = zone.key
        return zone
    found = [_start(event, name) for event in events]
    zones = (each.tzinfo for each in found if isinstance(each, datetime))
    return next((each for each in zones if isinstance(each, ZoneInfo) and each.key != "UTC"), None)


def _session(event: Any, name: str, local: ZoneInfo | None) -> Session:
    summary = " ".join(str(event.get("SUMMARY", "")).split())
    session = Session(f"{name}, event '{summary[:40]}'", title=(Text(summary or "…"),))
    start = _start(event, name)
    end = _end(event, start, name)
    if isinstance(start, datetime):
        if local is not None and start.utcoffset() == timedelta():
            start = start.astimezone(local)  # which are written in UTC for the reader's zone
            end = None if end is None else end.astimezone(local)
        zone = start.tzinfo
        session.zone = zone.key if isinstance(zone, ZoneInfo) else None
        session.time = f"{start.hour}:{start.minute:02}"
        if end is not None and timedelta() < end - start < timedelta(hours=20):
            session.time += f"-{end.hour}:{end.minute:02}"
        session.day = ResolvedDate(start.date())
    else:
        last = None if end is None else end - timedelta(days=1)
        session.day = ResolvedDate(start, last if last and last > start else None)
        session.time = None if session.day.last else "all day"
    room = " ".join(str(event.get("LOCATION", "")).split())
    try:
        session.join = parse_address(room), None
    except BadValue:
        session.room = room or None
    session.cancelled = str(event.get("STATUS", "")).upper() == "CANCELLED"
    lines = [line.strip() for line in str(event.get("DESCRIPTION", "")).split("\n")]
    session.intro = tuple(Paragraph((Text(line),)) for line in lines if line)
    if url := str(event.get("URL", "")):
        session.intro += (Paragraph((Link((Text(url),), url),)),)
    cancelled = session.cancelled
    remark(session)
    if cancelled and len(lines) == 1 and lines[0] and len(lines[0]) <= _LONGEST_REASON:
        session.reason, session.intro = session.reason or lines[0], ()
    session.cancelled = cancelled or session.cancelled
    return session
