"""Time zones as calendars carry them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import icalendar

from syllabus.on_demand import dataclass

_DAY = timedelta(days=1)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST = -1

_YEARS_AROUND = 5
"""How many years before and after those of a calendar say which of two rules is meant."""

_FEWEST_YEARS = 3
"""In how many of these years a rule holds; in one year, any two days look like a rule."""


def timezone_component(zone: ZoneInfo, first: date, last: date) -> icalendar.Timezone:
    """Return the VTIMEZONE of a zone for the years of two days (RFC 5545, 3.6.5).

    Where the clocks change by one rule in all of these years, it has one STANDARD and one DAYLIGHT
    that recur: all that some programs read (MS-OXCICAL, 2.1.3.1.1.19). Else every change is an
    observance of its own. Each begins by the clock before the change; icalendar's own begin by
    the clock after it, an hour late.
    """
    component = icalendar.Timezone()
    component.add("tzid", zone.key)
    changes = _changes_in(zone, first.year, last.year)
    rules = _rules(zone, changes, range(first.year, last.year + 1))
    for rule in rules:
        component.add_component(_recurring(rule, first.year - 1))
    if not rules:
        begin = datetime(first.year, 1, 1)
        state = _State.of(begin.replace(tzinfo=zone))
        for change in (_Change(begin, state, state), *changes):
            daylight = change.after.daylight
            component.add_component(_observance(change, change.clock, daylight=daylight))
    return component


@dataclass(frozen=True, slots=True)
class _State:
    """What holds in a zone between two changes: its offset from UTC and its name."""

    offset: timedelta
    name: str
    daylight: bool

    @classmethod
    def of(cls, moment: datetime) -> _State:
        """Return the state at an aware moment."""
        offset, dst = moment.utcoffset(), moment.dst()
        assert offset is not None
        return cls(offset, moment.tzname() or str(offset), (dst or timedelta()) > timedelta())


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of a zone's clocks, when they show `clock` (naive) by the state before."""

    clock: datetime
    before: _State
    after: _State


@dataclass(frozen=True, slots=True)
class _Rule:
    """A change that comes every year: on the `week`th `weekday` of a month, or its last one."""

    change: _Change
    month: int
    week: int
    weekday: int
    clock: time

    def day(self, year: int) -> date:
        """Return the day of a year."""
        first, days = monthrange(year, self.month)
        day = 1 + (self.weekday - first) % 7 + 7 * (self.week - 1)
        if self.week == _LAST:
            day = days - (first + days - 1 - self.weekday) % 7
        return date(year, self.month, day)

    def fits(self, change: _Change) -> bool:
        """Return whether a change is one by this rule."""
        begin = datetime.combine(self.day(change.clock.year), self.clock)
        return change == replace(self.change, clock=begin)


def _rules(zone: ZoneInfo, changes: Sequence[_Change], years: range) -> tuple[_Rule, ...]:
    """Return the two rules by which the clocks change in all these years; none for others."""
    if [change.clock.year for change in changes] != [year for year in years for _ in range(2)]:
        return ()
    if changes[0].before != changes[1].after:
        return ()
    around = _changes_in(zone, years[0] - _YEARS_AROUND, years[-1] + _YEARS_AROUND)
    found = []
    for turn in (changes[::2], changes[1::2]):
        fitting = [rule for rule in _candidates(turn[0]) if all(map(rule.fits, turn))]
        best = max(fitting, key=lambda rule: sum(map(rule.fits, around)), default=None)
        if best is None or sum(map(best.fits, around)) < _FEWEST_YEARS:
            return ()
        found.append(best)
    return tuple(found)


def _candidates(change: _Change) -> Iterator[_Rule]:
    day, last = change.clock.day, monthrange(change.clock.year, change.clock.month)[1]
    for week in ((_LAST,) if day + 7 > last else ()) + ((day - 1) // 7 + 1,):
        if week <= 4:  # not every month has a fifth one
            clock = change.clock
            yield _Rule(change, clock.month, week, clock.weekday(), clock.time())


def _recurring(rule: _Rule, year: int) -> icalendar.TimezoneStandard | icalendar.TimezoneDaylight:
    """Return the observance of a rule from a year on, which lies before all events."""
    change = rule.change
    daylight = change.after.offset > change.before.offset  # in Ireland, too, by law its standard
    observance = _observance(
        change, datetime.combine(rule.day(year), rule.clock), daylight=daylight
    )
    days = f"{rule.week}{_WEEKDAYS[rule.weekday]}"
    recurrence = icalendar.vRecur(FREQ="YEARLY", BYMONTH=rule.month, BYDAY=days)
    observance.add("rrule", recurrence)
    return observance


def _observance(
    change: _Change, begin: datetime, *, daylight: bool
) -> icalendar.TimezoneStandard | icalendar.TimezoneDaylight:
    """Return what holds after a change, beginning at a time by the clock before it."""
    observance = icalendar.TimezoneDaylight() if daylight else icalendar.TimezoneStandard()
    observance.add("dtstart", begin)
    observance.add("tzoffsetfrom", change.before.offset)
    observance.add("tzoffsetto", change.after.offset)
    observance.add("tzname", change.after.name)
    return observance


@lru_cache(maxsize=16)
def _changes_in(zone: ZoneInfo, first: int, last: int) -> tuple[_Change, ...]:
    """Return the changes of a zone's clocks, or of its name, from one year through another."""
    begin, end = (datetime(year, 1, 1, tzinfo=zone).astimezone(UTC) for year in (first, last + 1))
    before = _State.of(begin.astimezone(zone))
    found = []
    for moment in _changes(zone, begin, end):
        after = _State.of(moment.astimezone(zone))
        found.append(_Change(moment.replace(tzinfo=None) + before.offset, before, after))
        before = after
    return tuple(found)


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Yield, in UTC, the first second of every offset or name that a zone has in a time."""

    def state(moment: datetime) -> tuple[timedelta | None, str | None]:
        local = moment.astimezone(zone)
        return local.utcoffset(), local.tzname()

    day, before = begin, state(begin)
    while day < end:
        following = day + _DAY
        after = state(following)
        if before != after:
            early, late = day, following
            while late - early > timedelta(seconds=1):
                middle = early + timedelta(seconds=int((late - early).total_seconds()) // 2)
                if state(middle) == before:
                    early = middle
                else:
                    late = middle
            yield late
        day, before = following, after
