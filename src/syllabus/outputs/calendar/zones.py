"""Time zones as calendars carry them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar

_DAY = timedelta(days=1)


def timezone_component(zone: ZoneInfo, first: date, last: date) -> icalendar.Timezone:
    """Return the VTIMEZONE of a zone for the years of two days (RFC 5545, 3.6.5).

    Every change of its clocks in these years is an observance of its own, which begins by the
    clock before the change. icalendar's own begins them by the clock after it, an hour late.
    """
    component = icalendar.Timezone()
    component.add("tzid", zone.key)
    before = datetime(first.year, 1, 1, tzinfo=zone)
    begin, end = before.astimezone(UTC), datetime(last.year + 1, 1, 1, tzinfo=zone).astimezone(UTC)
    component.add_component(_observance(before, before))
    for change in _changes(zone, begin, end):
        component.add_component(_observance(before, change.astimezone(zone)))
        before = change.astimezone(zone)
    return component


def _observance(
    before: datetime, after: datetime
) -> icalendar.TimezoneStandard | icalendar.TimezoneDaylight:
    """Return what holds from a moment on, of which `before` has the offset that held until it."""
    daylight = (after.dst() or timedelta()) > timedelta()
    kind = icalendar.TimezoneDaylight if daylight else icalendar.TimezoneStandard
    old, new = before.utcoffset(), after.utcoffset()
    assert old is not None
    assert new is not None
    observance = kind()
    observance.add("dtstart", after.astimezone(UTC).replace(tzinfo=None) + old)
    observance.add("tzoffsetfrom", old)
    observance.add("tzoffsetto", new)
    observance.add("tzname", after.tzname() or str(new))
    return observance


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Yield, in UTC, the first second of every offset or name that a zone has in a time."""

    def state(moment: datetime) -> tuple[timedelta | None, str | None]:
        local = moment.astimezone(zone)
        return local.utcoffset(), local.tzname()

    day = begin
    while day < end:
        following = day + _DAY
        if state(day) != state(following):
            early, late = day, following
            while late - early > timedelta(seconds=1):
                middle = early + timedelta(seconds=int((late - early).total_seconds()) // 2)
                if state(middle) == state(day):
                    early = middle
                else:
                    late = middle
            yield late
        day = following
