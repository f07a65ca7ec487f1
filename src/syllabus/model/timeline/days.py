"""Several days in a row: how they are printed, and which of them are public holidays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from syllabus.model.course import Meeting
from syllabus.model.kinds import BaseKind
from syllabus.model.recurrence import Break, Region
from syllabus.model.timeline.printing import DateKind, format_date

_YEAR_LAST = re.compile(r"[\s,./-]*(?:'[^']*'\s*)?y+[\s.]*$")
_YEAR_FIRST = re.compile(r"^y+[\s,./-]*")
_WITHOUT_YEAR = {"heading": "MMMd", "schedule": "MMMEd"}


def last_day(meeting: Meeting) -> date | None:
    """Return the last day of a meeting, by the clocks of its zone; None without a date."""
    if meeting.start is None or meeting.end is None:
        return None
    end: datetime = meeting.end
    return max(meeting.start.date(), (end - timedelta(microseconds=1)).date())


def days_of(meeting: Meeting) -> Iterator[date]:
    """Yield the days of a meeting: all of those that it takes whole, else the one it starts on."""
    last = last_day(meeting)
    if meeting.start is None or last is None:
        return
    day = meeting.start.date()
    yield day
    while meeting.all_day and day < last:
        day += timedelta(days=1)
        yield day


def holidays_among(meetings: Iterable[Meeting]) -> tuple[Break, ...]:
    """Return the days off that are holidays among meetings."""
    return tuple(
        Break(each.start.date(), last, each.title.text)
        for each in meetings
        if each.kind.base is BaseKind.HOLIDAY and each.start and (last := last_day(each))
    )


def format_days(first: date, last: date, pattern: str | None, kind: DateKind, language: str) -> str:
    """Return days as `format_date` does: Mon 21 Dec – Fri 8 Jan, or 21 Dec – 8 Jan 2027.

    A schedule has them without the years, a heading with the last one's.
    """
    whole = format_date(last, pattern, kind, language)
    if first == last:
        return whole
    short = _without_year(pattern, kind, language)
    end = whole if kind == "heading" else format_date(last, short, kind, language)
    return f"{format_date(first, short, kind, language)} – {end}"


def _without_year(pattern: str | None, kind: DateKind, language: str) -> str:
    if pattern is not None:
        return _YEAR_LAST.sub("", _YEAR_FIRST.sub("", pattern)) or pattern
    if language.partition("-")[0] == "en":
        return "d MMM" if kind == "heading" else "EEE d MMM"
    from babel import Locale

    skeletons = Locale.parse(language, sep="-").datetime_skeletons
    return str(skeletons[_WITHOUT_YEAR.get(kind, "MMMd")].pattern)


def public_holidays(
    region: Region, first: date, last: date, language: str
) -> tuple[tuple[date, str], ...]:
    """Return the public holidays of a region from one day to another, by name.

    They are in the language (BCP 47) where they are known in it, else in that of the country.
    """
    # Loads the calendars of every country.
    from holidays import country_holidays

    years = range(first.year, last.year + 1)
    known = country_holidays(region.country, subdiv=region.subdivision)
    wanted = language.replace("-", "_")
    spoken = [each for each in known.supported_languages if each == wanted] or [
        each for each in known.supported_languages if each[:2] == wanted[:2]
    ]
    found = country_holidays(
        region.country,
        subdiv=region.subdivision,
        years=years,
        language=spoken[0] if spoken else None,
    )
    return tuple((day, str(found[day])) for day in sorted(found) if first <= day <= last)
