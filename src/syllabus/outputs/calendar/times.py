"""When an event is, as iCalendar has it: a time, whole days, or what returns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar

from syllabus.outputs.calendar.events import Event

_ONE_DAY = timedelta(days=1)


def add_time(event: icalendar.Event, source: Event) -> None:
    """Add the properties that say when an event is (RFC 5545, 3.6.1, 3.8.2 and 3.8.5).

    Whole days are dates, whose DTEND is the day after the last. Hours of several days are the
    first of them, with an RRULE for the others.
    """
    first = source.start.date()
    if source.all_day:
        event.add("dtstart", first)
        event.add("dtend", source.end.astimezone(source.start.tzinfo).date())
        return
    returns = source.last_day is not None
    # By a rule in UTC, it would move with summer time.
    event.add("dtstart", source.start if returns else _unmistakable(source.start))
    if not source.duration:
        pass  # without an end, an event is a moment
    elif source.duration < _ONE_DAY:
        event.add("duration", source.duration)
    else:
        # A duration of days would count them by the clock, and clocks change.
        event.add("dtend", (source.start.astimezone(UTC) + source.duration))
    if source.last_day is None:
        return
    days = (source.last_day - first).days
    if source.weeks:
        interval = {"interval": source.weeks} if source.weeks > 1 else {}
        event.add("rrule", {"freq": "weekly", **interval, "count": days // (7 * source.weeks) + 1})
    else:
        event.add("rrule", {"freq": "daily", "count": days + 1})
    if source.days_off:
        clock, zone = source.start.time(), source.start.tzinfo
        skipped = [datetime.combine(day, clock, zone) for day in source.days_off]
        event.add("exdate", skipped)


def _unmistakable(start: datetime) -> datetime:
    """Return a start in UTC if the clocks of its zone show it twice, else as it is.

    Calendar programs do not agree which of the two a local time is (RFC 5545, 3.3.5: the first).
    """
    doubled = start.replace(fold=0).utcoffset() != start.replace(fold=1).utcoffset()
    return start.astimezone(UTC) if doubled else start
