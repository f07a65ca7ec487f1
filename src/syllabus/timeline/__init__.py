"""The moment, past and upcoming, free slots, months, and how dates and times are printed."""

from syllabus.timeline.moment import (
    Timeline,
    UnknownMoment,
    arrange_meetings,
    is_over,
    resolve_moment,
    schedule_order,
)
from syllabus.timeline.months import (
    Month,
    find_months,
    first_weekday,
    format_month,
    weekday_names,
)
from syllabus.timeline.printing import (
    DateKind,
    format_date,
    format_duration,
    format_load,
    format_time,
)
from syllabus.timeline.slots import DaysOff, Slot, find_slots

__all__ = [
    "DateKind",
    "DaysOff",
    "Month",
    "Slot",
    "Timeline",
    "UnknownMoment",
    "arrange_meetings",
    "find_months",
    "find_slots",
    "first_weekday",
    "format_date",
    "format_duration",
    "format_load",
    "format_month",
    "format_time",
    "is_over",
    "resolve_moment",
    "schedule_order",
    "weekday_names",
]
