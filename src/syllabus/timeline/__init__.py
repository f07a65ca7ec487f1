"""The moment, past and upcoming, free slots, and how dates and times are printed."""

from syllabus.timeline.moment import (
    Timeline,
    UnknownMoment,
    arrange_meetings,
    is_over,
    resolve_moment,
    schedule_order,
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
    "Slot",
    "Timeline",
    "UnknownMoment",
    "arrange_meetings",
    "find_slots",
    "format_date",
    "format_duration",
    "format_load",
    "format_time",
    "is_over",
    "resolve_moment",
    "schedule_order",
]
