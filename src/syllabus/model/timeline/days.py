"""Holidays: those among the meetings, and the public ones of a region."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from syllabus.model.course import Meeting, Status
from syllabus.model.kinds import BaseKind
from syllabus.model.recurrence import Break, Region


def holidays_among(meetings: Iterable[Meeting]) -> tuple[Break, ...]:
    """Return the days off that are holidays among meetings, but for those that are cancelled."""
    return tuple(
        Break(each.start.date(), each.last_day or each.start.date(), each.title.text)
        for each in meetings
        if each.kind.base is BaseKind.HOLIDAY and each.start and each.status is Status.SCHEDULED
    )


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
