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
    BETWEEN_ZONES,
    DateKind,
    format_date,
    format_duration,
    format_load,
    format_time,
    format_times,
    times_by_zone,
)
from syllabus.timeline.slots import DaysOff, Slot, find_slots

__all__ = [
    "BETWEEN_ZONES",
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
    "format_times",
    "is_over",
    "resolve_moment",
    "schedule_order",
    "times_by_zone",
    "weekday_names",
]
