"""Hours of each week as people read them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from syllabus.model.course import Clock
from syllabus.model.people import OfficeHours
from syllabus.model.timeline.printing import format_time
from syllabus.model.words import punctuation_for


def format_office_hours(
    hours: OfficeHours, zone: ZoneInfo, language: str, clock: Clock | None = None
) -> str:
    """Return hours of each week without their room: Thursday, 2 PM – 3 PM PT."""
    from babel.dates import get_day_names

    names = get_day_names("wide", "stand-alone", locale=language.replace("-", "_"))
    comma = punctuation_for(language).comma
    days = [str(names[day]) for day in hours.days]
    pieces = [comma.join((day[:1].upper() + day[1:], *rest)) for day, *rest in (days,) if days]
    if hours.start is not None:
        start = hours.start
        if hours.duration is None:
            pieces.append(format_time(start.replace(tzinfo=zone), language, clock))
        else:
            end = datetime.combine(date(2000, 1, 1), start) + hours.duration
            last = format_time(end.time().replace(tzinfo=zone), language, clock)
            pieces.append(f"{format_time(start, language, clock)} – {last}")
    return comma.join(pieces)
