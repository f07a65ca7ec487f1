"""Calendars (RFC 5545) → sessions; icalendar reads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from syllabus.front.records.kinds import BadValue
from syllabus.front.records.values import parse_address, parse_zone
from syllabus.importing.dates import SettledDay
from syllabus.importing.faults import Unimportable
from syllabus.importing.remarks import remark
from syllabus.importing.sessions import Session
from syllabus.importing.sources import Source
from syllabus.importing.tree import Document, Link, Paragraph, Text

MOST_EVENTS = 5_000


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
    if len(events) > MOST_EVENTS:
        message = f"{name}: the calendar has more than {MOST_EVENTS} events"
        raise Unimportable("import-size", message, "export the events of the course alone")
    title = str(calendar.get("X-WR-CALNAME") or calendar.get("NAME") or "")
    remarks: list[str] = []
    zone = _zone(calendar, events)
    sessions = [_session(event, name, zone, remarks) for event in events]
    sessions.sort(key=lambda each: (each.day.first or date.min, each.time or ""))
    document = Document(name, (), (Text(title),) if title else ())
    return Source(document, sessions=tuple(sessions), remarks=tuple(remarks))


def _zone(calendar: Any, events: Sequence[Any]) -> ZoneInfo | None:
    """Return the zone of a calendar: what it says, or that of its first event that has one."""
    named = str(calendar.get("X-WR-TIMEZONE") or "")
    found = [event["DTSTART"].dt for event in events]
    zones = (each.tzinfo for each in found if isinstance(each, datetime))
    local = next((each for each in zones if isinstance(each, ZoneInfo) and each.key != "UTC"), None)
    try:
        return parse_zone(named)
    except BadValue:
        return local


def _session(event: Any, name: str, local: ZoneInfo | None, remarks: list[str]) -> Session:
    summary = " ".join(str(event.get("SUMMARY", "")).split())
    session = Session(f"{name}, event '{summary[:40]}'", title=(Text(summary or "…"),))
    start, end = event["DTSTART"].dt, _end(event)
    if isinstance(start, datetime):
        if local is not None and start.utcoffset() == timedelta():
            start = start.astimezone(local)  # which are written in UTC for the reader's zone
            end = None if end is None else end.astimezone(local)
        zone = start.tzinfo
        session.zone = zone.key if isinstance(zone, ZoneInfo) else None
        session.time = f"{start.hour}:{start.minute:02}"
        if end is not None and timedelta() < end - start < timedelta(hours=20):
            session.time += f"-{end.hour}:{end.minute:02}"
        session.day = SettledDay(start.date())
    else:
        last = None if end is None else end - timedelta(days=1)
        session.day = SettledDay(start, last if last and last > start else None)
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
    if event.get("RRULE") or event.get("RDATE"):
        rule = event["RRULE"].to_ical().decode() if event.get("RRULE") else "RDATE"
        session.doubts.append(f"in the calendar, it returns: {rule}; write 'every' or more records")
        remarks.append(f"'{summary}' returns, and only its first day was imported")
    cancelled = session.cancelled
    remark(session)
    session.cancelled = cancelled or session.cancelled
    return session


def _end(event: Any) -> Any:
    if event.get("DTEND"):
        return event["DTEND"].dt
    return event["DTSTART"].dt + event["DURATION"].dt if event.get("DURATION") else None
