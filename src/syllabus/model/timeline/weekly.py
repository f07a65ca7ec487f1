"""Hours of each week as people read them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from syllabus.model.course import Clock
from syllabus.model.people import OfficeHours
from syllabus.model.timeline.printing import format_hours
from syllabus.model.words import punctuation_for


def format_office_hours(
    hours: OfficeHours, zone: ZoneInfo | None, language: str, clock: Clock | None = None
) -> str:
    """Return hours of each week without their room: Thursday, 2–3 PM PT; without a zone, 2–3 PM."""
    from babel.dates import get_day_names

    names = get_day_names("wide", "stand-alone", locale=language.replace("-", "_"))
    comma = punctuation_for(language).comma
    days = [str(names[day]) for day in hours.days]
    pieces = [comma.join((day[:1].upper() + day[1:], *rest)) for day, *rest in (days,) if days]
    if hours.start is not None:
        start, end = hours.start.replace(tzinfo=zone), None
        if hours.duration is not None:
            later = datetime.combine(date(2000, 1, 1), hours.start) + hours.duration
            end = later.time().replace(tzinfo=zone)
        pieces.append(format_hours(start, end, language, clock))
    return comma.join(pieces)
