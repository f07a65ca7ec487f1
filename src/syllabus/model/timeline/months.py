"""The months of a course: which ones, and how a language names them and their days."""

from __future__ import annotations

import unicodedata
from calendar import Calendar
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from syllabus.on_demand import dataclass

if TYPE_CHECKING:
    from babel import Locale

LONGEST_GAP = 2
"""How many months without a meeting in a row are shown; more of them are left out."""

WIDEST_NAME = 3
"""Letters that a weekday's name may have above its column; those of East Asia count twice."""

UNKNOWN_TERRITORY = "ZZ"
"""CLDR's code for it, which zones such as UTC have."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month that a day is in."""
        return cls(day.year, day.month)

    @property
    def next(self) -> Month:
        """The month after it."""
        years, month = divmod(self.number, 12)
        return Month(self.year + years, month + 1)

    def weeks(self, first_weekday: int) -> tuple[tuple[date | None, ...], ...]:
        """Return its weeks, seven days each, with None for a day of another month."""
        weeks = Calendar(first_weekday).monthdatescalendar(self.year, self.number)
        return tuple(
            tuple(day if day.month == self.number else None for day in week) for week in weeks
        )


def find_months(days: Iterable[date]) -> tuple[Month, ...]:
    """Return the months from the first day to the last, without gaps beyond `LONGEST_GAP`."""
    held = sorted({(day.year, day.month) for day in days})
    months = [Month(*held[0])] if held else []
    for (year, number), (later_year, later_number) in pairwise(held):
        between = 12 * (later_year - year) + later_number - number - 1
        for _ in range(between if between <= LONGEST_GAP else 0):
            months.append(months[-1].next)
        months.append(Month(later_year, later_number))
    return tuple(months)


def first_weekday(language: str, zone: ZoneInfo) -> int:
    """Return the day that weeks begin with, Monday 0 (CLDR, supplemental data, weekData).

    It is the custom of the language's territory, where it names one, or of the zone's.
    """
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    locale = _locale(language)
    zone_name = get_global("zone_aliases").get(zone.key, zone.key)
    territory = get_global("zone_territories").get(zone_name, UNKNOWN_TERRITORY)
    if locale.territory is None and territory != UNKNOWN_TERRITORY:
        with suppress(UnknownLocaleError):
            return Locale.parse(f"und_{territory}").first_week_day
    return locale.first_week_day


def weekday_names(language: str, first: int) -> tuple[str, ...]:
    """Return the names of the weekdays as column headings: Mo Tu We Th Fr Sa Su.

    If a language's short names are too wide, these are its narrow ones.
    """
    from babel.dates import get_day_names

    locale = _locale(language)
    # Not the stand-alone ones: where a language has none, Babel can give those of another that
    # was asked for before (python-babel/babel#1234).
    short = get_day_names("short", "format", locale)
    names = {day: name.removesuffix(".") for day, name in short.items()}
    if max(map(_width, names.values())) > WIDEST_NAME:
        names = dict(get_day_names("narrow", "stand-alone", locale))
    return tuple(names[(first + offset) % 7] for offset in range(7))


def format_month(month: Month, language: str) -> str:
    """Return a month with its year as it stands alone: April 2021."""
    from babel.dates import format_date

    locale = _locale(language)
    pattern = locale.datetime_skeletons["yMMMM"]
    written: str = format_date(date(month.year, month.number, 1), pattern, locale=locale)
    return written.replace("\u202f", " ").replace("\u00a0", " ")


def _width(name: str) -> int:
    return sum(
        2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in name
        if not unicodedata.combining(letter)
    )


def _locale(language: str) -> Locale:
    from babel import Locale

    return Locale.parse(language, sep="-")
