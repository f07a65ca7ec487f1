"""The days on which a course could meet, by its recurrence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from syllabus.model.recurrence import Recurrence
from syllabus.on_demand import dataclass

if TYPE_CHECKING:
    from holidays import HolidayBase

LAST_DAY = date(2199, 12, 31)
"""No slot lies after it; the last day that a record may name."""

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """A day of the course's recurrence; `reason` says why it is skipped, None if it is free."""

    day: date
    reason: str | None = None


def find_slots(recurrence: Recurrence, start: date, week_of: date | None = None) -> Iterator[Slot]:
    """Yield the days of a recurrence from `start` on, skipped ones included, up to `LAST_DAY`.

    Where the course meets every second week, it does so in the week of `week_of`: a meeting
    that was held, or, without one, the first weekday of the course on or after `start`.
    """
    day, free_days = start, DaysOff(recurrence)
    while day <= LAST_DAY and recurrence.days:
        if day.weekday() in recurrence.days:
            week_of = week_of or day
            weeks = (_monday(day) - _monday(week_of)) // (7 * ONE_DAY)
            if weeks % recurrence.weeks == 0:
                yield Slot(day, free_days.reason(day))
        day += ONE_DAY


class DaysOff:
    """The days that a recurrence skips."""

    def __init__(self, recurrence: Recurrence) -> None:
        self._breaks = recurrence.breaks
        self._region = recurrence.region

    def reason(self, day: date) -> str | None:
        """Return why there is no meeting on a day; None if there is no reason."""
        for each in self._breaks:
            if day in each:
                return each.reason or "break"
        if self._holidays is None:
            return None
        name = self._holidays.get(day)
        return None if name is None else str(name)

    @cached_property
    def _holidays(self) -> HolidayBase | None:
        if self._region is None:
            return None
        # Loads the calendars of every country.
        from holidays import country_holidays

        return country_holidays(self._region.country, subdiv=self._region.subdivision)


def _monday(day: date) -> date:
    return day - day.weekday() * ONE_DAY
